"""An app whose table is full and in use when its upgrade comes; see test_upgrades.py."""
