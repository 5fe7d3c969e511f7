"""Papers of a request: what is asked for, what was sent, what the union says of it (handbook 6.9)."""
