"""Whatever is typed when a session ends stands there again after sign-in: on every page with a form, for staff and
citizens. The pages are found by following the links of the sample nation; a form nobody came by fails the test."""

import io
import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from unittest.mock import patch
from urllib.parse import urljoin, urlsplit

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import transaction
from django.test import Client, TestCase
from django.urls import Resolver404, resolve, reverse
from django_otp import DEVICE_ID_SESSION_KEY
from django_otp.plugins.otp_totp.models import TOTPDevice

from accounts.models import User
from accounts.sessions import SEEN_KEY
from core import fonts
from core.forms import PersianFormMixin
from guild_units.services import finding
from guild_units.services.registering import choose_form
from licensing.cases.models import LicenceRequest
from organizations.bodies.models import Union
from organizations.categories.states import BranchOfTrade
from organizations.proposals import category_entries
from organizations.proposals import suggestions as proposals_suggestions
from organizations.proposals.models import CategorySuggestion
from registries.models import SamplePerson
from tests.factories import EmptyDraftFactory, NewcomerFactory, RegisterLicenceFactory, account_of

#: One account of each desk.
STAFF = ("secretariat", "commission", "chamber", "union-board", "union-operator", "inquiry", "support")
TYPED = ("text", "tel", "email", "number", "search", "url", "date", "time")
#: Forms this walk cannot come by, and why.
_BEFORE, _DRAWN, _PLAIN = (
    "nobody is signed in there",
    "no such case in the sample; its fields are restored when they are drawn, whenever they were added",
    "no such case; all its fields stand in the class",
)
ELSEWHERE: dict[str, str] = {
    "accounts.forms.CodeForm": "a one-time code is never kept",
    "accounts.forms.IdentityForm": _PLAIN,
    "accounts.forms.LostSimForm": _BEFORE,
    "accounts.forms.RefusalForm": _PLAIN,
    "accounts.forms.SignInForm": _BEFORE,
    "accounts.forms.StaffSignInForm": _BEFORE,
    "deadlines.forms.OutageEndForm": _PLAIN,
    "licensing.desk.checklist_desk.ChecklistForm": _PLAIN,
    "licensing.cards.desk.AccountForm": _PLAIN,
    "licensing.cards.desk.CardForm": _PLAIN,
    "licensing.inquiries.desk_forms.DeliveryForm": _PLAIN,
    "licensing.inquiries.desk_forms.RegisteredPostForm": _PLAIN,
    "licensing.intake.paper_file_forms.PaperPersonForm": _PLAIN,
    "licensing.intake.paper_file_forms.SignedForm": _PLAIN,
    "licensing.sessions.desk_forms.PublishForm": _PLAIN,
    "licensing.sessions.desk_forms.ReasonsForm": _DRAWN,
    "licensing.intake.forms.AcceptForm": _PLAIN,
    "licensing.panel.forms.OpenForm": "a captcha alone",
    "licensing.intake.forms.PlatformForm": _PLAIN,
    "licensing.intake.forms.UndertakingForm": _PLAIN,
    "organizations.members.desk_forms.UsernameForm": _PLAIN,
    "organizations.proposals.desk_forms.ApproveForm": _PLAIN,
    "organizations.categories.desk_forms.ModeForm": _PLAIN,
    "organizations.proposals.desk_forms.RefuseForm": _PLAIN,
    "deadlines.forms.BasisForm": _DRAWN,
    "licensing.billing.desk_forms.BillForm": _DRAWN,
    "licensing.inquiries.desk_forms.CorrectionForm": _DRAWN,
    "licensing.decisions.minute_request_desk.DeclineForm": _DRAWN,
    "licensing.decisions.minute_request_desk.GiveMinuteForm": _DRAWN,
    "licensing.intake.paper_file_forms.PaperOfficesForm": _DRAWN,
    "licensing.billing.desk_forms.ApprovalForm": _DRAWN,
    "licensing.billing.desk_forms.SlipRefusalForm": _DRAWN,
    "licensing.billing.desk_forms.TransferForm": _DRAWN,
    "organizations.members.desk_forms.MinuteFileForm": _DRAWN,
}


@dataclass
class Control:
    kind: str
    name: str
    value: str
    chosen: bool = False
    options: list[tuple[str, bool]] = field(default_factory=list)


@dataclass
class Form:
    action: str
    method: str
    controls: list[Control] = field(default_factory=list)


