"""How an issued licence leaves the union (R80, S001 B-12)."""

from collections.abc import Iterable
from datetime import date

from core.jalali import format_date
from core.refusals import RuleBroken
from licensing.licences import texts
from licensing.licences.models import Licence
from licensing.licences.states import DeliveryMethod
from licensing.papers.models import RequestDocument


def check_day(licence: Licence, on: date, today: date) -> None:
    """Nothing is handed over before it is issued, nor tomorrow.

    Raises:
        RuleBroken: "before_issue", "in_future".
    """
    if on < licence.issued_on:
        raise RuleBroken(
            texts.BEFORE_ISSUE.format(issued_on=format_date(licence.issued_on)), code="before_issue"
        )
    if on > today:
        raise RuleBroken(texts.IN_FUTURE, code="in_future")


def check_way(method: str, *, number: str, originals_seen: bool) -> None:
    """By hand against the originals, by registered post with its number.

    Raises:
        RuleBroken: "wrong_method", "originals", "no_number".
    """
    if method not in DeliveryMethod.values:
        raise RuleBroken(texts.WRONG_METHOD, code="wrong_method")
    if method == DeliveryMethod.HAND and not originals_seen:
        raise RuleBroken(texts.ORIGINALS, code="originals")
    if method == DeliveryMethod.POST and not number:
        raise RuleBroken(texts.NO_NUMBER, code="no_number")


def check_sure_of_papers(papers: Iterable[RequestDocument]) -> None:
    """The post may bring the licence only when every paper was accepted and matches its original.

    Raises:
        RuleBroken: "papers_unsure", naming the papers.
    """
    unsure = [paper.type.title for paper in papers if not paper.is_sure]
    if unsure:
        raise RuleBroken(texts.PAPERS_UNSURE.format(unsure="، ".join(unsure)), code="papers_unsure")
