"""What every app stands on: text, dates, money, audit, background work, PDFs. Not one word of the trade."""
