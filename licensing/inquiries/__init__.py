"""Inquiries at other bodies: needs, letters, answers, reminders (handbook 6.8)."""
