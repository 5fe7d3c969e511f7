"""Signals of guild units, received by the apps above."""

from django.dispatch import Signal

#: A unit was registered, in the transaction that wrote it. Arguments: unit (GuildUnit), insured (list of
#: registries.ports.InsuredPerson the owner confirmed; empty for the self-employed), by (User).
unit_registered = Signal()
