"""Rows for tests, named by the case they stand for.

`WorkingUnionFactory` is a union one can send a request to; `LicenceRequestFactory(submitted=True)` a request with its
tracking code; `bring_to(request, Status.READY)` walks a request through the services as a union would.
"""

import io
from datetime import date, datetime, time, timedelta
from typing import Any

import factory
from django.test import Client
from django.utils import timezone
from factory.django import DjangoModelFactory
from PIL import Image

from accounts.models import Person, User
from core.jalali import TEHRAN, tehran_today
from core.text import to_ascii_digits
from deadlines.services import working_days
from guild_units.models import GuildUnit
from guild_units.services import codes
from guild_units.states import EmploymentForm
from licensing.billing import payments
from licensing.billing import services as billing
from licensing.cases.models import LicenceRequest
from licensing.cases.states import BuildingUse, Status, Tenure
from licensing.decisions import needs
from licensing.decisions import services as decisions
from licensing.decisions.grounds import Ground
from licensing.decisions.reason_models import Reason
from licensing.decisions.states import ReasonKind, Source
from licensing.decisions.turns import open_return
from licensing.inquiries import services as inquiries
from licensing.inquiries.states import OPEN, InquiryState
from licensing.intake import services as intake
from licensing.interviews import services as interviews
from licensing.interviews.models import Interview
from licensing.licences import delivery
from licensing.licences import services as licences
from licensing.licences.models import Licence
from licensing.licences.states import LicenceSource
from licensing.papers import paper_list
from licensing.papers import services as papers
from licensing.papers.models import DocumentType, RequestDocument
from organizations.approvals.models import CommissionApproval
from organizations.bodies.models import Body, Chamber, Union, UnionCoverage, UnitCount
from organizations.categories.models import Category, CategorySynonym
from organizations.categories.states import BranchOfTrade
from organizations.conditions.models import GeneralConditions, SpecialConditions
from organizations.members import minutes
from organizations.members.models import BoardMember, BoardMinute, Membership
from organizations.members.states import BoardRole
from organizations.places.models import County, Province
from organizations.roles.states import BodyKind, Level, Role
from organizations.tariffs.models import FeeItem, PayeeAccount
from organizations.tariffs.states import FeeKind, Payee
from personnel.models import Personnel
from personnel.states import Source as PeopleSource
from registries.models import SampleInsured, SampleLicence, SamplePerson, SampleWorkshop

POSTAL_CODE = "1193653471"
BIRTH_DATE = date(1993, 11, 24)  # 3 Azar 1372
LONG_AGO = date(2020, 3, 20)


def national_code(number: int) -> str:
    """The `number`-th valid national code."""
    body = f"{410_000_000 + number:09d}"
    rest = sum(int(digit) * (10 - place) for place, digit in enumerate(body)) % 11
    return body + str(rest if rest < 2 else 11 - rest)


def content(text: str = "همهٔ مقررات صنفی رعایت شود.") -> dict[str, Any]:
    """The smallest published text: one article, about papers."""
    article = {"number": 1, "part": "documents", "title": "مدارک", "text": text, "items": [], "notes": []}
    return {"articles": [article]}


def general_content() -> dict[str, Any]:
    """General conditions of one article, about who may ask for a licence."""
    article = {
        "number": 1,
        "code": "eligibility",
        "title": "شرایط عمومی متقاضی",
        "text": "متن عمومی",
        "rules": [],
    }
    return {"articles": [article]}


class PersonFactory(DjangoModelFactory):
    """A person the civil registry has named."""

    class Meta:
        model = Person

    national_code = factory.Sequence(national_code)
    first_name = "پریسا"
    last_name = "کاویان"
    birth_date = BIRTH_DATE
    mobile = factory.Sequence(lambda n: f"0912{n:07d}")


