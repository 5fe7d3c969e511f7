"""The inbox's filter, and its rows as they are printed: everything in a fixed number of statements."""

from typing import Any

from django import forms
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from core.fields import PersianTextField
from core.forms import PersianForm
from core.jalali import format_datetime
from core.numbers import place_in, place_text
from core.references import group_tracking_code
from core.text import to_persian_digits
from deadlines.engine import TimeLeft
from deadlines.models import Deadline
from deadlines.services import explaining
from deadlines.states import LIVE
from licensing.cases.models import LicenceRequest
from licensing.cases.rows import left_in_words
from licensing.cases.states import CLOSED, MOVES, ON_AGENDA, Actor, Status
from licensing.desk.models import Reading
from organizations.bodies.models import UnionCoverage
from organizations.categories.models import Category
from organizations.roles.querysets import bodies_as, within
from organizations.roles.states import Role

PAGE = 25
OPEN, EVERY = "", "ALL"

#: What the state ISSUED means at the desk: something is still to be done.
NOT_DELIVERED = "صادر شده، تحویل‌نشده"


class InboxFilter(PersianForm):
    """What to show; everything may be left out."""

    marks_optional = False

    q = PersianTextField(
        label="کد رهگیری، ردیف یا نام",
        required=False,
        max_length=100,
        help_text="کد ملی و تلفن همراه متقاضی هم پیدا می‌شود.",
    )
    status = forms.ChoiceField(label="وضعیت", required=False)
    category = forms.ModelChoiceField(label="رسته", required=False, queryset=Category.objects.none())
    again = forms.BooleanField(label="منتظر بررسی دوباره", required=False)
    overdue = forms.BooleanField(label="مهلت گذشته", required=False)
    mine = forms.BooleanField(label="در دست من", required=False)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        states = [
            (state.value, NOT_DELIVERED if state is Status.ISSUED else state.label)
            for state in Status
            if state is not Status.DRAFT
        ]
        self.fields["status"].choices = [(OPEN, "همهٔ باز"), *states, (EVERY, "همه")]  # type: ignore[attr-defined]
        covered = UnionCoverage.objects.filter(within(user, "union__"))
        used = Category.objects.filter(pk__in=covered.order_by().values("category"))
        self.fields["category"].queryset = used  # type: ignore[attr-defined]
        self.fields["category"].empty_label = "همهٔ رسته‌ها"  # type: ignore[attr-defined]

    def narrow(self, rows: Any, user: User) -> Any:
        """The rows asked for. A search looks through closed files too, unless a state is chosen."""
        asked = self.cleaned_data
        if asked["q"]:
            rows = rows.matching(asked["q"])
        if asked["status"] == OPEN:
            rows = rows if asked["q"] else rows.open()
        elif asked["status"] != EVERY:
            rows = rows.filter(status=asked["status"])
        if asked["category"]:
            rows = rows.filter(category=asked["category"])
        if asked["again"]:
            rows = rows.awaiting_second_look()
        if asked["overdue"]:
            rows = rows.exclude(status__in=CLOSED).filter(due_at__lt=timezone.now())
        return rows.filter(held_by=user) if asked["mine"] else rows


def page_of(rows: Any, user: User, after: str) -> tuple[list[dict[str, Any]], str]:
    """One page in order of receipt, and the key of the next one (empty on the last)."""
    rows = rows.select_related("category", "county", "applicant", "held_by__person").order_by(
        "submitted_at", "pk"
    )
    key = place_in(after)
    found = list((rows.received_after(*key) if key else rows)[: PAGE + 1])
    shown = found[:PAGE]
    following = _key(shown[-1]) if len(found) > PAGE else ""
    return _rows(shown, user), following


def _key(case: LicenceRequest) -> str:
    return place_text(case.submitted_at or case.created_at, case.pk)


def _rows(cases: list[LicenceRequest], user: User) -> list[dict[str, Any]]:
    running = list(
        Deadline.objects.filter(
            subject_type=LicenceRequest._meta.label_lower,
            subject_id__in=[case.pk for case in cases],
            state__in=LIVE,
        ).order_by("-state", "started_at")  # of several the one that runs stands last, and counts
    )
    left = explaining.time_left(running)
    by_case = {row.subject_id: left[row.pk] for row in running if row.pk in left}
    read = set(Reading.objects.filter(user=user, case__in=cases).values_list("case_id", "version"))
    openers = set(bodies_as(user, Role.UNION_OPERATOR, Role.UNION_BOARD).values_list("body_id", flat=True))
    desk = reverse("admin:licensing_licencerequest_change", args=[0])
    return [
        _row(case, by_case.get(case.pk), user, desk, is_ours=case.union_id in openers)
        | {"is_unread": (case.pk, case.version) not in read}
        for case in cases
    ]


def _row(
    case: LicenceRequest, left: TimeLeft | None, user: User, desk: str, *, is_ours: bool
) -> dict[str, Any]:
    words, tone = left_in_words(left)
    steps = MOVES.get(Status(case.status), {})
    return {
        "pk": case.pk,
        "version": case.version,
        "number": to_persian_digits(str(case.receipt_number)),
        "code": to_persian_digits(group_tracking_code(case.tracking_code or "")),
        "url": desk.replace("/0/", f"/{case.pk}/"),
        "unit": to_persian_digits(case.unit_name),
        "applicant": case.applicant.full_name,
        "category": case.category.name,
        "county": case.county.name,
        "status": case.get_status_display(),
        "received": format_datetime(case.submitted_at) if case.submitted_at else "",
        "left": words,
        "left_tone": tone,
        "holder": str(case.held_by) if case.held_by else "",
        "awaits_second_look": case.awaits_second_look,
        "is_paper": case.taken_on_paper_at is not None,
        "is_mine": case.held_by_id == user.pk,
        "may_put": is_ours and case.status in ON_AGENDA,
        "may_open": is_ours and steps.get(Status.UNDER_REVIEW) == Actor.UNION_OPERATOR,
    }
