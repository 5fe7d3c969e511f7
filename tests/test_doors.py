"""Every address, tried by everybody: a stranger, the person it belongs to, another citizen, staff.

An address that is not listed here fails the build. `200` means the page itself, `in` a redirect to a sign-in page,
`desk` one to the staff's desk, `404` nothing to see, `405` a wrong method.
"""

import pytest
from django.contrib import admin
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django_otp import DEVICE_ID_SESSION_KEY
from django_otp.plugins.otp_totp.models import TOTPDevice

from core.jalali import tehran_today
from licensing.cases.states import Status
from licensing.inquiries import services as inquiries
from licensing.inquiries.models import Inquiry
from licensing.licences.models import Licence
from licensing.sessions import agenda
from licensing.sessions import services as sessions
from messaging.models import InstructionDoc, Message
from organizations.bodies.models import Body
from organizations.proposals.models import CategorySuggestion
from organizations.roles.states import BodyKind, Level, Role
from tests.factories import (
    CitizenFactory,
    GuildUnitFactory,
    LicenceRequestFactory,
    MembershipFactory,
    StaffFactory,
    account_of,
    board_of,
    bring_to,
    invited,
    issued_licence,
    photo,
    signed_in,
    uploaded,
    with_papers,
)
from tests.support.cases import ask

pytestmark = pytest.mark.django_db

