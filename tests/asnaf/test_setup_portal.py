"""An empty database becomes a portal in which the first union works, and until then a page says what it lacks."""

import io

import pytest
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client, TestCase
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Person, User
from asnaf.readiness import groups_for
from asnaf.sample import numbers
from core import audit
from core.jalali import tehran_today
from core.models import AuditEntry
from core.refusals import RuleBroken
from deadlines.models import Holiday
from licensing.intake import services as intake
from organizations.approvals import services as approvals
from organizations.approvals.models import CommissionApproval
from organizations.approvals.states import ApprovalState
from organizations.bodies.models import Body, Chamber, Commission, Union
from organizations.categories.models import Category, CategorySynonym
from organizations.members.models import Membership
from organizations.places.models import County, Province
from organizations.roles.querysets import holds
from organizations.roles.states import BodyKind, Role
from organizations.tariffs import charges
from organizations.tariffs.models import FeeItem, PayeeAccount
from organizations.tariffs.services import enter_national_on_server
from organizations.tariffs.states import FeeKind
from tests.asnaf.first_union import ACTS, OF_SETTINGS, SHARES, hire, holder, missing, set_up, walk
from tests.factories import CategoryFactory, CitizenFactory, MembershipFactory, UnionFactory
from tests.organizations.factories import line
from tests.test_doors import verified

PAGE = "/admin/readiness/"
FEES = "تعرفه‌های سراسری با مصوبهٔ هیأت عالی نظارت"


def counts() -> dict[str, int]:
    models = (Province, County, Category, CategorySynonym, Body, FeeItem, PayeeAccount, User, Membership)
    return {model.__name__: model.objects.count() for model in models}


def titles(user: User | None = None) -> list[str]:
    return [step.title for step in missing(groups_for(user))]


def desk_of(role: str) -> Client:
    """The desk of whoever holds the role, who has set a password of their own."""
    user = holder(role)
    User.objects.filter(pk=user.pk).update(must_change_password=False)
    user.refresh_from_db()
    return verified(user)


@pytest.mark.django_db
class TestEmptyDatabase:
    def test_list_names_every_step_and_the_command_prints_what_the_page_shows(self):
        said = set_up("--check")

        assert set(titles()) == {*ACTS, "رسته‌ها", OF_SETTINGS}
        for group in groups_for(None):
            assert group.title in said
            for step in group.steps:
                mark = "x" if step.done else " " if step.is_needed else "-"
                assert f"[{mark}] {step.title}: {step.detail}" in said
        assert counts() == dict.fromkeys(counts(), 0)

    def test_people_of_the_sample_nation_keep_the_command_away(self):
        Person.objects.create(national_code=numbers.national_code(numbers.BOARDS, 1))

        with pytest.raises(CommandError, match="sample nation"):
            set_up("--account", "secretariat-1")

        assert counts() == dict.fromkeys(counts(), 0)
        assert "needed steps are missing" in set_up("--check")

    def test_county_of_the_desk_that_is_a_centre_or_has_the_name_keeps_the_files_own_away(self):
        set_up()
        County.objects.filter(name__in=["اراک", "تفرش"]).delete()
        province = Province.objects.get(name="مرکزی")
        County.objects.create(province=province, code="9901", name="مرکز تازه", is_centre=True)
        County.objects.create(province=province, code="9902", name="تفرش")

        said = set_up()

        assert "اراک (0001)" in said
        assert "تفرش (0003)" in said
        assert County.objects.filter(province=province, is_centre=True).count() == 1

    def test_row_of_the_desk_with_the_name_of_one_to_come_stays_and_is_named(self):
        mine = CategoryFactory(isic_code="999999", name="سوپرمارکت")

        said = set_up(*SHARES)

        assert "another row has its name or code: سوپرمارکت (521101)" in said
        assert Category.objects.filter(name="سوپرمارکت").get() == mine
        assert "482 counties" in said
        found = counts()
        assert (found["Province"], found["County"], found["Category"]) == (31, 482, 108)
        assert found["CategorySynonym"] > 300
        entries = AuditEntry.objects.filter(
            action__in=["defined", "founded", "entered", "opened", "recorded"]
        )
        assert entries.count() == 31 + 482 + 107 + 4 + 3 + 2 + 1
        assert audit.verify() == []


