"""What is still missing before a union can take its first request: one list, for the page at the desk, the menu and
`manage.py setup_portal --check`."""

from asnaf.readiness.listing import READERS, groups_for, is_incomplete
from asnaf.readiness.steps import Door, Group, Step

__all__ = ["READERS", "Door", "Group", "Step", "groups_for", "is_incomplete"]
