"""The sample nation: complete, valid in form, the same after a second load, and never near real records."""

import io
import random
from datetime import time, timedelta

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db.models import Count, F, Min, Q
from django.test import TestCase, override_settings
from django.utils import timezone

from accounts.models import Person, User
from asnaf.management.commands import load_sample_nation
from asnaf.sample import numbers
from asnaf.sample.chance import dice
from asnaf.sample.instructions import GUIDES
from asnaf.sample.load import is_loaded
from asnaf.sample.nation import Size
from asnaf.sample.sessions import next_meeting_day
from asnaf.sample.stories import NEWCOMER, OWNER, STORIES
from core import audit, checks, fonts
from core.jalali import at_tehran, from_jalali, tehran_today
from deadlines.services import clock, working_days
from deadlines.states import Key
from licensing.cases.models import CaseEvent, LicenceRequest
from licensing.cases.states import Status
from licensing.sessions.models import AgendaItem, BoardSession
from licensing.sessions.rules import begins_at
from messaging.models import InstructionDoc, Sms
from messaging.states import SmsStatus
from organizations.approvals.models import CommissionApproval
from organizations.bodies.models import Body, Chamber, Commission, Union, UnionCoverage
from organizations.categories.models import Category
from organizations.conditions import published
from organizations.conditions.models import SpecialConditions
from organizations.law.models import LegalValue
from organizations.members.models import BoardMember, Membership
from organizations.places.models import County, Province
from organizations.roles.states import BODY_OF_ROLE, BodyKind, Level, Role
from organizations.tariffs import charges as tariffs_charges
from organizations.tariffs.models import FeeItem, PayeeAccount
from organizations.tariffs.states import FeeKind
from registries import services as registries
from registries.models import SampleAddress, SampleLicence, SamplePerson, SampleSim, SampleWorkshop
from registries.ports import Match
from support.models import Ticket
from support.states import TicketState

OUR_APPS = (
    "support", "licensing", "messaging", "organizations", "accounts", "registries", "otp_totp", "core",
)  # fmt: skip


def rows_of_every_table() -> dict[str, int]:
    models = [model for app in OUR_APPS for model in apps.get_app_config(app).get_models()]
    return {model._meta.label: model._default_manager.count() for model in models}