class NewcomerFactory(PersonFactory):
    """A person of whom the portal knows no name yet; the sample registry knows them with BIRTH_DATE."""

    class Meta:
        model = Person
        skip_postgeneration_save = True

    first_name = ""
    last_name = ""
    birth_date = None

    @factory.post_generation
    def registered(self, create: bool, extracted: Any, **facts: Any) -> None:
        """The same person in the civil registry; `registered__birth_date=…` changes what it says."""
        known = {
            "first_name": "پریسا",
            "last_name": "کاویان",
            "father_name": "منوچهر",
            "birth_date": BIRTH_DATE,
        }
        SamplePerson.objects.create(national_code=self.national_code, gender="FEMALE", **known | facts)


class CitizenFactory(DjangoModelFactory):
    """The account of a citizen."""

    class Meta:
        model = User

    username = factory.Sequence(
        lambda n: f"test-citizen-{n}"
    )  # the portal itself names them citizen-<person>
    person = factory.SubFactory(PersonFactory)


class StaffFactory(DjangoModelFactory):
    """A member of staff without any role yet."""

    class Meta:
        model = User

    username = factory.Sequence(lambda n: f"staff-{n}")
    person = factory.SubFactory(PersonFactory, first_name="محسن", last_name="گلزاری")
    is_staff = True


class ProvinceFactory(DjangoModelFactory):
    """A province."""

    class Meta:
        model = Province
        django_get_or_create = ("code",)

    code = "23"
    iso = factory.LazyAttribute(lambda province: f"IR-{province.code}")
    name = factory.LazyAttribute(
        lambda province: "تهران" if province.code == "23" else f"استان {province.code}"
    )


class CountyFactory(DjangoModelFactory):
    """A county of Tehran province."""

    class Meta:
        model = County

    province = factory.SubFactory(ProvinceFactory)
    code = factory.Sequence(lambda n: f"{n + 1000:06d}")
    name = factory.Sequence(lambda n: f"شهرستان {n}")


class CategoryFactory(DjangoModelFactory):
    """A trade with premises."""

    class Meta:
        model = Category

    isic_code = factory.Sequence(lambda n: f"{600_000 + n}")
    name = factory.Sequence(lambda n: f"رستهٔ {n}")
    branch_of_trade = BranchOfTrade.DISTRIBUTION


class CategorySynonymFactory(DjangoModelFactory):
    """A name people use for a trade."""

    class Meta:
        model = CategorySynonym

    category = factory.SubFactory(CategoryFactory)
    name = factory.Sequence(lambda n: f"نام رایج {n}")


class OnlineCategoryFactory(CategoryFactory):
    """A business on the net, such as 521128."""

    is_online = True


class BodyFactory(DjangoModelFactory):
    """What all bodies of a county share."""

    class Meta:
        abstract = True

    level = Level.COUNTY
    county = factory.SubFactory(CountyFactory)
    province = factory.SelfAttribute("county.province")
    address = "تهران، خیابان بهار، پلاک ۱۲"
    postal_code = POSTAL_CODE
    phone = "021-22334455"


class ChamberFactory(BodyFactory):
    """The chamber of a county."""

    class Meta:
        model = Chamber

    kind = BodyKind.CHAMBER
    name = factory.LazyAttribute(lambda chamber: f"اتاق اصناف {chamber.county.name}")


class UnionFactory(BodyFactory):
    """A union that works electronically but has neither coverage nor conditions."""

    class Meta:
        model = Union

    kind = BodyKind.UNION
    name = factory.LazyAttribute(lambda union: f"اتحادیهٔ خواربار {union.county.name}")
    electronic_since = LONG_AGO


class CoverageFactory(DjangoModelFactory):
    """A union answers for a trade in a county."""

    class Meta:
        model = UnionCoverage

    union = factory.SubFactory(UnionFactory)
    county = factory.SelfAttribute("union.county")
    category = factory.SubFactory(CategoryFactory)


class ApprovalFactory(DjangoModelFactory):
    """A commission's approval."""

    class Meta:
        model = CommissionApproval

    body = factory.SubFactory(ChamberFactory)
    number = factory.Sequence(lambda n: f"1399/{n}")
    approved_on = LONG_AGO
    subject = "ضوابط و تعرفه‌ها"


