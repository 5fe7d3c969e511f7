"""The audit trail: `record` what happens, `verify` that nobody touched it since."""

from core.audit.check import Damage, Head, Problem, heads, verify
from core.audit.trail import record

__all__ = ["Damage", "Head", "Problem", "heads", "record", "verify"]
