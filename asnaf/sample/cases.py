"""Licence requests at every step, so that no desk of the demonstration is empty.

Each is brought there by the services the desks use, on the days it would have taken.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.db.models import F
from django.utils import timezone

from accounts.models import Person, User
from asnaf.sample.chance import dice
from asnaf.sample.nation import CAPITAL, Nation
from asnaf.sample.numbers import postal_code
from asnaf.sample.past import at
from asnaf.sample.people import crowd_codes, is_child
from core.jalali import at_tehran, day_of, format_numeric, tehran_today
from deadlines.services import working_days
from licensing.billing import payments
from licensing.billing import services as billing
from licensing.cases.models import LicenceRequest
from licensing.cases.states import BuildingUse, Tenure
from licensing.decisions import needs, refusals
from licensing.decisions import rules as decisions_rules
from licensing.decisions import services as decisions
from licensing.decisions.grounds import Ground
from licensing.decisions.reason_models import Reason
from licensing.decisions.states import ReasonKind
from licensing.inquiries import services as inquiries
from licensing.inquiries.states import OPEN, InquiryState
from licensing.intake import services as intake
from licensing.interviews import services as interviews
from licensing.licences import delivery
from licensing.licences import services as licences
from licensing.licences.states import DeliveryMethod
from licensing.papers import paper_list
from licensing.papers import services as papers
from licensing.sessions import agenda
from licensing.sessions.models import BoardSession
from licensing.sessions.states import SessionState
from messaging.models import Sms
from messaging.states import SmsStatus
from organizations import data_files
from organizations.categories.models import Category
from organizations.members import minutes
from organizations.members.models import BoardMinute
from registries.models import SamplePerson

MOST_ON_AGENDA = 4
_REAL_NOW = timezone.now  # outside of `asnaf.sample.past`

Step = Callable[[LicenceRequest, User], object]


@dataclass(frozen=True)
class Sample:
    """A licence request: its trade, how many days ago it came in, and the steps taken since."""

    shop: str
    isic: str
    asked: int
    steps: tuple[tuple[int, str], ...] = ()
    board: str = "union-board"


SAMPLES = (
    Sample("سوپرمارکت سپیدار", "521101", 0),
    Sample("خواربار مهرگان", "521102", 2),
    Sample("سوپرمارکت نارون", "521101", 5),
    Sample("خواربار دیبا", "521102", 6, ((4, "open"),)),
    Sample("سوپرمارکت پرنیان", "521101", 12, ((10, "open"),)),
    Sample("سوپرمارکت البرز", "521101", 14, ((13, "open"),)),
    Sample("خواربار نسترن", "521102", 20, ((18, "open"), (9, "needs"), (3, "needs met"))),
    Sample("سوپرمارکت آلاله", "521101", 30, ((28, "open"), (19, "accept"), (9, "letters"))),
    Sample("سوپرمارکت کوهسار", "521101", 48, ((20, "silence"), (10, "letters"), (8, "papers"))),
    Sample("خواربار ترنج", "521102", 40, ((37, "open"), (29, "accept"), (20, "complete"))),
    Sample("سوپرمارکت آفتاب", "521101", 45, ((43, "open"), (33, "accept"), (12, "complete"), (10, "bill"))),
    Sample(
        "خواربار باران",
        "521102",
        50,
        ((48, "open"), (37, "accept"), (11, "complete"), (9, "bill"), (4, "pay")),
    ),
    Sample(
        "سوپرمارکت نیلوفر",
        "521101",
        52,
        ((50, "open"), (40, "accept"), (14, "complete"), (12, "bill"), (3, "slips")),
    ),
    Sample(
        "خواربار ارغوان",
        "521102",
        60,
        ((58, "open"), (47, "accept"), (24, "complete"), (22, "bill"), (16, "pay"), (5, "no licence")),
    ),
    Sample(
        "سوپرمارکت زمرد",
        "521101",
        75,
        ((73, "open"), (64, "accept"), (30, "complete"), (28, "bill"), (21, "pay"), (18, "issue")),
    ),
    Sample(
        "سوپرمارکت لاله‌زار",
        "521101",
        110,
        ((108, "open"), (102, "accept"), (70, "complete"), (68, "bill"), (61, "pay"), (58, "issue")),
    ),
    Sample("سوپرمارکت مهتاب", "521101", 38, ((36, "open"), (27, "accept"), (7, "complete"), (5, "invite"))),
    Sample("خواربار یاس", "521102", 33, ((31, "open"), (22, "accept"), (9, "letters"), (6, "no licence"))),
    Sample(
        "سوپرمارکت شکوفه",
        "521101",
        95,
        (
            *((93, "open"), (86, "accept"), (50, "complete"), (48, "bill")),
            *((41, "pay"), (38, "issue"), (33, "deliver")),
        ),
    ),
    Sample("خواربار همسایه", "521102", 26, ((24, "open"), (14, "refuse"))),
    Sample("نان سنتی گل‌گندم", "154101", 8, ((6, "open"),), "union-other"),
    Sample("نانوایی سحر", "154102", 1, (), "union-other"),
)


def load_cases(nation: Nation) -> int:
    """Every sample of `SAMPLES` whose union has a board account; nothing when a request is there already."""
    if LicenceRequest.objects.exists():
        return 0
    adults = [code for number, code in enumerate(crowd_codes(nation)) if not is_child(number)]
    boards = {user.username: user for user in User.objects.filter(is_staff=True)}
    trades = {trade.isic_code: trade for trade in Category.objects.all()}
    in_order = sorted(SAMPLES, key=lambda sample: -sample.asked)  # the first to come in gets the first number
    made = 0
    for serial, (sample, code) in enumerate(zip(in_order, adults, strict=False)):
        if sample.board in boards and sample.isic in trades:
            _make(
                nation, sample, trades[sample.isic], applicant=code, board=boards[sample.board], serial=serial
            )
            made += 1
    _on_agenda()
    _texts_went_out_then()
    return made


def _make(
    nation: Nation, sample: Sample, trade: Category, *, applicant: str, board: User, serial: int
) -> None:
    with at(_moment(sample.asked, hour=9)):
        case = _ask(nation, sample, trade, _account(applicant), serial)
    for days, step in sample.steps:
        with at(_moment(days, hour=11)):
            STEPS[step](LicenceRequest.objects.get(pk=case.pk), board)


def _moment(days: int, *, hour: int) -> datetime:
    """So many days ago, at an hour of the office; never later than now."""
    day = timezone.localtime() - timedelta(days=days)
    return min(day.replace(hour=hour, minute=20, second=0, microsecond=0), timezone.localtime())


def _account(national_code: str) -> User:
    known = SamplePerson.objects.prefetch_related("sims").get(national_code=national_code)
    sim = next(iter(known.sims.all()), None)
    person, _ = Person.objects.get_or_create(
        national_code=known.national_code,
        defaults={
            "first_name": known.first_name,
            "last_name": known.last_name,
            "father_name": known.father_name,
            "birth_date": known.birth_date,
            "mobile": sim.mobile if sim else "",
        },
    )
    account, _ = User.objects.get_or_create(
        person=person, is_staff=False, defaults={"username": f"citizen-{person.pk}"}
    )
    return account


def _ask(nation: Nation, sample: Sample, trade: Category, by: User, serial: int) -> LicenceRequest:
    chance = dice("request", sample.shop)
    street = chance.choice(data_files.words("street_names.txt"))
    county = next(row for row in nation.counties.values() if row.name == CAPITAL and row.is_centre)
    draft = intake.start_request(county=county, category=trade, by=by)
    answers = {
        "unit_name": sample.shop,
        "tenure": chance.choice((Tenure.OWN, Tenure.LEASE_OFFICIAL)),
        "area_m2": chance.randint(18, 90),
        "address": f"خیابان {street}، پلاک {chance.randint(1, 200)}",
        "postal_code": postal_code(chance),
        "birth_certificate_no": str(chance.randint(100, 9999)),
        "birth_certificate_place": CAPITAL,
        "building_use": BuildingUse.COMMERCIAL,
        "staff_count": serial % 4,
    }
    return intake.submit(intake.save_details(draft, answers, by=by), undertaking=True, by=by)


def _minute(case: LicenceRequest, board: User) -> BoardMinute:
    today = tehran_today()
    known: BoardMinute | None = BoardMinute.objects.filter(union=case.union_id, held_on=today).first()
    return known or minutes.enter_minute(
        case.union,
        number=format_numeric(today),
        held_on=today,
        text="پرونده‌های نوبت بررسی شد و دربارهٔ هر یک تصمیم گرفته شد.",
        by=board,
    )


def _ground(case: LicenceRequest, kind: ReasonKind) -> list[Ground]:
    code = "R_SPECIAL_CONDITION" if kind == ReasonKind.REFUSAL else "N_SPECIAL_CONDITION"
    reason = Reason.objects.get(code=code)
    source, number = next(
        key
        for key, article in decisions_rules.articles_of(case).items()
        if reason.may_rest_on(key[0], article.part)
    )
    return [Ground(reason, source, number)]


def _letters(case: LicenceRequest, board: User) -> None:
    """All are printed; the police get theirs on their own desk, the rest went by post and one has answered."""
    waiting = case.inquiries.filter(state=InquiryState.PREPARED).select_related("body", "case")
    online = waiting.filter(body__code="POLICE").exclude(office=None).first()
    if online is not None:
        inquiries.send_online(online, by=board)
    inquiries.print_letters(waiting.exclude(pk=online.pk if online else 0), by=board)
    tax = case.inquiries.select_related("case").get(body__code="TAX")
    inquiries.record_answer(tax, answer="POSITIVE", number="1403/771", by=board)


def _complete(case: LicenceRequest, board: User) -> None:
    _papers(case, board)
    waiting = case.inquiries.filter(state=InquiryState.PREPARED).select_related("body", "case")
    inquiries.print_letters(waiting, by=board)
    for inquiry in case.inquiries.filter(state__in=OPEN).select_related("case"):
        inquiries.record_answer(inquiry, answer="POSITIVE", by=board)


def _bill(case: LicenceRequest, board: User) -> None:
    papers.match_originals(case, case.documents.current(), by=board)
    billing.send_invoice(case, by=board)


def _slips(case: LicenceRequest, board: User) -> None:
    slips = {line.pk: str(440_000 + line.pk) for line in case.invoice.lines.all()}
    payments.hand_in(case, slips, by=User.objects.get(person=case.applicant_id, is_staff=False))


def _papers(case: LicenceRequest, board: User) -> None:
    awaited = [paper.type for paper in paper_list.papers_of(case) if paper.is_open]
    papers.receive_posted(case, awaited, by=board)


def _invite(case: LicenceRequest, board: User) -> None:
    """To the office, at ten on the first working day that is at least three days away from today."""
    first = day_of(_REAL_NOW()) + timedelta(days=3)
    days = (first + timedelta(days=more) for more in range(30))
    day = next(day for day in days if working_days.is_working_day(day, case.county))
    interviews.invite(
        case,
        at=at_tehran(day, time(10)),
        place="دفتر اتحادیه، طبقهٔ دوم",
        originals=["کارت ملی", "سند محل"],
        by=board,
    )


def _needs_met(case: LicenceRequest, board: User) -> None:
    notes = {need.pk: "سند را هفتهٔ پیش گرفتم و تصویر آن را با پست فرستادم." for need in needs.needs_of(case)}
    needs.say_needs_met(case, notes=notes, by=User.objects.get(person=case.applicant_id, is_staff=False))


def _on_agenda() -> None:
    for session in BoardSession.objects.filter(state=SessionState.PLANNED):
        waiting = LicenceRequest.objects.filter(union=session.union_id).for_agenda()
        agenda.add_to_agenda(
            session, {case.pk: case.version for case in waiting[:MOST_ON_AGENDA]}, by=session.made_by
        )


def _pay(case: LicenceRequest, board: User) -> None:
    slips = {line.pk: str(440_000 + line.pk) for line in case.invoice.lines.all()}
    payments.confirm_payments(case, slips, by=board)


#: What a step of a sample does; each name is one act of the union or of the law.
STEPS: Mapping[str, Step] = {
    "open": lambda case, board: decisions.open_review(case, by=board),
    "accept": lambda case, board: decisions.accept(case, by=board, minute=_minute(case, board)),
    "needs": lambda case, board: refusals.accept_conditionally(
        case, grounds=_ground(case, ReasonKind.NEED), by=board, minute=_minute(case, board)
    ),
    "refuse": lambda case, board: refusals.reject(
        case, grounds=_ground(case, ReasonKind.REFUSAL), by=board, minute=_minute(case, board)
    ),
    "silence": lambda case, board: decisions.accept_by_silence(case),
    "letters": _letters,
    "papers": _papers,
    "complete": _complete,
    "bill": _bill,
    "slips": _slips,
    "pay": _pay,
    "issue": lambda case, board: licences.issue(case, by=board, minute=_minute(case, board)),
    "invite": _invite,
    "no licence": lambda case, board: refusals.refuse_to_issue(
        case, grounds=_ground(case, ReasonKind.REFUSAL), by=board, minute=_minute(case, board)
    ),
    "needs met": _needs_met,
    "deliver": lambda case, board: delivery.deliver(
        case, method=DeliveryMethod.POST, on=tehran_today(), number="21403377000123456789", by=board
    ),
}


def _texts_went_out_then() -> None:
    """Nobody's phone rings today for what happened weeks ago."""
    an_hour_ago = timezone.now() - timedelta(hours=1)
    waiting = Sms.objects.filter(status=SmsStatus.QUEUED, queued_at__lt=an_hour_ago)
    waiting.update(status=SmsStatus.SENT, sent_at=F("queued_at"))
