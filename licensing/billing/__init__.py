"""Bills, deposit slips and refunds (R120–R138)."""
