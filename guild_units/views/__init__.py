"""Pages of guild units: registration, the owner's QR codes, the page a customer's scan opens."""
