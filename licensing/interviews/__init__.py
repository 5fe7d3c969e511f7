"""Interviews with applicants."""