class GeneralConditionsFactory(DjangoModelFactory):
    """The published general conditions."""

    class Meta:
        model = GeneralConditions
        django_get_or_create = ("version",)

    version = 1
    title = "آیین‌نامه و شرایط عمومی"
    content = factory.LazyFunction(lambda: general_content() | {"preamble": "برای همهٔ رسته‌ها"})


class SpecialConditionsFactory(DjangoModelFactory):
    """Conditions a union has published for all its trades."""

    class Meta:
        model = SpecialConditions

    union = factory.SubFactory(UnionFactory)
    version = 1
    title = factory.LazyAttribute(lambda conditions: f"ضوابط خاص {conditions.union.name}")
    content = factory.LazyFunction(content)
    union_postal_code = POSTAL_CODE
    approval = factory.SubFactory(ApprovalFactory)
    published_at = factory.LazyFunction(lambda: timezone.now() - timedelta(days=400))


class AccountFactory(DjangoModelFactory):
    """A made-up account."""

    class Meta:
        model = PayeeAccount

    body = factory.SubFactory(UnionFactory)
    bank = "بانک ملی"
    number = factory.Sequence(lambda n: f"9{n:011d}")  # none of the sample nation's


class FeeFactory(DjangoModelFactory):
    """A lawful charge for new licences, renewal and exchange."""

    class Meta:
        model = FeeItem

    union = factory.SubFactory(UnionFactory)
    kind = FeeKind.ISSUE
    title = "حق صدور پروانه کسب"
    amount = 600_000
    payee = Payee.UNION
    account = factory.SubFactory(AccountFactory, body=factory.SelfAttribute("..union"))
    applies_to = factory.LazyFunction(lambda: ["NEW", "RENEWAL", "EXCHANGE"])
    approval = factory.SubFactory(ApprovalFactory)
    valid_from = LONG_AGO


class EServicesFeeFactory(FeeFactory):
    """The line for electronic services that every bill has; its amount is the law's number."""

    class Meta:
        model = FeeItem
        django_get_or_create = ("union", "kind", "version")

    union = None
    version = 1
    kind = FeeKind.E_SERVICES
    title = "خدمات الکترونیکی"
    amount = None
    payee = Payee.SECRETARIAT
    account = factory.LazyFunction(lambda: AccountFactory(body=high_board()))
    approval = factory.LazyFunction(lambda: ApprovalFactory(body=high_board()))


def high_board() -> Body:
    """The secretariat of the high board; there is one."""
    known: Body | None = Body.objects.filter(kind=BodyKind.SECRETARIAT).first()
    return known or Body.objects.create(
        kind=BodyKind.SECRETARIAT, level=Level.NATIONAL, name="دبیرخانهٔ هیأت عالی نظارت"
    )


class BoardMemberFactory(DjangoModelFactory):
    """The chair of a union today."""

    class Meta:
        model = BoardMember

    union = factory.SubFactory(UnionFactory)
    person = factory.SubFactory(PersonFactory, first_name="هانیه", last_name="باقری")
    role = BoardRole.CHAIR
    from_date = factory.LazyFunction(lambda: tehran_today() - timedelta(days=300))
    to_date = factory.LazyFunction(lambda: tehran_today() + timedelta(days=300))


class UnitCountFactory(DjangoModelFactory):
    """A union of 400 units: its board has five seats and two substitutes."""

    class Meta:
        model = UnitCount

    union = factory.SubFactory(UnionFactory)
    units = 400
    valid_from = LONG_AGO


class WorkingUnionFactory(UnionFactory):
    """A union one can send a request to: covers `covers` in its county, has published conditions and a fee."""

    class Meta:
        model = Union
        skip_postgeneration_save = True

    @factory.post_generation
    def covers(self, create: bool, extracted: Category | None, **kwargs: Any) -> None:
        """The trade it answers for; a new one when none is given."""
        CoverageFactory(union=self, county=self.county, category=extracted or CategoryFactory(**kwargs))
        GeneralConditionsFactory()
        SpecialConditionsFactory(union=self, approval__body=self)
        FeeFactory(union=self, approval__body=self)
        EServicesFeeFactory()
        UnitCountFactory(union=self)


