"""Roles in bodies, boards with their minutes, and the accounts of colleagues."""
