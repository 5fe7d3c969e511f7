"""«آمادگی سامانه»: the readiness list as a page of the desk."""

from typing import Any

from django.apps import apps
from django.contrib.admin import AdminSite
from django.http import Http404, HttpRequest
from django.urls import reverse

from accounts.requests import StaffRequest
from asnaf import texts
from asnaf.readiness.listing import READERS, groups_for
from asnaf.readiness.steps import Door, Step
from organizations.desk.scope import roles_of


def readiness_context(request: StaffRequest, site: AdminSite) -> dict[str, Any]:
    """The steps of this reader's part; who is not above the unions finds no page.

    Raises:
        Http404: the reader works for no body above the unions.
    """
    if roles_of(request).isdisjoint(READERS):
        raise Http404
    groups = groups_for(request.user)
    return {
        "title": texts.READINESS,
        "trail": [{"label": site.index_title, "url": reverse("admin:index")}],
        "is_ready": not any(group.missing for group in groups),
        "groups": [
            {"title": group.title, "steps": [_drawn(step, request, site) for step in group.steps]}
            for group in groups
        ],
    }


def _drawn(step: Step, request: HttpRequest, site: AdminSite) -> dict[str, Any]:
    status, tone = (texts.NEEDED, "warning") if step.is_needed else (texts.ADVISED, "info")
    return {
        "label": step.title,
        "detail": step.detail,
        "turn": "" if step.done else step.turn,
        "command": "" if step.done else step.command,
        "url": _address(step.door, request, site) if step.door else "",
        "status": texts.DONE if step.done else status,
        "tone": "success" if step.done else tone,
    }


def _address(door: Door, request: HttpRequest, site: AdminSite) -> str:
    """Where the step is done; empty where this person finds no page, the list where they may not add."""
    model = apps.get_model(door.model)
    desk = site.get_model_admin(model)
    if not desk.has_view_permission(request):
        return ""
    page = door.page if desk.has_add_permission(request) else "changelist"
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}")
