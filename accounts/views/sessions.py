"""«نشست‌های من»: where one is signed in, and ending it."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts import texts
from accounts.services import sessions
from core.refusals import RuleBroken


@login_required
@never_cache
@require_safe
def my_sessions(request: HttpRequest) -> HttpResponse:
    """The list, this session marked."""
    user: Any = request.user
    rows = sessions.own_sessions(user, request.session.session_key)
    frame = "base.html" if user.is_staff else "panel.html"
    context = {"sessions": rows, "others": len(rows) > 1, "frame": frame}
    return render(request, "accounts/sessions.html", context)


@login_required
@require_POST
def end_session(request: HttpRequest) -> HttpResponse:
    """End one of them."""
    user: Any = request.user
    try:
        sessions.end_session(user, request.POST.get("session", "")[:40])
    except RuleBroken as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, texts.SESSION_IS_OVER)
    return redirect("my_sessions")


@login_required
@require_POST
def end_other_sessions(request: HttpRequest) -> HttpResponse:
    """«پایان دادن به نشست‌های دیگر»."""
    user: Any = request.user
    sessions.end_other_sessions(user, request.session.session_key)
    messages.success(request, texts.OTHER_SESSIONS_ENDED)
    return redirect("my_sessions")
