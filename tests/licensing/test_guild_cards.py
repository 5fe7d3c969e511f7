"""The guild card: form to the bank, account and card back, the applicant told (annex 21, R104)."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from core.jalali import format_date, tehran_today, to_jalali
from core.models import AuditEntry
from core.refusals import RuleBroken
from licensing.cards import services as guild_cards
from licensing.cards.models import GuildCard
from licensing.cases.states import Status
from licensing.inquiries import letters as inquiry_letters
from licensing.inquiries.models import LetterBatch
from messaging.models import Message
from organizations.roles.states import Role
from tests.factories import (
    LicenceRequestFactory,
    MembershipFactory,
    account_of,
    board_of,
    bring_to,
    invited,
    signed_in,
    with_answers,
)
from tests.races import at_once
from tests.test_doors import verified

pytestmark = pytest.mark.django_db
CARD, SHEBA = "6037990000000014", "IR760170000000000000000001"


@pytest.fixture
def case():
    """An accepted request."""
    return bring_to(LicenceRequestFactory(submitted=True), Status.IN_PROGRESS)


def refusal_of(act, *args, **kwargs):
    with pytest.raises(RuleBroken) as caught:
        act(*args, **kwargs)
    return caught.value.code


def test_union_follows_a_card_from_form_to_issue_and_the_applicant_reads_along(case):
    desk = verified(board_of(case.union))
    shown = reverse("admin:licensing_licencerequest_change", args=[case.pk])
    assert "هنوز به بانک نرفته است" in desk.get(shown).content.decode()

    def act(name, **data):
        url = reverse(f"admin:licensing_request_card_{name}", args=[case.pk])
        return desk.post(url, {"seen_version": case.version} | data)

    assert act("form", way="").status_code == 400
    assert act("form", way="UNION_SENT").status_code == 302
    wrong = act("account", account="۱۲۳")
    assert wrong.status_code == 400
    assert "۱۰ تا ۱۶ رقم" in wrong.content.decode()
    assert "۱۲۳" in wrong.content.decode()  # what was typed is still there
    assert act("account", account="۱۲۳۴۵۶۷۸۹۰").status_code == 302
    assert act("issued", card_number=CARD[:-1] + "5", issued_on="۱۴۰۴/۱/۱").status_code == 400
    assert (
        act("issued", card_number=CARD, issued_on="{}/{}/{}".format(*to_jalali(tehran_today()))).status_code
        == 302
    )

    card = GuildCard.objects.get()
    assert (card.account, card.card_last_four) == ("1234567890", "0014")
    assert (
        list(Message.objects.filter(kind="CARD").values_list("recipient", flat=True))
        == [case.applicant_id] * 3
    )
    page = signed_in(account_of(case.applicant)).get(case.get_absolute_url()).content.decode()
    assert "۱۲۳۴۵۶۷۸۹۰" in page
    assert "۰۰۱۴" in page
    assert format_date(tehran_today()) in page


def test_number_of_the_card_is_nowhere_kept(case):
    board = board_of(case.union)
    guild_cards.record_form(case, way="APPLICANT_TOOK", by=board)
    guild_cards.record_account(case, account=SHEBA, by=board)
    guild_cards.record_card(case, card_number=CARD, issued_on=tehran_today(), by=board)

    kept = str(list(GuildCard.objects.values())) + str(list(AuditEntry.objects.values()))
    kept += str(list(Message.objects.values()))
    assert CARD not in kept
    assert SHEBA not in str(list(AuditEntry.objects.values())) + str(list(Message.objects.values()))
    assert GuildCard.objects.get().account == SHEBA


@pytest.mark.parametrize(
    "typed", ["123456789", "12345678901234567", "IR760170000000000000000002", "حساب", "", "IR1234567890"]
)
def test_account_that_cannot_be_one_is_refused(case, typed):
    board = board_of(case.union)
    guild_cards.record_form(case, way="UNION_SENT", by=board)

    assert refusal_of(guild_cards.record_account, case, account=typed, by=board) == "account"
    assert GuildCard.objects.get().account == ""


def test_steps_come_in_order_and_a_wrong_account_is_mended_until_the_card_is_there(case):
    board, today = board_of(case.union), tehran_today()
    card = {"card_number": CARD, "issued_on": today, "by": board}
    assert refusal_of(guild_cards.record_account, case, account="1234567890", by=board) == "no_form"
    guild_cards.record_form(case, way="UNION_SENT", by=board)
    assert refusal_of(guild_cards.record_form, case, way="UNION_SENT", by=board) == "form_recorded"
    assert refusal_of(guild_cards.record_card, case, **card) == "no_account"
    guild_cards.record_account(case, account="1234567890", by=board)
    guild_cards.record_account(case, account="1234567890", by=board)
    guild_cards.record_account(case, account="1234567899", by=board)
    assert Message.objects.filter(kind="CARD").count() == 3
    tomorrow = card | {"issued_on": today + timedelta(days=1)}
    assert refusal_of(guild_cards.record_card, case, **tomorrow) == "in_future"
    guild_cards.record_card(case, **card)

    assert refusal_of(guild_cards.record_account, case, account="1234567890", by=board) == "card_recorded"
    assert GuildCard.objects.get().account == "1234567899"


def test_only_the_own_union_writes_and_only_after_acceptance(case):
    stranger = MembershipFactory(role=Role.UNION_BOARD).user
    applicant = account_of(case.applicant)
    for person in (stranger, applicant):
        assert refusal_of(guild_cards.record_form, case, way="UNION_SENT", by=person) == "not_your_turn"
    fresh = bring_to(LicenceRequestFactory(submitted=True), Status.UNDER_REVIEW)
    early = refusal_of(guild_cards.record_form, fresh, way="UNION_SENT", by=board_of(fresh.union))

    assert early == "not_accepted"
    assert not GuildCard.objects.exists()


@pytest.mark.parametrize("status", [Status.INTERVIEW, Status.DELIVERED])
def test_bank_that_answers_during_the_interview_or_after_delivery_is_written_down(status):
    case = LicenceRequestFactory(submitted=True)
    case = invited(case).case if status == Status.INTERVIEW else bring_to(case, status)
    board = board_of(case.union)

    guild_cards.record_form(case, way="UNION_SENT", by=board)
    guild_cards.record_account(case, account="1234567890", by=board)

    page = verified(board).get(reverse("admin:licensing_licencerequest_change", args=[case.pk]))
    assert reverse("admin:licensing_request_card_issued", args=[case.pk]) in page.content.decode()


def test_chamber_sees_that_there_is_an_account_but_not_which(case):
    board = board_of(case.union)
    guild_cards.record_form(case, way="UNION_SENT", by=board)
    guild_cards.record_account(case, account="1234567890", by=board)
    secretariat = MembershipFactory(body=case.union, role=Role.CHAMBER_INSPECTOR).user

    page = verified(secretariat).get(reverse("admin:licensing_licencerequest_change", args=[case.pk]))

    assert "۷۸۹۰" in page.content.decode()
    assert "۱۲۳۴۵۶" not in page.content.decode()


def test_card_without_an_account_cannot_be_stored(case):
    board = board_of(case.union)
    guild_cards.record_form(case, way="UNION_SENT", by=board)
    for wrong in ({"card_last_four": "0014"}, {"account": "1234567890"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            GuildCard.objects.update(**wrong)


@pytest.mark.django_db(transaction=True)
def test_form_recorded_by_several_at_once_is_recorded_once():
    case = bring_to(LicenceRequestFactory(submitted=True), Status.IN_PROGRESS)
    board = board_of(case.union)

    done = at_once(4, lambda: guild_cards.record_form(case, way="UNION_SENT", by=board))

    assert sorted(str(one) for one in done if isinstance(one, str)) == ["form_recorded"] * 3
    assert Message.objects.filter(kind="CARD").count() == 1


@pytest.mark.parametrize("step", ["form", "account", "card"])
@pytest.mark.parametrize("officer", ["own_file", "unknown_officer"])
def test_nobody_writes_a_step_of_their_own_card(case, step, officer):
    board = board_of(case.union)
    if step != "form":
        guild_cards.record_form(case, way="UNION_SENT", by=board)
    if step == "card":
        guild_cards.record_account(case, account="1234567890", by=board)
    own = MembershipFactory(body=case.union, role=Role.UNION_OPERATOR).user
    own.person = case.applicant if officer == "own_file" else None
    own.save()
    acts = {
        "form": lambda: guild_cards.record_form(case, way="UNION_SENT", by=own),
        "account": lambda: guild_cards.record_account(case, account="1234567890", by=own),
        "card": lambda: guild_cards.record_card(case, card_number=CARD, issued_on=tehran_today(), by=own),
    }
    before = list(GuildCard.objects.values())

    assert refusal_of(acts[step]) == officer
    assert list(GuildCard.objects.values()) == before


def test_union_prints_the_form_alone_also_when_every_inquiry_is_answered(case, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    with_answers(case)
    desk = verified(board_of(case.union))
    shown, act = (
        reverse(f"admin:licensing_{name}", args=[case.pk])
        for name in ("licencerequest_change", "request_card_print")
    )
    assert act in desk.get(shown).content.decode()

    answer = desk.post(act)

    batch = LetterBatch.objects.get(card_of=case, inquiries=None)
    assert answer.url == reverse("admin:licensing_inquiry_letters", args=[batch.pk])
    html = inquiry_letters.letters_html(batch)
    assert "فرم اصناف کارت" in html
    assert case.applicant.full_name in html
    assert html.count('<section class="letter">') == 1
    assert "ضمیمهٔ ۲۱" in desk.get(answer.url).content.decode()
    assert AuditEntry.objects.filter(action="guild card form printed").exists()


def test_form_is_printed_by_the_union_alone_from_acceptance_until_the_card_is_there(case):
    board = board_of(case.union)
    submitted = LicenceRequestFactory(submitted=True, union=case.union)

    assert refusal_of(guild_cards.print_form, submitted, by=board) == "not_accepted"
    stranger = MembershipFactory(role=Role.UNION_BOARD).user
    assert refusal_of(guild_cards.print_form, case, by=stranger) == "not_your_turn"
    assert refusal_of(guild_cards.print_form, case, by=account_of(case.applicant)) == "not_your_turn"
    guild_cards.record_form(case, way="UNION_SENT", by=board)
    guild_cards.print_form(case, by=board)
    guild_cards.record_account(case, account=SHEBA, by=board)
    guild_cards.record_card(case, card_number=CARD, issued_on=tehran_today(), by=board)
    assert refusal_of(guild_cards.print_form, case, by=board) == "card_recorded"
    page = verified(board).get(reverse("admin:licensing_licencerequest_change", args=[case.pk]))
    assert reverse("admin:licensing_request_card_print", args=[case.pk]) not in page.content.decode()
