"""Fees, the accounts they are paid into, and the lines of a bill."""
