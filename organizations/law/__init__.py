"""Numbers the law sets from a day on."""
