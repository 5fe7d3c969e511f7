"""The review desk of the union: inbox, one file, who holds it, the checklist."""
