"""The port to a virus scanner, and the back end chosen by the setting SCANNER_BACKEND."""

from core.scanning.port import Scanner, ScannerAway, Verdict, get_scanner

__all__ = ["Scanner", "ScannerAway", "Verdict", "get_scanner"]