class Page(HTMLParser):
    """The links and forms of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.forms: list[Form] = []
        self._form: Form | None = None
        self._last: Control | None = None
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        at = {name: value if value is not None else "" for name, value in attrs}
        if tag == "a" and "href" in at:
            self.links.append(at["href"])
        elif tag == "form":
            self._form = Form(at.get("action", ""), at.get("method", "get").lower())
            self.forms.append(self._form)
        elif self._form is not None and "disabled" not in at:
            self._control(tag, at)

    def _control(self, tag, at):
        name = at.get("name", "")
        if tag == "input" and name:
            kind = at.get("type", "text")
            self._form.controls.append(Control(kind, name, at.get("value", ""), "checked" in at))
        elif tag == "textarea" and name:
            self._last = Control("textarea", name, "")
            self._form.controls.append(self._last)
        elif tag == "select" and name:
            self._last = Control("select", name, "")
            self._form.controls.append(self._last)
        elif tag == "button" and name:
            self._form.controls.append(Control("button", name, at.get("value", "")))
        elif tag == "option" and self._last is not None and self._last.kind == "select":
            self._last.options.append((at.get("value", ""), "selected" in at))

    def handle_data(self, data):
        if self._last is not None and self._last.kind == "textarea":
            self._last.value += data

    def handle_endtag(self, tag):
        if tag == "form":
            self._form = None
        elif tag in ("textarea", "select"):
            self._last = None


def is_left_out(name: str) -> bool:
    """What opens something, or is good once; `code` may be a one-time code in any form. Rows ticked in a list of
    Django's own are no typing either."""
    return (
        name in ("code", "otp_token", "action", "_selected_action")
        or "password" in name
        or name.startswith("captcha")
    )


def filled(form: Form) -> dict[str, list[str]]:
    """Other values than the page shows, for everything a person can type or choose."""
    typed: dict[str, list[str]] = {}
    for number, control in enumerate(form.controls):
        if is_left_out(control.name):
            continue
        if control.kind in (*TYPED, "textarea"):
            typed[control.name] = [f"{number}7"]
        elif control.kind == "select":
            others = [value for value, chosen in control.options if value and not chosen]
            if others:
                typed[control.name] = [others[-1]]
        elif control.kind == "radio" and not control.chosen:
            typed[control.name] = [control.value]
        elif control.kind == "checkbox" and not control.chosen:
            typed.setdefault(control.name, []).append(control.value or "on")
    return typed


def sent(form: Form, typed: dict[str, list[str]]) -> dict[str, list[str]]:
    """What the browser sends."""
    data = {c.name: [c.value] for c in form.controls if c.kind in ("hidden", "button")}
    for control in form.controls:
        if control.kind in ("checkbox", "radio") and control.chosen:
            data.setdefault(control.name, []).append(control.value or "on")
    return {name: values for name, values in (data | typed).items() if name != "csrfmiddlewaretoken"}


def shown(form: Form) -> dict[str, list[str]]:
    """What the page shows as typed or chosen."""
    values: dict[str, list[str]] = {}
    for control in form.controls:
        if control.kind in (*TYPED, "textarea"):
            values.setdefault(control.name, []).append(control.value.removeprefix("\n").removeprefix("\r\n"))
        elif control.kind == "select":
            values[control.name] = [value for value, chosen in control.options if chosen]
        elif control.kind in ("radio", "checkbox") and control.chosen:
            values.setdefault(control.name, []).append(control.value or "on")
    return values


class Visitor:
    """A browser of one account that follows links and is thrown out at every form it has not met yet."""

    def __init__(self, user: User, met: set[tuple[str | None, ...]]) -> None:
        self.user, self.client, self.met = user, Client(), met
        self.come_in()
        self.lost: list[str] = []
        self.untitled: list[str] = []

    def come_in(self) -> None:
        door = "StaffBackend" if self.user.is_staff else "CitizenBackend"
        self.client.force_login(self.user, backend=f"accounts.backends.{door}")
        if self.user.is_staff:
            session = self.client.session
            session[DEVICE_ID_SESSION_KEY] = TOTPDevice.objects.get(user=self.user).persistent_id
            session.save()

    def look(self, url: str) -> Page | None:
        answer = self.client.get(url)
        html = answer.headers.get("Content-Type", "").startswith("text/html")
        return Page(answer.content.decode()) if answer.status_code == 200 and html else None

    def walk(self, *starts: str, within: str) -> None:
        """Every page behind the links, one of each address; the pages it starts from in any case."""
        ahead, seen = deque(starts), {route_of(url) for url in starts}
        while ahead:
            url = ahead.popleft()
            page = self.look(url)
            if page is None:
                continue
            for number, form in enumerate(page.forms):
                if form.method == "post" and self.is_new(url, form):
                    self.lose_session_at(url, number, form)
            for link in page.links:
                parts = urlsplit(urljoin(url, link))
                route = route_of(parts.path)
                if parts.netloc or route is None or route in seen or not parts.path.startswith(within):
                    continue
                seen.add(route)
                ahead.append(urljoin(url, link).partition("#")[0])

    def is_new(self, url: str, form: Form) -> bool:
        names = sorted(re.sub("[0-9]+", "0", name) for name in filled(form))
        shape = (route_of(url), route_of(urljoin(url, form.action or url)), *names)
        new = bool(names) and shape not in self.met
        self.met.add(shape)
        return new

    def lose_session_at(self, url: str, number: int, form: Form) -> None:
        typed, address = filled(form), urljoin(url, form.action or url)
        session = self.client.session
        session[SEEN_KEY] = 0
        session.save()
        self.client.post(address, sent(form, typed), headers={"Referer": f"http://testserver{url}"})
        self.come_in()
        page = self.look(url)
        again = shown(page.forms[number]) if page and number < len(page.forms) else {}
        missing = [name for name, values in typed.items() if not set(values) <= set(again.get(name, []))]
        if missing:
            self.lost.append(f"{url} → {address}: {', '.join(missing)}")
        self.send_empty(form, address)

    def send_empty(self, form: Form, address: str) -> None:
        """What is wrong stands in the title too; whatever an empty form may have done is taken back."""
        hidden = {c.name: c.value for c in form.controls if c.kind == "hidden"}
        with transaction.atomic():
            answer = self.client.post(address, hidden)
            transaction.set_rollback(True)
        html = (
            answer.content.decode() if answer.headers.get("Content-Type", "").startswith("text/html") else ""
        )
        faulty = any(mark in html for mark in ('class="summary-of-errors"', 'class="errornote"'))
        if faulty and "<title>خطا: " not in html:
            self.untitled.append(address)


