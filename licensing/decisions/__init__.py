"""Answers of the board, their reasons, what silence and lapse bring (handbook 6.5, 6.6)."""
