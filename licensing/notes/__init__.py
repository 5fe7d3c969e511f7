"""Messages of a union to its applicants that are no decision (R73)."""
