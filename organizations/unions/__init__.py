"""The pages of a union, for everybody and for the staff."""
