"""Numbered decisions of the commissions."""
