"""What is done with the statutory clock: its terms, days off, outages, and what they move."""