@pytest.mark.slow
class TestSetUp(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.said = set_up("--account=secretariat-1")

    def setUp(self):
        cache.clear()

    def test_applicant_begins_a_request_after_the_steps_the_page_names_and_not_before(self):
        county = County.objects.get(name="تهران", is_centre=True)
        category = Category.objects.get(isic_code="521101")
        with pytest.raises(RuleBroken):
            intake.start_request(county=county, category=category, by=CitizenFactory())

        taken = walk()

        assert len(taken) == len(set(taken)) == len(ACTS) - 2
        assert titles() == [OF_SETTINGS]
        case = intake.start_request(county=county, category=category, by=CitizenFactory())
        assert case.union == Union.objects.get()
        bill = charges.bill_of(case.union, category, kind="NEW")
        assert bill.refusal is None
        assert {charge.fee.kind for charge in bill.charges} == {
            FeeKind.MEMBERSHIP_ENTRY, FeeKind.NATIONAL_SHARE, FeeKind.CHAMBER_SHARE, FeeKind.E_SERVICES,
        }  # fmt: skip
        assert "The first union can work." in set_up("--check")
        assert audit.verify() == []

    def test_step_in_the_middle_says_whose_turn_it_is_and_about_which_union(self):
        walk(until="آغاز پذیرش الکترونیکی")

        group = groups_for(None)[-1]
        step = next(step for step in group.steps if step.title == "آغاز پذیرش الکترونیکی")

        assert group.title == "نخستین اتحادیه: اتحادیهٔ خواربار تهران"
        assert (step.done, step.detail) == (False, "پیشنهاد و تصویب نشده است.")
        assert step.turn == str(Union.objects.get().parent)

    def test_second_run_adds_nothing_and_leaves_what_somebody_touched(self):
        set_up(*SHARES)
        category = Category.objects.get(isic_code="521101")
        Category.objects.filter(pk=category.pk).update(name="سوپرمارکت بزرگ")
        CategorySynonym.objects.filter(category=category).delete()
        Body.objects.filter(kind=BodyKind.NATIONAL_CHAMBER).update(name="اتاق اصناف کشور")
        FeeItem.objects.filter(kind=FeeKind.CHAMBER_SHARE).update(valid_to=tehran_today())
        before, entries = counts(), AuditEntry.objects.count()

        said = set_up(*SHARES, "--account=secretariat-1")

        assert (counts(), AuditEntry.objects.count()) == (before, entries)
        category.refresh_from_db()
        assert category.name == "سوپرمارکت بزرگ"
        assert not category.synonyms.exists()
        assert "secretariat-1 is there already" in said

    # The charges of the whole country ---------------------------------------------------------------------------

    def test_without_a_decision_no_charge_is_entered_and_the_command_says_what_each_needs(self):
        assert not FeeItem.objects.exists()
        assert not PayeeAccount.objects.exists()
        for kind in ("NATIONAL_SHARE", "CHAMBER_SHARE", "E_SERVICES"):
            assert f"left out: {kind}, which needs --decision, --decided-on" in self.said

    def test_line_for_which_something_was_not_told_is_left_out_and_comes_later(self):
        set_up("--decision=1399/31/47", "--decided-on=1399/12/01", "--chamber-share=140000")
        assert [fee.kind for fee in FeeItem.objects.all()] == [FeeKind.CHAMBER_SHARE]

        set_up(*SHARES)

        fees = {fee.kind: fee for fee in FeeItem.objects.all()}
        assert {kind: fee.amount for kind, fee in fees.items()} == {
            FeeKind.NATIONAL_SHARE: 90_000, FeeKind.CHAMBER_SHARE: 140_000, FeeKind.E_SERVICES: None,
        }  # fmt: skip
        assert fees[FeeKind.NATIONAL_SHARE].account.body.kind == BodyKind.NATIONAL_CHAMBER
        assert fees[FeeKind.E_SERVICES].account.branch == "شعبهٔ فرخی"
        assert CommissionApproval.objects.count() == 1

    def test_line_that_was_ever_entered_is_the_secretariats_from_then_on(self):
        set_up(*SHARES)
        FeeItem.objects.update(valid_to=tehran_today())

        with pytest.raises(RuleBroken) as refusal:
            enter_national_on_server(FeeKind.CHAMBER_SHARE, line(None, 150_000, applies_to=["NEW"]))

        assert refusal.value.code == "open_line"

    def test_number_typed_on_the_server_waits_for_the_word_of_the_secretariat(self):
        set_up(*SHARES)

        decision = CommissionApproval.objects.get()
        assert (decision.state, decision.source) == (ApprovalState.ENTERED, None)
        approvals.dispute_approval(decision, note="این شماره از ما نیست", by=holder(Role.SECRETARIAT))
        (fees,) = [step for step in missing(groups_for(None)) if step.title == FEES]
        assert fees.is_needed
        assert "نپذیرفته" in fees.detail

    def test_what_no_decision_can_say_is_refused_and_no_charge_is_entered(self):
        decided = ["--decision=1399/31/47", "--decided-on=1399/12/01"]
        for options in (
            ["--national-share=1"],
            ["--decision=1399/31/47"],
            ["--decision=1399/31/47", "--decided-on=2025/13/41"],
            ["--decision=1399/31/47", "--decided-on=1499/01/01", "--chamber-share=1"],
            [*decided, "--secretariat-account", "بانک"],
            [*decided, "--chamber-share=-5"],
            ["--decision=بی‌شماره", "--decided-on=1399/12/01", "--chamber-share=1"],
        ):
            with self.subTest(options), pytest.raises(CommandError):
                set_up(*options)

            assert not FeeItem.objects.exists()
            assert not CommissionApproval.objects.exists()

    def test_account_number_of_another_body_is_refused(self):
        PayeeAccount.objects.create(body=UnionFactory(), bank="بانک ملت", number="0001")

        with pytest.raises(CommandError, match="نهاد دیگری"):
            set_up(*SHARES)

        assert not FeeItem.objects.exists()

    # The accounts of the secretariat ----------------------------------------------------------------------------

    def test_account_has_its_role_and_a_password_that_must_be_changed_and_is_kept_as_a_hash(self):
        user = User.objects.get(username="secretariat-1")
        password = next(
            line.split()[1] for line in self.said.splitlines() if line.strip().startswith("password")
        )

        assert user.check_password(password)
        assert password not in user.password
        assert user.must_change_password
        assert user.first_password_until is not None
        assert not user.totpdevice_set.exists()
        assert holds(user, Role.SECRETARIAT)
        notes = AuditEntry.objects.filter(subject_type="accounts.user").values_list("action", "note")
        assert list(notes) == [("account_opened", "روی سرور باز شد")]
        assert not AuditEntry.objects.filter(after__icontains=password).exists()

    def test_second_holder_is_opened_the_same_way(self):
        assert "نفر دوم دبیرخانه" in titles()

        set_up("--account=secretariat-2")

        assert "نفر دوم دبیرخانه" not in titles()
        assert User.objects.filter(is_staff=True).count() == 2

    def test_account_that_is_there_already_gets_the_role_from_its_own_command(self):
        iran = Body.objects.get(kind=BodyKind.NATIONAL_CHAMBER)
        colleague = hire(Role.NATIONAL_CHAMBER, iran, holder(Role.SECRETARIAT))

        call_command("appoint_secretariat", colleague.username, stdout=io.StringIO())

        assert holds(colleague, Role.SECRETARIAT)
        assert "نفر دوم دبیرخانه" not in titles()

    def test_name_nobody_can_type_is_refused_in_words(self):
        for name in ("citizen-7", "با فاصله", "x"):
            with self.subTest(name), pytest.raises(CommandError):
                set_up("--account", name)

        assert User.objects.count() == 1

    # The page ---------------------------------------------------------------------------------------------------

    def test_secretariat_reads_everything_with_turn_command_and_way(self):
        page = desk_of(Role.SECRETARIAT).get(PAGE).content.decode()

        for step in missing(groups_for(None)):
            assert step.title in page
        assert "manage.py setup_portal --account secretariat-2" in page
        assert reverse("admin:organizations_generalconditions_add") in page
        assert reverse("admin:organizations_commission_add") in page

    def test_chamber_reads_its_own_county_and_what_the_country_still_lacks(self):
        walk(until="ضوابط خاص")
        Holiday.objects.all().delete()
        MembershipFactory(role=Role.CHAMBER_OPERATOR, body=_chamber_elsewhere(), user__username="elsewhere")

        mine = desk_of(Role.CHAMBER_OPERATOR).get(PAGE)
        theirs = verified(User.objects.get(username="elsewhere")).get(PAGE)

        assert [group["title"] for group in mine.context["groups"]] == [
            "آنچه سراسر کشور هنوز کم دارد",
            "نهادهای بالادست",
            "نخستین اتحادیه: اتحادیهٔ خواربار تهران",
        ]
        assert [step["label"] for step in mine.context["groups"][0]["steps"]] == [
            "تعطیلات رسمی امسال و سال آینده"
        ]
        page = theirs.content.decode()
        assert "اتاق اصفهان" in page
        assert "اتحادیهٔ خواربار تهران" not in page
        assert "نفر دوم دبیرخانه" not in page

    def test_every_way_of_the_page_opens_for_its_reader(self):
        walk(until="هیأت مدیره")

        for role in (Role.SECRETARIAT, Role.CHAMBER_OPERATOR, Role.COMMISSION_COUNTY, Role.NATIONAL_CHAMBER):
            client = desk_of(role)
            groups = client.get(PAGE).context["groups"]
            ways = [step["url"] for group in groups for step in group["steps"] if step["url"]]
            assert ways
            assert {way: client.get(way).status_code for way in ways} == dict.fromkeys(ways, 200)

    def test_those_below_find_no_page_and_no_entry(self):
        for role in (Role.UNION_BOARD, Role.UNION_OPERATOR, Role.SUPPORT_STAFF):
            client = verified(MembershipFactory(role=role).user)

            assert client.get(PAGE).status_code == 404
            assert PAGE not in client.get("/admin/").content.decode()

    def test_entry_of_the_menu_stands_until_nothing_needed_is_missing(self):
        def entries() -> list[str]:
            cache.clear()
            nav = desk_of(Role.SECRETARIAT).get("/admin/").context["shell"]["nav"]
            return [entry["url"] for entry in nav]

        assert entries()[1] == PAGE

        walk()

        assert PAGE not in entries()
        assert PAGE in desk_of(Role.SECRETARIAT).get("/admin/").content.decode()  # the index keeps the way

    def test_many_unions_cost_the_list_no_further_statement_and_the_nearest_one_stands_in_it(self):
        walk(until="آغاز پذیرش الکترونیکی")
        with CaptureQueriesContext(connection) as one:
            groups_for(None)
        UnionFactory.create_batch(5, county=County.objects.first(), electronic_since=None)

        with CaptureQueriesContext(connection) as six:
            groups = groups_for(None)

        assert len(six) == len(one) < 60
        assert groups[-1].title == "نخستین اتحادیه: اتحادیهٔ خواربار تهران"


def _chamber_elsewhere() -> Body:
    county = County.objects.get(name="اصفهان", is_centre=True)
    commission = Commission.objects.create(
        kind=BodyKind.COMMISSION,
        level="COUNTY",
        county=county,
        province=county.province,
        name="کمیسیون اصفهان",
    )
    return Chamber.objects.create(
        kind=BodyKind.CHAMBER,
        level="COUNTY",
        county=county,
        province=county.province,
        name="اتاق اصفهان",
        parent=commission,
    )
