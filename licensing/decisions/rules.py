"""What an answer of the board rests on: a minute, coded reasons with their articles, the checklist (R67, R73, R212)."""

from collections.abc import Collection, Sequence
from typing import NamedTuple, Protocol

from core.refusals import RuleBroken
from core.text import to_persian_digits
from licensing.cases.models import LicenceRequest
from licensing.decisions import texts
from licensing.decisions.grounds import Ground
from licensing.decisions.states import ReasonKind, Source


class Article(NamedTuple):
    """An article of accepted conditions: its title, and the part reasons are tied to (empty when it has none)."""

    title: str
    part: str


def articles_of(case: LicenceRequest) -> dict[tuple[Source, int], Article]:
    """The articles an answer may rest on: those of the very versions this applicant accepted (R63, R76).

    Returns:
        The article by source and number, special conditions first.
    """
    texts = ((Source.SPECIAL, case.special_conditions), (Source.GENERAL, case.general_conditions))
    return {
        (source, article["number"]): Article(
            article.get("title", ""), article.get("part") or article.get("code") or ""
        )
        for source, text in texts
        for article in text.content.get("articles", [])
    }


def check_grounds(case: LicenceRequest, grounds: Sequence[Ground], kind: ReasonKind) -> None:
    """An answer that is not a plain yes rests on coded reasons, each tied to a published article that speaks of it
    (R67, R76).

    Raises:
        RuleBroken: "no_reason", "wrong_reason", "no_such_article", "article_does_not_fit", "same_reason_twice".
    """
    if not grounds:
        raise RuleBroken(texts.NO_REASON, code="no_reason")
    articles = articles_of(case)
    for ground in grounds:
        if not ground.reason.is_active or ground.reason.kind != kind:
            raise RuleBroken(texts.WRONG_REASON, code="wrong_reason")
        article = articles.get((ground.source, ground.article))
        if article is None:
            raise RuleBroken(texts.NO_SUCH_ARTICLE, code="no_such_article")
        if not ground.reason.may_rest_on(ground.source, article.part):
            raise RuleBroken(
                texts.ARTICLE_DOES_NOT_FIT.format(reason=ground.reason.text), code="article_does_not_fit"
            )
    if len({(ground.reason.pk, ground.source, ground.article) for ground in grounds}) < len(grounds):
        raise RuleBroken(texts.SAME_REASON_TWICE, code="same_reason_twice")


def checklist_of(case: LicenceRequest) -> dict[str, str]:
    """The points of the special conditions the applicant accepted that the union has to look at (R212)."""
    return {point["code"]: point["text"] for point in case.special_conditions.content.get("checklist", [])}


def check_checklist(case: LicenceRequest, ticked: Collection[str]) -> None:
    """No licence while a point of the checklist was not found in order (R212).

    Raises:
        RuleBroken: "checklist", with the number of points left.
    """
    left = len(set(checklist_of(case)) - set(ticked))
    if left:
        raise RuleBroken(texts.CHECKLIST.format(left=to_persian_digits(str(left))), code="checklist")


class AgendaPlace(Protocol):
    """A file's place on the agenda of a session of the board."""

    @property
    def session(self) -> object:
        """The session, named by its `str`."""


def check_decided_here(on_agenda: "AgendaPlace | None", deciding: "AgendaPlace | None") -> None:
    """A file on an open agenda is decided by that session's publication and nowhere else (R73).

    Args:
        on_agenda: the file's place on an open agenda, if it has one.
        deciding: the place whose publication decides now; None at the file's own desk.

    Raises:
        RuleBroken: "on_agenda".
    """
    if on_agenda is not None and on_agenda != deciding:
        raise RuleBroken(
            texts.ON_AGENDA.format(session=to_persian_digits(str(on_agenda.session))), code="on_agenda"
        )