#: name → (stranger, owner, other citizen, staff) for GET.
DOORS: dict[str, tuple[str, str, str, str]] = {
    # public
    "home": ("200", "200", "200", "200"),
    "prerequisites": ("200", "200", "200", "200"),
    "request_guide": ("200", "200", "200", "200"),
    "eligibility": ("200", "200", "200", "200"),
    "track": ("200", "200", "200", "200"),
    "track_status": ("track", "track", "track", "track"),
    "track_open": ("track", "track", "track", "track"),
    "track_code": ("track", "track", "track", "track"),
    "track_details": ("track", "track", "track", "track"),
    "track_letters": ("405", "405", "405", "405"),
    "track_letters_file": ("track", "track", "track", "track"),
    "track_silence_letter": ("track", "track", "track", "track"),
    "verify": ("200", "200", "200", "200"),
    "verify_licence": ("200", "200", "200", "200"),
    "scan": ("200", "200", "200", "200"),
    "conditions": ("200", "200", "200", "200"),
    "general_conditions": ("200", "200", "200", "200"),
    "conditions_difference": ("404", "404", "404", "404"),  # there is one version only
    "general_conditions_difference": ("404", "404", "404", "404"),
    "unions": ("200", "200", "200", "200"),
    "union": ("200", "200", "200", "200"),
    "suggest_category": ("200", "200", "200", "200"),
    "suggestion_sent": ("suggest", "suggest", "suggest", "suggest"),  # nothing was suggested yet
    "track_suggestion": ("200", "200", "200", "200"),
    "suggestion_status": ("follow", "follow", "follow", "follow"),
    "working_days": ("200", "200", "200", "200"),
    "working_days_month": ("200", "200", "200", "200"),
    "healthz": ("200", "200", "200", "200"),
    "readyz": ("503", "503", "503", "503"),  # no worker runs in this test
    "metrics": ("200", "200", "200", "200"),  # of this very machine; who comes through a proxy finds nothing
    "demo": ("200", "200", "200", "200"),
    # signing in and out
    "sign_in": ("200", "panel", "panel", "200"),
    "sign_in_code": ("in", "in", "in", "in"),
    "resend_code": ("405", "405", "405", "405"),
    "sign_out": ("200", "200", "200", "200"),
    "keep_session": ("405", "405", "405", "405"),
    "lost_sim": ("200", "200", "200", "200"),
    # everybody's own
    "my_sessions": ("in", "200", "200", "200"),
    "end_session": ("in", "405", "405", "405"),
    "end_other_sessions": ("in", "405", "405", "405"),
    # a citizen's own
    "change_mobile": ("in", "200", "200", "desk"),
    "change_mobile_code": ("in", "mobile", "mobile", "desk"),  # no number was told yet
    "resend_mobile_code": ("in", "405", "405", "desk"),
    "dashboard": ("in", "200", "add", "desk"),  # who has nothing here yet begins with registration
    "show_national_code": ("405", "405", "405", "405"),
    "my_units": ("in", "200", "200", "desk"),
    "unit": ("in", "200", "404", "desk"),
    "my_codes": ("in", "200", "200", "desk"),
    "unit_code": ("in", "200", "404", "desk"),
    "code_poster": ("in", "qr", "404", "desk"),  # not drawn yet
    "code_png": ("in", "200", "404", "desk"),
    "code_svg": ("in", "200", "404", "desk"),
    "reissue_code": ("in", "200", "404", "desk"),
    "add_unit": ("in", "add", "add", "desk"),
    "unit_licence": ("in", "200", "200", "desk"),
    "unit_form": ("in", "add", "add", "desk"),  # no licence was told yet
    "unit_workshop": ("in", "add", "add", "desk"),
    "unit_people": ("in", "add", "add", "desk"),
    "no_licence": ("405", "405", "405", "405"),
    "my_requests": ("in", "200", "200", "desk"),
    "new_request": ("in", "200", "200", "desk"),
    "inbox": ("in", "200", "200", "desk"),
    "message": ("in", "200", "404", "desk"),
    "message_file": ("in", "200", "404", "desk"),
    "inbox_file": ("in", "200", "200", "desk"),
    "archive_message": ("405", "405", "405", "405"),
    "instructions": ("in", "200", "200", "desk"),
    "instruction": ("in", "200", "200", "desk"),
    "instruction_file": ("in", "200", "200", "desk"),
    "tickets": ("in", "200", "200", "desk"),
    "new_ticket": ("in", "200", "200", "desk"),
    "ticket": ("in", "200", "404", "desk"),
    "close_ticket": ("405", "405", "405", "405"),
    "ticket_file": ("in", "200", "404", "desk"),
    "ticket_thumbnail": ("in", "200", "404", "desk"),
    "request": ("in", "200", "404", "desk"),
    "request_person": ("in", "200", "404", "desk"),
    "request_place": ("in", "200", "404", "desk"),
    "request_offices": ("in", "200", "404", "desk"),
    "request_platform": ("in", "request", "404", "desk"),  # this trade has premises, no platform
    "request_check": ("in", "200", "404", "desk"),
    "request_code": ("in", "200", "404", "desk"),
    "withdraw_request": ("in", "200", "404", "desk"),
    "restart_request": ("in", "request", "404", "desk"),  # the file is open: nothing to begin again
    "request_papers": ("in", "200", "404", "desk"),
    "request_paper": ("in", "200", "404", "desk"),
    "request_needs": ("in", "request", "404", "desk"),  # nothing is needed
    "request_slips": ("in", "request", "404", "desk"),  # no bill is open
    "request_letters": ("405", "405", "405", "405"),
    "letters_document": ("in", "request", "404", "desk"),
    "remove_paper": ("405", "405", "405", "405"),
    "paper_file": ("in", "200", "404", "desk"),
    "paper_thumbnail": ("in", "200", "404", "desk"),
    "licence_document": ("in", "request", "404", "desk"),
    "my_suggestions": ("in", "200", "200", "desk"),
    "my_suggestion": ("in", "200", "404", "desk"),
    "interview_calendar": ("in", "200", "404", "desk"),
    "licence_label": ("in", "request", "404", "desk"),
    "silence_letter": ("in", "404", "404", "desk"),  # this request was answered in time
}
#: The captcha's own pictures are addressed by an unguessable key.
NOT_OURS = {"captcha-image", "captcha-image-2x", "captcha-audio", "captcha-refresh", None}


def letters_of(owner):
    """Letters the applicant prints herself, not drawn yet."""
    case = bring_to(LicenceRequestFactory(applicant=owner, submitted=True), Status.IN_PROGRESS)
    return inquiries.print_letters(case.inquiries.select_related("case"), by=account_of(owner), card_of=case)


def instruction():
    """An instruction for the whole country."""
    body = Body.objects.create(kind=BodyKind.SECRETARIAT, level=Level.NATIONAL, name="دبیرخانه")
    doc = InstructionDoc(
        title="راهنما", summary="چکیده", size=4, body=body, published_by=MembershipFactory(body=body).user
    )
    doc.file.save("a.pdf", ContentFile(b"%PDF"))
    return doc


