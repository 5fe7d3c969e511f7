"""The guild card and its form for the bank (R104)."""
