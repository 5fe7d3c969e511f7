"""Licences: issue, documents, delivery, verification (R80, R150)."""
