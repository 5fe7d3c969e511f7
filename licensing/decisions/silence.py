"""Before silence becomes acceptance: warnings at 5, 2 and 0 working days, each once (R66)."""

from collections import defaultdict
from collections.abc import Iterator, Mapping

from django.db import transaction

from accounts.models import Person
from core.references import group_tracking_code
from core.text import to_persian_digits
from deadlines.models import Deadline
from deadlines.services import explaining, horizon
from deadlines.states import Key, State
from licensing.cases.models import LicenceRequest
from licensing.cases.recipients import people_to_tell
from licensing.cases.states import WAITING_FOR_UNION, WARN_AT
from licensing.decisions import texts
from licensing.decisions.silence_models import SilenceWarning
from messaging import services as messaging
from organizations.bodies.models import Union

BATCH = 500


def warn_of_silence() -> int:
    """Warn board and chamber inspectors of every answer that falls due; returns how many files were warned about.

    A run that comes late gives only the warning that fits the day; a second run finds nothing to do. No file is locked:
    whoever answers one meanwhile waits for nobody.
    """
    due: dict[int, dict[int, int]] = defaultdict(dict)
    for batch in _running():
        left = explaining.time_left(batch)
        levels = {
            int(row.subject_id): level
            for row in batch
            if (rest := left.get(row.pk)) and not rest.is_over and (level := _level(rest.amount)) is not None
        }
        warned = set(SilenceWarning.objects.filter(case__in=levels).values_list("case_id", "days_left"))
        fresh = {pk: level for pk, level in levels.items() if (pk, level) not in warned}
        for pk, union_id in LicenceRequest.objects.filter(pk__in=fresh).values_list("pk", "union_id"):
            due[union_id][pk] = fresh[pk]
    unions = Union.objects.in_bulk(list(due))
    return sum(_warn(unions[union_id], due[union_id]) for union_id in sorted(due))


def _running() -> Iterator[list[Deadline]]:
    """The unions' running times to answer that are near their end, in batches."""
    rows = Deadline.objects.filter(
        subject_type=LicenceRequest._meta.label_lower,
        key=Key.T1_UNION_ANSWER,
        state=State.OPEN,
        due_at__lte=horizon.last_end_within(max(WARN_AT)),
    )
    keys = sorted(rows.order_by().values_list("pk", flat=True))
    for start in range(0, len(keys), BATCH):
        yield list(Deadline.objects.filter(pk__in=keys[start : start + BATCH], state=State.OPEN))


def _level(days: int) -> int | None:
    """The warning that fits so many working days left."""
    return min((level for level in WARN_AT if days <= level), default=None)


def _warn(union: Union, levels: Mapping[int, int]) -> int:
    """Tell board and inspectors of the files of one union, and write the warnings down; how many there were."""
    cases = LicenceRequest.objects.filter(pk__in=levels, status__in=WAITING_FOR_UNION).order_by("pk")
    lines = {case.pk: _line(case, levels[case.pk]) for case in cases.select_related("category")}
    people = people_to_tell(union)
    return _tell(union, {pk: levels[pk] for pk in lines}, lines, people)


@transaction.atomic
def _tell(union: Union, levels: Mapping[int, int], lines: Mapping[int, str], people: list[Person]) -> int:
    """One run at a time tells of a union; its files are touched by the last statement alone.

    What is written down about a file keeps others from locking it until the end of the transaction.
    """
    Union.objects.select_for_update(no_key=True, of=("self",)).get(pk=union.pk)
    warned = set(SilenceWarning.objects.filter(case__in=levels).values_list("case_id", "days_left"))
    fresh = [pk for pk, level in levels.items() if (pk, level) not in warned]
    if not fresh:
        return 0
    count = to_persian_digits(str(len(fresh)))
    for person in people:
        messaging.notify(
            person,
            kind="M19",
            subject=texts.SUBJECT_WARNING,
            body=texts.BODY_WARNING.format(
                union=union.name, count=count, lines="\n".join(lines[pk] for pk in fresh)
            ),
            sms_text=texts.SMS_WARNING.format(union=union.name, count=count),
        )
    SilenceWarning.objects.bulk_create(SilenceWarning(case_id=pk, days_left=levels[pk]) for pk in fresh)
    return len(fresh)


def _line(case: LicenceRequest, days: int) -> str:
    left = texts.DAYS_LEFT.format(days=to_persian_digits(str(days))) if days else texts.LAST_DAY
    code = to_persian_digits(group_tracking_code(case.tracking_code or ""))
    number = to_persian_digits(str(case.receipt_number))
    return texts.WARNING_LINE.format(number=number, code=code, category=case.category.name, left=left)
