"""Sentences about who holds a file."""

HELD = "این پرونده اکنون در دست {holder} است. صفحهٔ تازه را ببینید."
NOBODY = "هیچ‌کس"
