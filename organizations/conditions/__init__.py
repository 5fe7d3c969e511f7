"""General and special conditions: written, published, compared."""
