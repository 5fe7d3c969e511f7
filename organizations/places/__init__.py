"""Provinces and counties."""