class MembershipFactory(DjangoModelFactory):
    """A member of staff holds a role in a body: by default a member of a union's board."""

    class Meta:
        model = Membership

    user = factory.SubFactory(StaffFactory)
    body = factory.SubFactory(UnionFactory)
    role = Role.UNION_BOARD
    valid_from = LONG_AGO


class LicenceRequestFactory(DjangoModelFactory):
    """A draft with every form filled in; with `submitted=True` it has its tracking code and its clock runs."""

    class Meta:
        model = LicenceRequest

    union = factory.SubFactory(WorkingUnionFactory)
    county = factory.SelfAttribute("union.county")
    category = factory.LazyAttribute(lambda case: case.union.coverage.get().category)
    applicant = factory.SubFactory(PersonFactory)
    created_by = factory.LazyAttribute(lambda case: account_of(case.applicant))
    general_conditions = factory.SubFactory(GeneralConditionsFactory)
    special_conditions = factory.LazyAttribute(lambda case: case.union.conditions.get())
    unit_name = "سوپرمارکت نسیم"
    tenure = Tenure.OWN
    area_m2 = 32
    address = "تهران، خیابان بهار، پلاک 12"
    postal_code = POSTAL_CODE
    birth_certificate_no = "2183"
    birth_certificate_place = "تهران"
    building_use = BuildingUse.COMMERCIAL
    staff_count = 0

    @classmethod
    def _create(cls, model_class: type[LicenceRequest], *args: Any, **kwargs: Any) -> LicenceRequest:
        submitted = kwargs.pop("submitted", False)
        draft: LicenceRequest = super()._create(model_class, *args, **kwargs)
        return intake.submit(draft, undertaking=True, by=draft.created_by) if submitted else draft


class EmptyDraftFactory(LicenceRequestFactory):
    """A draft that has just been opened: conditions accepted, no form filled in."""

    applicant = factory.SubFactory(NewcomerFactory)
    unit_name = tenure = address = postal_code = ""
    birth_certificate_no = birth_certificate_place = building_use = ""
    area_m2 = staff_count = None


class RegisterLicenceFactory(DjangoModelFactory):
    """A licence of the register, in force, whose holder the civil registry knows; `workers=3` gives it a workshop
    with a list of so many people."""

    class Meta:
        model = SampleLicence
        skip_postgeneration_save = True

    number = factory.Sequence(lambda n: f"1403/{n:05d}")
    guild_id = factory.Sequence(lambda n: f"77{n:08d}")
    unit_name = "سوپرمارکت بهار"
    union_name = "اتحادیهٔ خواربار"
    category_isic = "521101"
    category_name = "سوپرمارکت"
    county_code = "230101"
    address = "تهران، خیابان بهار، پلاک ۱۲"
    postal_code = POSTAL_CODE
    issued_on = LONG_AGO
    valid_to = factory.LazyFunction(lambda: tehran_today() + timedelta(days=400))

    @factory.lazy_attribute
    def holder(self) -> SamplePerson:
        """Somebody else than the person of a test, unless it says otherwise."""
        return SamplePerson.objects.create(
            national_code=national_code(5_000_000 + SamplePerson.objects.count()),
            first_name="کیان",
            last_name="فرهمند",
            father_name="اسفندیار",
            birth_date=BIRTH_DATE,
            gender="MALE",
        )

    @factory.post_generation
    def workers(self, create: bool, extracted: int | None, **kwargs: Any) -> None:
        """The workshop 0230000001 at branch 0023, and the people on its newest list."""
        if extracted is None:
            return
        workshop = SampleWorkshop.objects.create(
            workshop_code="0230000001", branch_code="0023", licence=self, name=f"کارگاه {self.unit_name}"
        )
        for number in range(extracted):
            worker = SamplePerson.objects.create(
                national_code=national_code(7_000_000 + number),
                first_name="رها",
                last_name=f"سپهری {number}",
                father_name="داریوش",
                birth_date=BIRTH_DATE,
                gender="FEMALE",
            )
            SampleInsured.objects.create(workshop=workshop, person=worker, month="140306")