@pytest.fixture
def world(settings, tmp_path):
    """A licence, a submitted request and a draft of one person, and everybody who may knock."""
    settings.MEDIA_ROOT = tmp_path
    licence = issued_licence()
    owner = licence.holder
    draft = LicenceRequestFactory(applicant=owner)
    paper = uploaded(draft)
    unit = GuildUnitFactory(owner=owner)
    ticket = ask(account_of(owner), content=photo())
    attachment = ticket.posts.get().attachment
    doc = instruction()
    return {
        "arguments": {
            "verify_licence": [licence.token],
            "conditions": [licence.case.special_conditions_id],
            "general_conditions": [licence.case.general_conditions.version],
            "conditions_difference": [licence.case.special_conditions_id, 999_999],
            "general_conditions_difference": [licence.case.general_conditions.version, 99],
            "union": [licence.union_id],
            "my_suggestion": [
                CategorySuggestion.objects.create(
                    person=owner,
                    contact_name="متقاضی",
                    mobile="09121234567",
                    county=licence.union.county,
                    text="تعمیر پهپاد",
                ).pk
            ],
            "working_days_month": [1405, 8],
            "message": [Message.objects.filter(recipient=owner).first().pk],
            "message_file": [Message.objects.filter(recipient=owner).first().pk],
            "archive_message": [Message.objects.filter(recipient=owner).first().pk],
            "licence_document": [licence.pk],
            "scan": [unit.codes.get().token],
            **{
                name: [unit.pk]
                for name in ("unit", "unit_code", "code_poster", "code_png", "code_svg", "reissue_code")
            },
            "instruction": [doc.pk],
            "instruction_file": [doc.pk],
            "ticket": [ticket.pk],
            "close_ticket": [ticket.pk],
            "ticket_file": [attachment.pk],
            "ticket_thumbnail": [attachment.pk],
            "licence_label": [licence.pk],
            "request_papers": [draft.pk],
            "request_letters": [draft.pk],
            "letters_document": [letters_of(owner).pk],
            "request_paper": [draft.pk, "NATIONAL_CARD"],
            "remove_paper": [paper.pk],
            "paper_file": [paper.pk],
            "paper_thumbnail": [paper.pk],
            "request_code": [licence.case.pk],
            "restart_request": [licence.case.pk],
            "silence_letter": [licence.case.pk],
            "interview_calendar": [invited(LicenceRequestFactory(applicant=owner, submitted=True)).case_id],
            "withdraw_request": [
                bring_to(LicenceRequestFactory(applicant=owner, submitted=True), "SUBMITTED").pk
            ],
            **{
                name: [draft.pk]
                for name in (
                    "request",
                    "request_person",
                    "request_place",
                    "request_offices",
                    "request_platform",
                    "request_check",
                    "request_needs",
                    "request_slips",
                )
            },
        },
        "visitors": (
            Client(),
            signed_in(account_of(owner)),
            signed_in(CitizenFactory()),
            verified(board_of(licence.union)),
        ),
    }


def verified(user) -> Client:
    """A browser of a member of staff who gave password and second factor."""
    device = TOTPDevice.objects.create(user=user, confirmed=True)
    client = Client()
    client.force_login(user, backend="accounts.backends.StaffBackend")
    session = client.session
    session[DEVICE_ID_SESSION_KEY] = device.persistent_id
    session.save()
    return client


