"""Back ends of the registers, chosen in settings the way Django chooses an e-mail back end."""