class GuildUnitFactory(DjangoModelFactory):
    """A unit on a licence of the register, with its QR code (`code=False`: without); `ended=True` makes its licence
    end yesterday."""

    class Meta:
        model = GuildUnit
        skip_postgeneration_save = True

    class Params:
        ended = factory.Trait(valid_to=factory.LazyFunction(lambda: tehran_today() - timedelta(days=1)))

    owner = factory.SubFactory(PersonFactory)
    source = LicenceSource.REGISTER
    licence_number = factory.Sequence(lambda n: f"1402/{n:05d}")
    guild_id = factory.Sequence(lambda n: f"88{n:08d}")
    unit_name = factory.Sequence(lambda n: f"فروشگاه {n}")
    category_isic = "521101"
    category_name = "سوپرمارکت"
    union_name = "اتحادیهٔ خواربار"
    county_code = "230101"
    address = "تهران، خیابان بهار، پلاک ۱۲"
    postal_code = POSTAL_CODE
    issued_on = LONG_AGO
    valid_to = factory.LazyFunction(lambda: tehran_today() + timedelta(days=400))
    employment_form = EmploymentForm.FORMAL
    workshop_code = "0230000001"
    branch_code = "0023"

    @factory.post_generation
    def code(self: GuildUnit, create: bool, extracted: bool | None, **_: Any) -> None:  # type: ignore[misc]
        """As registration does."""
        if create and extracted is not False:
            codes.give_code(self, by=None)


class PersonnelFactory(DjangoModelFactory):
    """Somebody of the insurance list at work in a unit."""

    class Meta:
        model = Personnel

    unit = factory.SubFactory(GuildUnitFactory)
    national_code = factory.Sequence(lambda n: national_code(8_000_000 + n))
    first_name = "آرمین"
    last_name = factory.Sequence(lambda n: f"نوجو {n:04d}")
    source = PeopleSource.SSO_LIST
    list_month = "140306"


def account_of(person: Person) -> User:
    """The citizen's account of a person."""
    return User.objects.filter(person=person, is_staff=False).first() or CitizenFactory(person=person)


def signed_in(user: User) -> Client:
    """A browser in which this citizen is signed in."""
    client = Client()
    client.force_login(user, backend="accounts.backends.CitizenBackend")
    return client


def board_of(union: Union) -> User:
    """Somebody who sits on the union's board and may take every step of the union."""
    held = Membership.objects.filter(body_id=union.pk, role=Role.UNION_BOARD).first()
    return held.user if held else MembershipFactory(body=union).user


def minute_of(union: Union, number: str = "12", held_on: date | None = None) -> BoardMinute:
    """The minute with this number, entered by the union's board for today unless another day is given."""
    known = BoardMinute.objects.filter(union=union, number=to_ascii_digits(number)).first()
    if known is not None and held_on is None and known.held_on != tehran_today():
        return minute_of(union, f"{number}/{tehran_today():%m%d}", tehran_today())
    return known or minutes.enter_minute(
        union,
        number=number,
        held_on=held_on or tehran_today(),
        text="پرونده‌های نوبت بررسی شد.",
        by=board_of(union),
    )


def grounds_of(kind: ReasonKind) -> list[Ground]:
    """One coded reason for an answer, on the first article of the special conditions."""
    code = "R_SPECIAL_CONDITION" if kind == ReasonKind.REFUSAL else "N_SPECIAL_CONDITION"
    return [Ground(Reason.objects.get(code=code), Source.SPECIAL, 1)]