def names(patterns, prefix=""):
    """Every name of the portal's own addresses."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            if pattern.namespace is None:
                yield from names(pattern.url_patterns)
        elif isinstance(pattern, URLPattern):
            yield pattern.name


def answer(client, address):
    """What this visitor gets, in the words of the table."""
    response = client.get(address)
    if response.status_code != 302:
        return str(response.status_code)
    for word, name in (
        ("in", "sign_in"),
        ("track", "track"),
        ("desk", "admin:index"),
        ("request", "my_requests"),
        ("add", "add_unit"),
        ("mobile", "change_mobile"),
        ("qr", "my_codes"),
        ("suggest", "suggest_category"),
        ("follow", "track_suggestion"),
        ("panel", "dashboard"),
    ):
        if response.url.split("?")[0].startswith(reverse(name)):
            return word
    return response.url


def test_every_address_is_listed():
    assert set(names(get_resolver().url_patterns)) - NOT_OURS == set(DOORS)


def test_each_door_opens_for_whom_it_should_and_nobody_else(world):
    expected, found = {}, {}
    for name, row in DOORS.items():
        address = reverse(name, args=world["arguments"].get(name, []))
        expected[name] = row
        found[name] = tuple(answer(client, address) for client in world["visitors"])

    assert found == expected


#: Drawn for nobody in particular: pages of a scan and of the machines read no session.
SESSIONLESS = {"verify_licence", "scan", "healthz", "readyz", "metrics"}


def test_whatever_is_drawn_for_somebody_signed_in_says_that_it_is_theirs_alone(world):
    shared = []
    for client in world["visitors"][1:]:
        for name in DOORS:
            answer = client.get(reverse(name, args=world["arguments"].get(name, [])))
            said = answer.headers.get("Cache-Control", "")
            is_theirs = (
                "private" in said and "public" not in said and "Cookie" in answer.headers.get("Vary", "")
            )
            if not is_theirs and name not in SESSIONLESS:
                shared.append((name, said, answer.headers.get("Vary")))

    assert shared == []


def admin_addresses():
    """Lists and adding pages of everything on the desk."""
    for model, model_admin in admin.site._registry.items():
        base = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        yield reverse(f"{base}_changelist")
        yield reverse(f"{base}_add")
        del model_admin


def test_desk_lets_in_only_staff_whose_second_factor_was_checked(world):
    password_only = Client()
    password_only.force_login(StaffFactory(), backend="accounts.backends.StaffBackend")

    for client in (*world["visitors"][:3], password_only):
        for address in admin_addresses():
            response = client.get(address)
            assert response.status_code == 302, address
            assert response.url.startswith(reverse("admin:login")), address


def test_staff_without_any_role_finds_an_empty_desk(world):
    client = verified(StaffFactory())

    statuses = {client.get(address).status_code for address in admin_addresses()}

    assert statuses <= {403, 404}


def test_request_of_another_union_is_a_404_for_every_address_of_the_desk(world):
    case = bring_to(LicenceRequestFactory(submitted=True), Status.UNDER_REVIEW)
    stranger = verified(MembershipFactory(role=Role.UNION_BOARD).user)
    licence = Licence.objects.get()

    assert stranger.get(reverse("admin:licensing_licencerequest_change", args=[case.pk])).status_code == 404
    assert stranger.get(reverse("admin:licensing_licence_document", args=[licence.pk])).status_code == 404
    assert stranger.get(reverse("admin:licensing_licence_label", args=[licence.pk])).status_code == 404
    for step in (
        "open",
        "accept",
        "bill",
        "pay",
        "issue",
        "conditional",
        "reject",
        "refuse",
        "return",
        "interview",
        "interview_result",
        "deliver",
        "refuse_slip",
        "refund_approve",
        "refund_transfer",
        "needs_settle",
        "needs_again",
    ):
        address = reverse(f"admin:licensing_request_{step}", args=[case.pk])
        assert stranger.post(address, {"seen_version": case.version}).status_code == 404, step
    for act in (
        "request_paper_posted",
        "request_paper_originals",
        "request_letters",
        "request_card_form",
        "request_card_account",
        "request_card_issued",
        "request_card_print",
    ):
        address = reverse(f"admin:licensing_{act}", args=[case.pk])
        assert stranger.post(address, {}).status_code == 404, act
    board = board_of(case.union)
    session = sessions.plan_session(union=case.union, held_on=tehran_today(), by=board)
    agenda.add_to_agenda(session, {case.pk: case.version}, by=board)
    item = session.items.get()
    assert stranger.get(reverse("admin:licensing_boardsession_change", args=[session.pk])).status_code == 404
    for act in ("queue", "publish", "cancel", "print"):
        address = reverse(f"admin:licensing_session_{act}", args=[session.pk])
        assert stranger.get(address).status_code == 404, act
    for act in ("reasons", "remove"):
        address = reverse(f"admin:licensing_session_{act}", args=[session.pk, item.pk])
        assert stranger.post(address, {}).status_code == 404, act
    inquiry = Inquiry.objects.first()
    for act in ("print", "remind", "post", "delivery", "online", "answer", "correct"):
        address = reverse(f"admin:licensing_inquiry_{act}", args=[inquiry.pk])
        assert stranger.post(address, {}).status_code == 404, act
    for name in ("inquiry_change", "inquiry_slip", "inquiry_letters", "inquiry_letters_pdf"):
        assert stranger.get(reverse(f"admin:licensing_{name}", args=[inquiry.pk])).status_code == 404, name
    paper = with_papers(case).documents.first()
    for act, method in (
        ("request_paper_verdict", stranger.post),
        ("paper_file", stranger.get),
        ("paper_small", stranger.get),
    ):
        address = reverse(f"admin:licensing_{act}", args=[case.pk, paper.pk])
        assert method(address).status_code == 404, act
    case.refresh_from_db()
    assert case.status == Status.UNDER_REVIEW
