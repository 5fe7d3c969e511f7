"""A conversation, prepared for the templates of panel and desk."""

from typing import Any

from core.jalali import format_datetime
from support.models import Ticket, TicketPost
from support.states import TicketState

POSTS_A_PAGE = 50
TONES = {TicketState.OPEN: "info", TicketState.ANSWERED: "success", TicketState.CLOSED: "neutral"}


def posts_page(found: Ticket, before: int | None) -> dict[str, Any]:
    """The newest messages, oldest of them on top, and where the earlier ones are. One statement."""
    posts = found.posts.select_related("attachment", "author__person").order_by("-pk")
    if before is not None:
        posts = posts.filter(pk__lt=before)
    newest = list(posts[: POSTS_A_PAGE + 1])
    shown: list[TicketPost] = newest[:POSTS_A_PAGE][::-1]
    return {
        "posts": [
            {"row": post, "at": format_datetime(post.at), "attachment": getattr(post, "attachment", None)}
            for post in shown
        ],
        "earlier_url": f"?before={shown[0].pk}" if len(newest) > POSTS_A_PAGE else "",
        "is_earlier_page": before is not None,
        "newest": newest[0].pk if newest else 0,
    }
