"""The national vocabulary of trades: search, common names, files."""
