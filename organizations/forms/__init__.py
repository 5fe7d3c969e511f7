"""Clean values for the staff's pages of this app."""
