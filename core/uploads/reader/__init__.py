"""Reads one uploaded file and writes it anew, in a process of its own without Django (`core.uploads.checking`)."""