def route_of(url: str) -> str | None:
    """The pattern behind an address, None for one that is not ours."""
    try:
        return resolve(urlsplit(url).path).route
    except Resolver404:
        return None


def all_forms(kind: type = PersianFormMixin) -> Iterator[type]:
    """Every form class of the portal."""
    for below in kind.__subclasses__():
        if not below.__module__.startswith(("tests.", "django.", "core.", "asnaf.gallery")):
            yield below
        yield from all_forms(below)


@pytest.mark.slow
class TestRestoredEverywhere(TestCase):
    @classmethod
    def setUpTestData(cls):
        fonts.prepare(settings.FONTS_ROOT)
        call_command("load_sample_nation", stdout=io.StringIO())

    def test_everything_typed_stands_there_again_and_titles_name_a_fault(self):
        drawn, lost, untitled, met = set(), [], [], set()
        plain = PersianFormMixin.get_initial_for_field

        def noted(form, *args):
            drawn.add(type(form))
            return plain(form, *args)

        with patch.object(PersianFormMixin, "get_initial_for_field", noted):
            for user, starts in (*self.desks(), *self.panels()):
                visitor = Visitor(user, met)
                visitor.walk(*starts, within="/admin/" if user.is_staff else "/")
                lost, untitled = lost + visitor.lost, untitled + visitor.untitled
        unmet = {f"{kind.__module__}.{kind.__qualname__}" for kind in all_forms() if kind not in drawn}
        bases = {
            f"{kind.__module__}.{kind.__qualname__}"
            for one in drawn
            for kind in one.__mro__
            if kind is not one
        }

        assert not lost, "\n".join(lost)
        assert not untitled, "\n".join(untitled)
        assert unmet - bases == set(ELSEWHERE)

    def desks(self) -> Iterator[tuple[User, list[str]]]:
        """Each desk with the request of each state, which looks different in every one, and two missing trades."""
        suggestions = [self.suggested(), self.suggested()]
        chamber = User.objects.get(username="chamber")
        union = Union.objects.entered_by(chamber).filter(level="COUNTY").first()
        words = {"name": "تعمیر پهپاد", "isic_code": "951299", "branch_of_trade": BranchOfTrade.values[0]}
        category_entries.write_entry(suggestions[0], **words, union=union, by=chamber)
        change = "admin:organizations_categorysuggestion_change"
        for user in User.objects.filter(username__in=STAFF):
            mine = CategorySuggestion.objects.visible_to(user).filter(pk__in=[row.pk for row in suggestions])
            newest = {case.status: case.pk for case in LicenceRequest.objects.visible_to(user).order_by("pk")}
            yield (
                user,
                [
                    reverse("admin:index"),
                    *(reverse(change, args=[row.pk]) for row in mine),
                    *(reverse("admin:licensing_licencerequest_change", args=[pk]) for pk in newest.values()),
                ],
            )

    def suggested(self) -> CategorySuggestion:
        county = User.objects.get(username="chamber").memberships.get().body.county
        return proposals_suggestions.suggest_category(
            contact_name="پریسا کاویان", mobile="09121234567", county=county, text="تعمیر پهپاد"
        )

    def panels(self) -> Iterator[tuple[User, list[str]]]:
        """The applicant of a request in each state, one with an empty draft, and one who registers a unit."""
        people = {case.status: case.applicant_id for case in LicenceRequest.objects.order_by("pk")}
        for user in User.objects.filter(is_staff=False, person__in=set(people.values())):
            own = LicenceRequest.objects.filter(applicant=user.person)
            yield user, [reverse("dashboard"), reverse("home"), *(case.get_absolute_url() for case in own)]
        draft = EmptyDraftFactory()
        yield draft.created_by, [draft.get_absolute_url()]
        yield self.registering(), [reverse(name) for name in ("unit_licence", "unit_form", "unit_workshop")]

    def registering(self) -> User:
        person = NewcomerFactory()
        holder = SamplePerson.objects.get(national_code=person.national_code)
        licence, user = RegisterLicenceFactory(holder=holder), account_of(person)
        person.birth_date = holder.birth_date
        person.save()
        draft = finding.look_up_licence(number=licence.number, birth_date=None, by=user)
        choose_form("FORMAL", guild_id=licence.guild_id, seen_version=draft.version, by=user)
        return user
