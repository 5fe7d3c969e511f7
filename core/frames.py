"""Public pages whose frame is the same for everybody: drawn once in a process, only the middle each time (ADR 12)."""

from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.template.loader import render_to_string

#: Stands in the frame's template where the middle comes; no browser ever sees it.
HOLE = "<!-- middle -->"
_frames: dict[str, tuple[str, str]] = {}


def render_in_frame(frame: str, middle: str, context: dict[str, Any]) -> str:
    """The page of template `frame` with template `middle` in its hole.

    The frame is drawn for nobody: it knows neither request nor `context`, so that nothing of one visitor can stand
    in the page of the next. Raises ValueError for a frame without a hole.
    """
    before, after = _frames.get(frame) or _draw(frame)
    return before + render_to_string(middle, context) + after


def _draw(frame: str) -> tuple[str, str]:
    nobody = HttpRequest()
    nobody.user = AnonymousUser()
    before, hole, after = render_to_string(frame, request=nobody).partition(HOLE)
    if not hole:
        raise ValueError(f"{frame} has no {HOLE}")
    if not settings.DEBUG:  # whoever edits a template wants to see it
        _frames[frame] = before, after
    return before, after
