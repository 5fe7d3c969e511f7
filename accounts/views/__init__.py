"""Pages of signing in, one file per noun."""
