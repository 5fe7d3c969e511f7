"""Sessions of the board: agenda, votes, publication (R73)."""