@pytest.mark.slow
class TestSampleNation(TestCase):
    @classmethod
    def setUpTestData(cls):
        fonts.prepare(settings.FONTS_ROOT)  # the sample's instructions are drawn
        call_command("load_sample_nation", stdout=io.StringIO())

    def test_newcomer_loads_the_nation_and_finds_all_places_and_trades(self):
        assert Province.objects.count() == 31
        assert County.objects.count() >= 448
        assert County.objects.filter(is_centre=True).count() == 31
        assert Category.objects.count() >= 60
        assert Category.objects.filter(isic_code="521128", is_online=True).exists()

    def test_every_body_but_the_secretariat_has_one_above(self):
        assert Body.objects.filter(parent=None).values_list("kind", flat=True).get() == BodyKind.SECRETARIAT
        above = {
            "unions of a county": (Q(kind=BodyKind.UNION, level=Level.COUNTY), BodyKind.CHAMBER),
            "unions of a province": (Q(kind=BodyKind.UNION, level=Level.PROVINCE), BodyKind.CHAMBER),
            "national unions": (Q(kind=BodyKind.UNION, level=Level.NATIONAL), BodyKind.NATIONAL_CHAMBER),
            "chambers": (Q(kind=BodyKind.CHAMBER), BodyKind.COMMISSION),
            "county commissions": (Q(kind=BodyKind.COMMISSION, level=Level.COUNTY), BodyKind.COMMISSION),
            "province commissions": (Q(kind=BodyKind.COMMISSION, level=Level.PROVINCE), BodyKind.SECRETARIAT),
        }
        for below, (which, kind) in above.items():
            assert set(Body.objects.filter(which).values_list("parent__kind", flat=True)) == {kind}, below
        assert Commission.objects.filter(level=Level.PROVINCE).count() == 31
        assert Chamber.objects.count() == Commission.objects.filter(level=Level.COUNTY).count() >= 31

    def test_applicant_in_a_province_centre_finds_one_union_for_every_trade(self):
        pairs = UnionCoverage.objects.filter(is_active=True).values("county", "category")
        assert not pairs.annotate(n=Count("pk")).filter(n__gt=1).exists()
        centres = County.objects.filter(is_centre=True)
        assert pairs.filter(county__in=centres).count() == 31 * Category.objects.count()

    def test_applicant_in_a_county_without_unions_finds_only_the_national_one(self):
        islamshahr = County.objects.get(name="اسلامشهر")
        supermarket, platform = (Category.objects.get(isic_code=code) for code in ("521101", "521128"))
        assert not Union.objects.covering(county_id=islamshahr.pk, category_id=supermarket.pk).exists()
        union = Union.objects.covering(county_id=islamshahr.pk, category_id=platform.pk).get()
        assert union.level == Level.NATIONAL

    def test_visitor_meets_a_union_on_paper_and_one_without_conditions(self):
        tehran = County.objects.get(name="تهران", is_centre=True)

        def union(isic):
            return Union.objects.covering(
                county_id=tehran.pk, category_id=Category.objects.get(isic_code=isic).pk
            ).get()

        assert union("551001").electronic_since is None
        assert union("521101").electronic_since is not None
        carpets = Category.objects.get(isic_code="523302")
        assert published.conditions_in_force(union("523302"), carpets) is None
        assert not FeeItem.objects.filter(union=union("523302")).exists()

    def test_every_union_has_a_full_board_of_its_own(self):
        seats = BoardMember.objects.values("union").annotate(n=Count("pk"))
        assert seats.count() == Union.objects.count()
        assert set(seats.values_list("n", flat=True)) == {7}
        today = tehran_today()
        assert not BoardMember.objects.exclude(from_date__lte=today, to_date__gt=today).exists()
        assert BoardMember.objects.values("person").distinct().count() == BoardMember.objects.count()

    def test_every_fee_and_condition_rests_on_an_approval_of_the_body_above(self):
        local = FeeItem.objects.filter(union__isnull=False).exclude(union__level=Level.NATIONAL)
        assert not local.exclude(approval__body__kind=BodyKind.COMMISSION).exists()
        assert not local.exclude(approval__body__province=F("union__province")).exists()
        national = SpecialConditions.objects.filter(union__level=Level.NATIONAL)
        assert set(national.values_list("approval__body__kind", flat=True)) == {BodyKind.SECRETARIAT}
        for number in CommissionApproval.objects.values_list("number", flat=True).distinct()[:50]:
            assert checks.clean_approval_number(number) == number

    def test_conditions_of_521128_carry_all_seven_articles_and_eight_notes(self):
        category = Category.objects.get(isic_code="521128")
        document = published.conditions_in_force(Union.objects.get(level=Level.NATIONAL), category)
        articles = document.content["articles"]
        notes = [
            note for a in articles for note in [*a["notes"], *(n for i in a["items"] for n in i["notes"])]
        ]
        assert (len(articles), len(notes)) == (7, 8)
        assert {point["rule"] for point in document.content["checklist"]} == {
            f"R{n}" for n in range(204, 212)
        }

    def test_every_union_charges_only_the_lawful_kinds_within_the_ceiling(self):
        for union in random.Random(7).sample(list(Union.objects.filter(fees__isnull=False).distinct()), 20):
            charges = tariffs_charges.charges_on(union, kind="NEW")
            assert {charge.fee.kind for charge in charges} == set(FeeKind) - {FeeKind.MEMBERSHIP_ANNUAL}
            assert not [charge.obstacle for charge in charges if charge.obstacle]
        shares = FeeItem.objects.filter(union=None)
        assert set(shares.values_list("approval__body__kind", flat=True)) == {BodyKind.SECRETARIAT}
        annual = dict(FeeItem.objects.filter(kind=FeeKind.MEMBERSHIP_ANNUAL).values_list("union", "amount"))
        for union, amount in FeeItem.objects.filter(kind=FeeKind.MEMBERSHIP_ENTRY).values_list(
            "union", "amount"
        ):
            assert amount <= min(5 * annual[union], 3_000_000)
        assert tariffs_charges.lawful_amount(FeeItem.objects.get(kind=FeeKind.E_SERVICES)) == 50_000
        assert not FeeItem.objects.filter(payee="UNION").exclude(account__body=F("union__body_ptr")).exists()
        assert LegalValue.objects.filter(key="entry_fee_ceiling", value=3_000_000).exists()

    def test_all_numbers_of_the_nation_pass_the_portals_own_checks(self):
        for model in (Person, SamplePerson):
            for code in model.objects.values_list("national_code", flat=True):
                assert checks.clean_national_code(code) == code
        for mobile in SampleSim.objects.values_list("mobile", flat=True):
            assert checks.clean_mobile(mobile) == mobile
        postal_codes = [
            *Body.objects.values_list("postal_code", flat=True),
            *SpecialConditions.objects.values_list("union_postal_code", flat=True),
            *SampleAddress.objects.values_list("postal_code", flat=True),
        ]
        for code in postal_codes:
            assert checks.clean_postal_code(code) == code
        for licence in SampleLicence.objects.all():
            assert checks.clean_licence_number(licence.number) == licence.number
            assert checks.clean_guild_id(licence.guild_id) == licence.guild_id
        for shop in SampleWorkshop.objects.all():
            assert checks.clean_workshop_code(shop.workshop_code) == shop.workshop_code
            assert checks.clean_branch_code(shop.branch_code) == shop.branch_code
            assert checks.branch_fits_workshop(shop.branch_code, shop.workshop_code)

    def test_owner_is_recognised_by_every_register(self):
        person = SamplePerson.objects.get(national_code=OWNER)
        assert registries.identity().mobile_owner("09121234567", OWNER) is Match.MATCH
        assert registries.identity().person(OWNER, person.birth_date).full_name == str(person)
        licence = registries.licences().licence(person.licences.get().number)
        assert licence.holder_national_code == OWNER
        assert licence.issued_on <= tehran_today() <= licence.valid_to
        workshop = SampleWorkshop.objects.get(licence__holder=person)
        people = registries.social_security().insured(
            workshop.workshop_code, workshop.branch_code, licence_number=licence.number, national_code=OWNER
        )
        assert len(people) == 4
        assert registries.post().postal_code(licence.postal_code).county_code == licence.county_code

    def test_people_with_a_story_behave_as_told(self):
        answers = {
            story.national_code: registries.identity().mobile_owner(story.mobile, story.national_code)
            for story in STORIES
        }
        expected = {None: Match.MATCH, "": Match.UNKNOWN, OWNER: Match.MISMATCH}
        assert answers == {story.national_code: expected[story.sim_of] for story in STORIES}
        assert SamplePerson.objects.filter(deceased_on__isnull=False).count() == 1
        assert not SampleLicence.objects.filter(holder__national_code=NEWCOMER).exists()
        ended = SampleLicence.objects.filter(valid_to__lt=tehran_today())
        assert ended.count() == 2

    def test_support_finds_a_ticket_in_each_state_and_owners_three_instructions(self):
        assert set(Ticket.objects.values_list("state", flat=True)) == set(TicketState)
        assert InstructionDoc.objects.present().count() == len(GUIDES)

    def test_staff_member_of_every_role_has_an_account_granted_from_above(self):
        assert set(Membership.objects.values_list("role", flat=True)) == set(Role.values)
        for membership in Membership.objects.select_related("body", "user"):
            assert membership.body.kind == BODY_OF_ROLE[membership.role]
            assert not membership.user.must_change_password
        assert Membership.objects.filter(granted_by=None).get().role == Role.SECRETARIAT
        board = User.objects.get(username="union-board")
        assert Union.objects.visible_to(board).count() == 1

    def test_visitor_of_a_desk_finds_requests_at_every_step_with_a_lawful_past(self):
        rows = LicenceRequest.objects.all()
        found = set(rows.values_list("status", flat=True))
        assert found >= {
            Status.SUBMITTED,
            Status.UNDER_REVIEW,
            Status.CONDITIONAL,
            Status.IN_PROGRESS,
            Status.DOCS_COMPLETE,
            Status.AWAITING_PAYMENT,
            Status.READY,
            Status.INTERVIEW,
            Status.ISSUED,
            Status.DELIVERED,
            Status.REJECTED,
            Status.REFUSED,
        }
        assert AgendaItem.objects.exists()
        assert rows.aggregate(first=Min("submitted_at"))["first"] < timezone.now() - timedelta(days=90)
        assert CaseEvent.objects.filter(at__gt=timezone.now()).count() == 0
        assert not clock.overdue(Key.T1_UNION_ANSWER).exists()
        assert not Sms.objects.filter(
            status=SmsStatus.QUEUED, queued_at__lt=timezone.now() - timedelta(days=1)
        ).exists()
        assert audit.verify() == []

    def test_board_meets_on_the_afternoon_of_a_working_day_to_come(self):
        session = BoardSession.objects.get()
        assert session.starts_at == time(17)
        assert begins_at(session) > timezone.now()
        assert working_days.is_working_day(session.held_on, session.union.county)
        assert session.items.count() == AgendaItem.objects.count()

    def test_operator_loads_a_second_time_and_nothing_changes(self):
        before = rows_of_every_table()
        call_command("load_sample_nation", stdout=io.StringIO())
        assert rows_of_every_table() == before

    def test_operator_asks_for_a_load_if_empty_and_nothing_is_read_twice(self):
        assert is_loaded()
        with self.assertNumQueries(1):
            call_command("load_sample_nation", if_empty=True)

    def test_visitor_changed_a_name_and_a_second_load_keeps_it(self):
        Body.objects.filter(kind=BodyKind.SECRETARIAT).update(phone="021-00000000")
        call_command("load_sample_nation", stdout=io.StringIO())
        assert Body.objects.get(kind=BodyKind.SECRETARIAT).phone == "021-00000000"

    def test_operator_rehearses_on_a_filled_database_and_is_refused(self):
        with override_settings(DEMO=False), pytest.raises(CommandError, match="not empty"):
            call_command("load_sample_nation", force_empty_database=True)

    def test_every_account_number_is_marked_as_a_sample(self):
        local = PayeeAccount.objects.exclude(body__level=Level.NATIONAL)
        assert not local.exclude(number__startswith="000").exists()


