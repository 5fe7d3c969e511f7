"""Files that people send: read apart, checked, stored with their row, scanned (security bars 3, 5)."""