def photo(width: int = 60, height: int = 40, kind: str = "JPEG", **options: Any) -> bytes:
    """A picture as a phone would take it."""
    out = io.BytesIO()
    Image.new("RGB", (width, height), "teal").save(out, kind, **options)
    return out.getvalue()


def uploaded(case: LicenceRequest, code: str = "NATIONAL_CARD") -> RequestDocument:
    """A paper the applicant sent as a photo."""
    kind = DocumentType.objects.get(code=code)
    return papers.upload(case, kind, photo(), by=account_of(case.applicant))


def with_papers(case: LicenceRequest) -> LicenceRequest:
    """Every paper that is needed came by post and was accepted."""
    awaited = [paper.type for paper in paper_list.papers_of(case) if paper.is_open]
    if awaited:
        papers.receive_posted(case, awaited, by=board_of(case.union))
    return case


def with_answers(case: LicenceRequest) -> LicenceRequest:
    """Every body that was asked said yes."""
    board = board_of(case.union)
    waiting = list(case.inquiries.filter(state=InquiryState.PREPARED).select_related("body", "case"))
    if waiting:
        inquiries.print_letters(waiting, by=board)
    for inquiry in case.inquiries.filter(state__in=OPEN):
        inquiries.record_answer(inquiry, answer="POSITIVE", by=board)
    return case


def with_needs_met(case: LicenceRequest) -> LicenceRequest:
    """The board found the needs met for which it had sent the file back."""
    if open_return(case):
        needs.settle_needs(case, by=board_of(case.union))
    return case


def slips_of(case: LicenceRequest) -> dict[int, str]:
    """A slip of its own for every line of the bill."""
    return {line.pk: f"77{line.pk}" for line in case.invoice.lines.all()}


def with_originals(case: LicenceRequest) -> LicenceRequest:
    """The board has seen the original of every paper."""
    papers.match_originals(case, case.documents.current(), by=board_of(case.union))
    return case


def bring_to(case: LicenceRequest, status: str) -> LicenceRequest:
    """Walk a submitted request through the union's services until it stands in `status`."""
    board, today = board_of(case.union), tehran_today()
    steps = {
        Status.SUBMITTED: lambda case: decisions.open_review(case, by=board),
        Status.UNDER_REVIEW: lambda case: decisions.accept(case, minute=minute_of(case.union), by=board),
        Status.IN_PROGRESS: lambda case: with_needs_met(with_answers(with_papers(case))),
        Status.DOCS_COMPLETE: lambda case: billing.send_invoice(with_originals(case), by=board),
        Status.AWAITING_PAYMENT: lambda case: payments.confirm_payments(case, slips_of(case), by=board),
        Status.READY: lambda case: licences.issue(case, minute=minute_of(case.union, "13"), by=board),
        Status.ISSUED: lambda case: delivery.deliver(
            case, method="HAND", on=today, originals_seen=True, by=board
        ),
    }
    case = LicenceRequest.objects.get(pk=case.pk)
    while case.status != status:
        before = Status(case.status)
        steps[before](case)
        case = LicenceRequest.objects.get(pk=case.pk)
        assert case.status != before, f"{before} does not lead to {status}: something else is awaited"
    return case


def invited(case: LicenceRequest, **changes: Any) -> Interview:
    """A request with complete papers, invited to an interview at ten on a working day within the week."""
    case = bring_to(case, Status.DOCS_COMPLETE)
    day = next(
        day
        for day in (tehran_today() + timedelta(days=ahead) for ahead in range(1, 30))
        if working_days.is_working_day(day, case.county)
    )
    arguments = {
        "at": datetime.combine(day, time(10), TEHRAN),
        "place": "دفتر اتحادیه، طبقهٔ دوم",
        "originals": ["کارت ملی", "سند محل"],
        "by": board_of(case.union),
    }
    return interviews.invite(case, **arguments | changes)


def issued_licence(**kwargs: Any) -> Licence:
    """A licence that came about the ordinary way, from request to issue."""
    return bring_to(LicenceRequestFactory(submitted=True, **kwargs), Status.ISSUED).licence