@pytest.mark.django_db
def test_operator_of_a_real_portal_is_refused_and_nothing_is_written(settings):
    settings.DEMO = False
    with pytest.raises(CommandError, match="not a demonstration"):
        call_command("load_sample_nation")
    assert not Body.objects.exists()


@pytest.mark.django_db
def test_operator_rehearses_on_an_empty_database_and_no_known_password_is_stored(settings, monkeypatch):
    settings.DEMO = False
    asked = []
    monkeypatch.setattr(
        load_sample_nation,
        "load_nation",
        lambda size, with_staff, with_cases: asked.append(with_staff or with_cases) or [],
    )
    call_command("load_sample_nation", force_empty_database=True, stdout=io.StringIO())
    assert asked == [False]


@pytest.mark.django_db
def test_operator_lists_accounts_before_the_load_and_is_told_how_to_load():
    with pytest.raises(CommandError, match="load_sample_nation"):
        call_command("sample_accounts")


@pytest.mark.django_db
def test_operator_of_a_real_portal_asks_for_sample_accounts_and_is_refused(settings):
    settings.DEMO = False
    with pytest.raises(CommandError, match="outside a demonstration"):
        call_command("sample_accounts")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("day", "hour", "expected"),
    [
        ((1405, 9, 7), time(0, 1), (1405, 9, 7)),  # a Saturday
        ((1405, 9, 7), time(16, 59), (1405, 9, 7)),
        ((1405, 9, 7), time(17), (1405, 9, 8)),
        ((1405, 9, 5), time(18), (1405, 9, 7)),  # a Thursday evening
        ((1406, 1, 1), time(9), (1406, 1, 5)),  # Nowruz
    ],
)
def test_hour_of_loading_never_becomes_the_hour_of_the_meeting(day, hour, expected):
    found = next_meeting_day(None, now=at_tehran(from_jalali(*day), hour))

    assert found == from_jalali(*expected)


def test_same_names_draw_the_same_chance_on_every_machine():
    assert dice("person", 1).randint(0, 10**6) == dice("person", 1).randint(0, 10**6)
    assert dice("person", 1).random() != dice("person", 2).random()


def test_every_drawn_postal_code_is_of_the_usual_form():
    for serial in range(2000):
        code = numbers.postal_code(dice("postal", serial))
        assert checks.clean_postal_code(code) == code
        assert checks.postal_code_note(code) == ""


def test_larger_size_contains_the_smaller():
    assert Size.MEDIUM.counties_with_unions > Size.SMALL.counties_with_unions
    assert Size.MEDIUM.people > Size.SMALL.people
