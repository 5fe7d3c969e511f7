"""The desk: scoped pages, forms whose refusals stand beside the field, history from the audit trail."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.jalali import tehran_today, to_jalali
from organizations.bodies.models import Union
from organizations.categories.import_models import CategoryImport
from organizations.conditions.models import GeneralConditions, SpecialConditions
from organizations.members.models import Membership
from organizations.proposals.models import UnionActivation
from organizations.roles.states import Role
from organizations.tariffs.models import FeeItem
from tests.desk import step_url
from tests.factories import CategoryFactory, StaffFactory
from tests.organizations.factories import LONG_AGO, account, approval, covered, published

MODELS = (
    "province", "county", "category", "legalvalue", "union", "chamber", "commission", "unioncoverage", "membership",
    "boardmember", "boardminute", "boardauthorization", "commissionapproval", "generalconditions",
    "specialconditions", "feeitem", "payeeaccount", "unionactivation", "categorysuggestion", "categoryimport",
)  # fmt: skip

#: Whose add form opens; everybody else gets a 403.
ADDS = {
    "province": {"by_secretariat"},
    "category": {"by_secretariat"},
    "categoryimport": {"by_secretariat"},
    "union": {"by_secretariat", "by_province", "by_commission"},
    "membership": {"by_secretariat", "by_province", "by_commission", "by_chamber", "by_iran"},
    "specialconditions": {"by_secretariat", "by_chamber"},
    "feeitem": {"by_secretariat", "by_chamber"},
    "boardmember": {"by_secretariat", "by_chamber"},
    "boardminute": {"by_board"},
    "boardauthorization": {"by_board"},
    "commissionapproval": {"by_secretariat", "by_province", "by_commission"},
    "unionactivation": {"by_secretariat", "by_chamber"},
    "unioncoverage": set(),
    "categorysuggestion": set(),
}

LIST = "admin:organizations_{}_changelist"

ADD = "admin:organizations_{}_add"

PAGE = "admin:organizations_{}_change"


def day(name: str, when=None) -> dict[str, str]:
    """A Jalali day as the three boxes post it."""
    year, month, date = to_jalali(when or tehran_today())
    return {f"{name}_day": str(date), f"{name}_month": str(month), f"{name}_year": str(year)}


@pytest.mark.parametrize("model", MODELS)
def test_every_list_opens_for_the_secretariat_and_no_list_for_a_stranger(nation, desk, model):
    url = reverse(LIST.format(model))

    opened = desk(nation.by_secretariat).get(url)
    closed = desk(StaffFactory()).get(url)

    assert opened.status_code == 200
    assert closed.status_code == 403


@pytest.mark.parametrize("model", ADDS)
def test_add_forms_open_for_the_bodies_the_handbook_names(nation, desk, model):
    people = ("by_secretariat", "by_iran", "by_province", "by_commission", "by_chamber", "by_inspector", "by_board", "by_operator")  # fmt: skip

    opened = {
        name
        for name in people
        if desk(nation.people[name]).get(reverse(ADD.format(model))).status_code == 200
    }

    assert opened == ADDS[model]


def test_another_countys_rows_are_404_in_page_history_and_editor(nation, desk):
    other = published(nation.other_union)
    client = desk(nation.by_chamber)

    for url in (
        reverse(PAGE.format("union"), args=[nation.other_union.pk]),
        reverse("admin:organizations_union_history", args=[nation.other_union.pk]),
        reverse(PAGE.format("specialconditions"), args=[other.pk]),
        reverse("admin:organizations_specialconditions_edit", args=[other.pk]),
        reverse(PAGE.format("union"), args=["x"]),
    ):
        assert client.get(url).status_code == 404
    assert (
        nation.other_union.name
        not in client.get(reverse(LIST.format("union"))).content.decode().split("<table")[1]
    )


def test_a_union_without_conditions_is_marked_in_the_list_and_on_its_page(nation, desk):
    client = desk(nation.by_chamber)
    url = reverse(PAGE.format("union"), args=[nation.union.pk])

    before = client.get(reverse(LIST.format("union"))).content.decode(), client.get(url).content.decode()
    published(nation.union)
    after = client.get(reverse(LIST.format("union"))).content.decode(), client.get(url).content.decode()

    assert all("منتشر نشده" in page for page in before)
    assert not any("ضوابط منتشر نشده" in page for page in after)


def test_a_chamber_enters_a_tariff_and_a_line_without_approval_is_refused_beside_its_field(nation, desk):
    payee = account(nation.union)
    client = desk(nation.by_chamber)
    url = reverse(ADD.format("feeitem"))
    typed = {
        "kind": "MEMBERSHIP_ANNUAL",
        "title": "حق عضویت سالانه",
        "amount": "۷۰۰٬۰۰۰",
        "applies_to": ["NEW", "RENEWAL"],
        "account": str(payee.pk),
        "approval_number": "",
    }
    typed |= day("approved_on") | day("valid_from")

    refused = client.post(url, typed)
    stored = client.post(url, typed | {"approval_number": "۱۲/۴"})

    page = refused.content.decode()
    assert refused.status_code == 400
    assert "شمارهٔ مصوبه را بنویسید" in page
    assert "۷۰۰٬۰۰۰" in page
    fee = FeeItem.objects.get()
    assert stored.url == reverse(PAGE.format("feeitem"), args=[fee.pk])
    assert (fee.amount, fee.approval.number) == (700_000, "12/4")


def test_a_services_refusal_stands_in_the_form_with_everything_typed(nation, desk):
    payee = account(nation.union)
    typed = {
        "kind": "MEMBERSHIP_ENTRY",
        "title": "حق ورودی",
        "amount": "3000001",
        "applies_to": ["NEW"],
        "account": str(payee.pk),
        "approval_number": "12/4",
    }

    answer = desk(nation.by_chamber).post(
        reverse(ADD.format("feeitem")), typed | day("approved_on") | day("valid_from")
    )

    assert answer.status_code == 400
    assert "حق عضویت سالانه‌ای در کار نیست" in answer.content.decode()
    assert not FeeItem.objects.exists()


@pytest.fixture
def typed(nation):
    """A text as the chamber types it."""
    text = {"part_duties": "الف) نظافت\nتبصره بند الف: هر روز", "part_means": "ترازو", "revision": "0"}
    head = {"title": "ضوابط نانوایان", "issuer": "اتحادیهٔ نانوایان", "union_postal_code": "1193653471"}
    return text | head | {"approval_number": "۷/۱"} | day("approved_on")


def test_a_preview_shows_the_articles_and_stores_nothing(nation, desk, typed):
    answer = desk(nation.by_chamber).post(reverse(ADD.format("specialconditions")), typed | {"preview": "1"})

    page = answer.content.decode()
    assert "پیش‌نمایش" in page
    assert "مادهٔ ۲" in page
    assert "هر روز" in page
    assert not SpecialConditions.objects.exists()


def test_a_preview_is_of_the_editor_alone(nation, desk, typed):
    client = desk(nation.by_chamber)
    client.post(reverse(ADD.format("specialconditions")), typed)
    row = SpecialConditions.objects.get()
    url = reverse(PAGE.format("specialconditions"), args=[row.pk])

    shown = client.post(step_url(url, "edit"), typed | {"preview": "1", "revision": "1"})
    published = client.post(step_url(url, "publish"), {"preview": "1"})
    late = client.post(step_url(url, "edit"), typed | {"preview": "1", "revision": "1"})

    row.refresh_from_db()
    assert "پیش‌نمایش" in shown.content.decode()
    assert published.url == late.url == url
    assert row.published_at is not None


def test_a_draft_is_saved_edited_published_and_then_stands(nation, desk, typed):
    client = desk(nation.by_chamber)

    client.post(reverse(ADD.format("specialconditions")), typed)
    row = SpecialConditions.objects.get()
    edit = reverse("admin:organizations_specialconditions_edit", args=[row.pk])
    assert "تبصره بند الف: هر روز" in client.get(edit).content.decode()
    client.post(edit, typed | {"part_duties": "نظافت", "revision": "1"})
    late = client.post(edit, typed | {"part_duties": "دیر رسید", "revision": "1"})
    url = reverse(PAGE.format("specialconditions"), args=[row.pk])
    client.post(step_url(url, "publish"))

    row.refresh_from_db()
    assert late.status_code == 400
    assert "دیر رسید" in late.content.decode()
    assert row.published_at is not None
    assert row.content["articles"][1]["text"] == "نظافت"
    assert client.get(edit).url == url
    assert client.get(row.get_absolute_url()).status_code == 200


def test_a_note_without_its_item_is_refused_beside_its_own_box(nation, desk, typed):
    answer = desk(nation.by_chamber).post(
        reverse(ADD.format("specialconditions")), typed | {"part_duties": "تبصره بند ج: بی‌صاحب"}
    )

    page = answer.content.decode()
    assert answer.status_code == 400
    assert 'id="id_part_duties_error"' in page
    assert "بی‌صاحب" in page


def test_a_commission_approves_an_activation_on_its_page(nation, desk):
    ready = {"software": "on", "hardware": "on", "trained_staff": "on", "readiness_note": "آماده"}
    add = reverse(ADD.format("unionactivation"))
    chamber = desk(nation.by_chamber)
    missing = chamber.post(add, {"union": nation.union.pk, "software": "on", "readiness_note": "آماده"})
    chamber.post(add, ready | {"union": nation.union.pk})
    row = UnionActivation.objects.get()
    url = reverse(PAGE.format("unionactivation"), args=[row.pk])

    decision = {"approval_number": "۳/۹"} | day("approved_on") | day("effective_from")
    refused = chamber.post(step_url(url, "approve"), decision)
    desk(nation.by_commission).post(step_url(url, "approve"), decision)

    assert missing.status_code == 400
    assert "سخت‌افزار و کارکنان آموزش‌دیده" in missing.content.decode()
    assert refused.status_code == 302
    assert Union.objects.get(pk=nation.union.pk).electronic_since == tehran_today()


def test_history_shows_before_and_after_in_words(nation, desk):
    client = desk(nation.by_chamber)
    url = reverse(PAGE.format("union"), args=[nation.union.pk])

    client.post(
        step_url(url, "contact"), {"address": "خیابان بهار", "postal_code": "1135756789", "phone": "021-1"}
    )
    page = client.get(reverse("admin:organizations_union_history", args=[nation.union.pk])).content.decode()

    for words in ("تغییر کرد", "کد پستی", "۱۱۹۳۶۵۳۴۷۱", "۱۱۳۵۷۵۶۷۸۹", "خیابان بهار", str(nation.by_chamber)):
        assert words in page


def test_an_unusual_postal_code_of_a_union_is_kept_and_marked(nation, desk):
    client = desk(nation.by_chamber)
    url = reverse(PAGE.format("union"), args=[nation.union.pk])

    usual = client.get(url).content.decode()
    client.post(
        step_url(url, "contact"), {"address": "خیابان بهار", "postal_code": "۱۱۱۳۵-۵۶۷۲۹", "phone": "021-1"}
    )
    marked = client.get(url).content.decode()

    assert Union.objects.get(pk=nation.union.pk).postal_code == "1113556729"
    assert "با پاکت پست مقایسه کنید" not in usual
    assert "با پاکت پست مقایسه کنید" in marked


def test_a_role_is_granted_by_user_name_and_withdrawn_with_a_reason(nation, desk):
    StaffFactory(username="newcomer")
    client = desk(nation.by_chamber)
    grant = {"role": "UNION_OPERATOR", "body": nation.union.pk} | day("valid_from")

    unknown = client.post(reverse(ADD.format("membership")), grant | {"user": "nobody"})
    foreign = client.post(
        reverse(ADD.format("membership")), grant | {"user": "newcomer", "body": nation.other_union.pk}
    )
    own = client.post(reverse(ADD.format("membership")), grant | {"user": nation.by_chamber.username})
    client.post(reverse(ADD.format("membership")), grant | {"user": "newcomer"})
    row = Membership.objects.get(user__username="newcomer")
    url = reverse(PAGE.format("membership"), args=[row.pk])
    client.post(step_url(url, "withdraw"), {"note": "پایان کار"})

    row.refresh_from_db()
    assert [answer.status_code for answer in (unknown, foreign, own)] == [400, 400, 400]
    assert "به خودش" in own.content.decode() or "خودش را بدهد" in own.content.decode()
    assert row.withdrawn_by == nation.by_chamber
    page = client.get(reverse("admin:organizations_membership_history", args=[row.pk])).content.decode()
    assert "پایان کار" in page


def test_an_upload_names_the_refused_rows_and_waits_for_a_decision(nation, desk):
    content = "کد آیسیک,نام رسته,شاخه\n521128,سامانه آنلاین,خدماتی\n12,کوتاه,خدماتی\n"
    client = desk(nation.by_secretariat)

    client.post(
        reverse(ADD.format("categoryimport")),
        {"file": SimpleUploadedFile("a.csv", content.encode("utf-8-sig"))},
    )
    row = CategoryImport.objects.get()
    url = reverse(PAGE.format("categoryimport"), args=[row.pk])
    report = client.get(url).content.decode()
    nothing = client.post(step_url(url, "run"), {"mode": "ALL_OR_NOTHING"})
    client.post(step_url(url, "run"), {"mode": "GOOD_ROWS"})

    assert "۱۲، کوتاه" in report
    assert "۶، ۷، ۹ یا ۱۰ رقم" in report
    assert nothing.status_code == 400
    assert "چیزی وارد نشد" in nothing.content.decode()
    row.refresh_from_db()
    assert (row.state, row.created_count) == ("DONE", 1)


def test_exports_are_attachments_for_the_desk_only(nation, desk):
    CategoryFactory(name="=cmd()")

    for kind in ("csv", "xlsx"):
        url = reverse("admin:organizations_category_export", args=[kind])
        answer = desk(nation.by_operator).get(url)
        assert answer["Content-Disposition"] == f'attachment; filename="categories.{kind}"'
        assert "no-store" in answer["Cache-Control"]
        assert desk(StaffFactory()).get(url).status_code == 404
    assert "'=cmd()" in desk(nation.by_operator).get(
        reverse("admin:organizations_category_export", args=["csv"])
    ).content.decode("utf-8-sig")


def test_search_folds_letters_and_filters_keep_their_side(nation, desk):
    client = desk(nation.by_secretariat)
    url = reverse(LIST.format("union"))

    found = client.get(url, {"q": "نانوايان اصفهان"}).content.decode()
    paper = client.get(url, {"electronic": "yes"}).content.decode()

    assert "اتحادیهٔ نانوایان اصفهان" in found
    assert "اتحادیهٔ نانوایان ری" not in found
    assert "چیزی در این فهرست نیست" in paper


def test_numbers_are_found_without_their_signs_and_colleagues_by_their_own_numbers(nation, desk):
    decision = approval(nation.by_commission.memberships.get().body, number="77/456/الف")
    colleague = StaffFactory(username="op_tehran.12")
    role = Membership.objects.create(
        user=colleague, body=nation.union, role=Role.UNION_OPERATOR, valid_from=LONG_AGO
    )
    client = desk(nation.by_chamber)

    def found(model, typed):
        listed = client.get(reverse(LIST.format(model)), {"q": typed})
        return list(listed.context_data["cl"].queryset.values_list("pk", flat=True))

    for typed in ("۷۷/۴۵۶/الف", "77-456", "مصوبهٔ شماره ۷۷/۴۵۶", "77456"):
        assert found("commissionapproval", typed) == [decision.pk], typed
    for typed in ("op_tehran.12", "OP-TEHRAN", colleague.person.national_code):
        assert found("membership", typed) == [role.pk], typed
    assert role.pk in found("membership", "گلزاري  محسن")
    assert found("membership", "77") == []


def test_a_commission_moves_a_trade_on_the_coverage_page(nation, desk):
    row = covered(nation.union)
    url = reverse(PAGE.format("unioncoverage"), args=[row.pk])

    answer = desk(nation.by_commission).post(
        step_url(url, "move"), {"union": nation.national_union.pk, "note": "تصمیم کمیسیون"}
    )
    chamber = desk(nation.by_chamber).get(url).content.decode()

    row.refresh_from_db()
    assert answer.status_code == 302
    assert not row.is_active
    assert "جابه‌جایی" not in chamber


@pytest.mark.parametrize("model", ["union", "feeitem", "membership", "specialconditions", "unioncoverage"])
def test_three_rows_cost_no_more_queries_than_one(nation, desk, model):
    client = desk(nation.by_secretariat)
    url = reverse(LIST.format(model))

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            client.get(url)
        return len(queries)

    first = covered(nation.union)
    published(nation.union)
    client.get(url)
    one = cost()
    for code in ("154102", "154103"):
        covered(nation.union, code)
    for version in (2, 3):
        published(nation.union, version=version)
    StaffFactory()

    assert first.is_active
    assert cost() == one


def test_general_conditions_are_edited_as_one_text(nation, desk):
    client = desk(nation.by_secretariat)
    add = reverse(ADD.format("generalconditions"))
    typed = {"title": "شرایط عمومی", "preamble": "مقدمه", "revision": "0"}

    client.post(add, typed | {"part_general": "ماده: آغاز\nمتن نخست\nماده: پایان\nمتن دوم\nمبنا: مادهٔ 12"})

    row = GeneralConditions.objects.get()
    assert [article["title"] for article in row.content["articles"]] == ["آغاز", "پایان"]
    url = reverse(PAGE.format("generalconditions"), args=[row.pk])
    client.post(step_url(url, "publish"))
    assert client.get(row.get_absolute_url()).status_code == 200


def test_the_secretariat_keeps_the_names_people_use_and_a_chamber_reads_them(nation, desk):
    category = CategoryFactory(name="کافی‌شاپ")
    url, listed = reverse(PAGE.format("category"), args=[category.pk]), reverse(LIST.format("category"))
    secretariat, chamber = desk(nation.by_secretariat), desk(nation.by_chamber)

    refused = secretariat.post(step_url(url, "add_synonyms"), {"names": "کافه، ۱۲"})
    secretariat.post(step_url(url, "add_synonyms"), {"names": "کافه\nکافه‌کتاب"})
    found = chamber.get(listed, {"q": "كافه"}).content.decode()
    read = chamber.get(url).content.decode()
    chosen = category.synonyms.get(name="کافه‌کتاب").pk
    secretariat.post(step_url(url, "remove_synonyms"), {"chosen": [chosen]})
    history = secretariat.get(reverse("admin:organizations_category_history", args=[category.pk]))

    assert refused.status_code == 400
    assert "«۱۲» را با حرف بنویسید" in refused.content.decode()
    assert found.count("کافی‌شاپ</a>") == 1
    assert "کافه، کافه‌کتاب" in read
    assert "add_synonyms" not in read
    assert [row.name for row in category.synonyms.all()] == ["کافه"]
    for words in ("نام رایج افزوده شد", "نام رایج برداشته شد", "کافه‌کتاب"):
        assert words in history.content.decode()


def test_adding_a_proposal_says_that_it_was_only_proposed(nation, desk):
    client = desk(nation.by_chamber)
    typed = {"union": nation.union.pk, "readiness_note": "سه کاربر"} | dict.fromkeys(
        ("software", "hardware", "trained_staff"), "on"
    )

    page = client.post(reverse("admin:organizations_unionactivation_add"), typed, follow=True)

    text = page.content.decode()
    assert "پیشنهاد فعال‌سازی ثبت شد و تصمیم با کمیسیون است" in text
    assert "فعال‌سازی اتحادیه ثبت شد" not in text
