"""The licence request itself: its states, moves, history and clock (handbook 6.5)."""
