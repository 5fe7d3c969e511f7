"""The desks of licensing, registered with Django's admin site."""

from licensing.decisions import minute_request_desk, reason_desk
from licensing.desk import review
from licensing.inquiries import desk as inquiries
from licensing.licences import register_desk
from licensing.papers import desk as papers
from licensing.sessions import desk as sessions

__all__ = ["inquiries", "minute_request_desk", "papers", "reason_desk", "register_desk", "review", "sessions"]
