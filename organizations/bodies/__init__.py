"""Unions, chambers, commissions, and which union answers for which trade."""
