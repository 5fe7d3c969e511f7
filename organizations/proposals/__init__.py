"""Activation of unions, and trades that are missing from the list."""
