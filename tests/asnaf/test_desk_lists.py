"""Every list of the desk, with the sample nation in it: what a row shows finds the row, and what is shown is Persian."""

import io
import re
from html.parser import HTMLParser

import pytest
from django.conf import settings
from django.contrib import admin
from django.core.management import call_command
from django.test import Client, RequestFactory, TestCase
from django.urls import reverse

from accounts.models import User
from core import fonts
from organizations.desk.scope import ScopedAdmin
from organizations.members.models import Membership
from tests.hostile import ask, hostile_paths, wrong_answers
from tests.test_doors import verified

#: Columns that name no row: states, days, amounts, counts and gathered remarks.
NOT_SEARCHED = {
    "برای", "وضعیت", "تاریخ", "از", "تا", "از روز", "اعتبار", "مبلغ", "نسخه", "دوره", "تاریخ جلسه", "تاریخ صدور", "اعتبار تا",
    "تحویل", "مهلت پاسخ", "یادآوری", "نقش‌ها", "ویژگی‌ها", "مرکز استان", "روزها", "ضوابط", "پذیرش", "انتشار", "بارگذاری",
    "پیشنهاد", "آغاز پذیرش", "متقاضیان", "برقرار", "تخمینی", "مهلت", "فعال", "به کار می‌رود", "ضروری",
}  # fmt: skip
#: The two queues draw their own rows instead of a table.
QUEUES = {"licensing_licencerequest", "support_ticket"}


class Table(HTMLParser):
    """The rows of a page's tables: the address of the row, and heading, text and whether a state for each cell."""

    def __init__(self) -> None:
        super().__init__()
        self.headings: list[str] = []
        self.rows: list[tuple[str, list[tuple[str, str, bool]]]] = []
        self.links: list[str] = []
        self._cell: list[str] | None = None
        self._is_state = self._in_head = False
        self._href = ""

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "a" and given.get("href"):
            self.links.append(given["href"])
            self._href = self._href or given["href"]
        if tag == "thead":
            self._in_head, self.headings = True, []
        if tag == "tr":
            self._href = ""
            if not self._in_head:
                self.rows.append(("", []))
        if tag in ("td", "th"):
            self._cell, self._is_state = [], False
        if "status" in (given.get("class") or "").split() or (tag == "img" and self._cell is not None):
            self._is_state = True

    def handle_data(self, data):
        if self._cell is not None:
            self._cell.append(data)

    def handle_endtag(self, tag):
        if tag == "thead":
            self._in_head = False
        if tag in ("td", "th") and self._cell is not None:
            text, self._cell = " ".join("".join(self._cell).split()), None
            if self._in_head:
                self.headings.append(text)
            elif self.rows:
                href, cells = self.rows[-1]
                heading = self.headings[len(cells)] if len(cells) < len(self.headings) else ""
                cells.append((heading, text, self._is_state))
                self.rows[-1] = (href or self._href, cells)


#: Words a label of the desk may keep: names of file kinds and of codes.
LATIN = re.compile(r"(?!PDF|CSV|IBAN|IR|XLSX|QR)\b[A-Za-z]{2,}")
GREGORIAN = re.compile(
    r"\b20[0-9]{2}[-/.][0-9]|(?<![۰-۹])۲۰[۰-۹]{2}[-/.][۰-۹]"
    r"|ژانویه|فوریه|آوریل|ژوئن|ژوئیه|سپتامبر|اکتبر|نوامبر|دسامبر|\b(?:Jan|Feb|Apr|Aug|Sept|Oct|Nov|Dec)\b"
)


#: A key no row has.
NO_ROW = 10**9


def path_of(found, address, pk=None) -> str:
    """The path of an address of a list, for this row; whatever else it takes is a part of the row that is not there.

    Without a row it is the route, as the resolver writes it.
    """
    meta, route = found.model._meta, str(address.pattern)
    for part in address.pattern.converters if pk else ():
        route = re.sub(rf"<(\w+:)?{part}>", str(pk if part in ("pk", "object_id") else 1), route)
    return f"/admin/{meta.app_label}/{meta.model_name}/{route}"


def main_of(html: str) -> str:
    """The part of a page between its frame."""
    found = re.search(r"<main.*</main>", html, re.DOTALL)
    return found[0] if found else html


def words_of(html: str) -> str:
    """What a page says, without marks, addresses and scripts."""
    return re.sub(r"<[^>]*>", " ", re.sub(r"<(script|style|svg).*?</\1>", " ", html, flags=re.DOTALL))


def read(html: str) -> Table:
    """The tables and links of a page."""
    table = Table()
    table.feed(main_of(html))
    return table


def registered():
    """Every list of the desk, by the name its addresses begin with."""
    for model, found in admin.site._registry.items():
        if isinstance(found, ScopedAdmin):
            yield f"{model._meta.app_label}_{model._meta.model_name}", found


class TestDeskLists(TestCase):
    """With the sample nation, which has rows for every office."""

    @classmethod
    def setUpTestData(cls):
        fonts.prepare(settings.FONTS_ROOT)
        call_command("load_sample_nation", stdout=io.StringIO())

    def clients_of(self, found) -> list[Client]:
        """A browser for one person of each role that may look at a list."""
        roles = (*found.read_roles, *found.write_roles)
        users = {
            role: User.objects.filter(memberships__in=Membership.objects.in_force().filter(role=role)).first()
            for role in roles
        }
        return [self.client_of(user) for user in dict.fromkeys(users.values()) if user is not None]

    def client_of(self, user: User) -> Client:
        """One browser a person; a second device would not be theirs."""
        known = self.__dict__.setdefault("_clients", {})
        if user.pk not in known:
            known[user.pk] = verified(user)
        return known[user.pk]

    def first_row(self, name, found):
        """The fullest first row anybody sees of a list, and who sees it."""
        best = None
        for client in self.clients_of(found):
            page = client.get(reverse(f"admin:{name}_changelist"))
            for href, cells in read(page.content.decode()).rows[:1]:
                filled = sum(bool(text) for _, text, _ in cells)
                if href and (best is None or filled > best[0]):
                    best = (filled, client, href, cells)
        return best

    def pages(self):
        """Every list of the desk and the page of its first row: what it is called, who sees it, its text."""
        for name, found in registered():
            for client in self.clients_of(found):
                listed = client.get(reverse(f"admin:{name}_changelist"))
                table = read(listed.content.decode())
                yield f"{name} list", client, listed
                here = reverse(f"admin:{name}_changelist")
                inside = [
                    link for link in table.links if re.match(re.escape(here) + r"\d+/(change/)?$", link)
                ]
                if inside:
                    yield f"{name} row", client, client.get(inside[0])
                    break

    def test_no_page_of_the_desk_speaks_latin_counts_gregorian_or_leads_nowhere(self):
        latin, gregorian, dead, asked = [], [], [], {}
        for name, client, page in self.pages():
            main = main_of(page.content.decode())
            table = read(main)
            labels = [
                *table.headings,
                *re.findall(r"<(?:label|dt|caption|legend|option|summary)[^>]*>([^<]*)<", main),
            ]
            latin += [(name, label) for label in labels if LATIN.search(label)]
            gregorian += [(name, word) for word in GREGORIAN.findall(words_of(main))]
            for link in table.links:
                place = link.split("#")[0]
                if place.startswith("/") and place not in asked:
                    asked[place] = client.get(place).status_code
                    dead += [(name, place, asked[place])] if asked[place] >= 400 else []

        wrong = [*latin, *gregorian, *dead]
        assert not wrong, "\n".join(map(str, dict.fromkeys(wrong)))

    def test_whatever_a_row_shows_finds_the_row(self):
        tried, missed = set(), []
        for name, found in registered():
            row = self.first_row(name, found) if found.get_search_fields(None) else None
            if row is None:
                continue
            _, client, href, cells = row
            for heading, text, is_state in cells:
                if is_state or heading in NOT_SEARCHED or text.startswith("همهٔ") or len(text) < 2:
                    continue
                tried.add(name)
                answer = client.get(reverse(f"admin:{name}_changelist"), {"q": text})
                if href.split("?")[0] not in [
                    link.split("?")[0] for link in read(answer.content.decode()).links
                ]:
                    missed.append((name, heading, text))

        assert not missed, "\n".join(map(str, missed))
        assert {"organizations_commissionapproval", "licensing_licence", "deadlines_holiday"} <= tried
        assert len(tried) >= 18, sorted(tried)

    def hidden_rows(self):
        """For each list and person who may enter it: their browser and a row that is there and not theirs to see."""
        for name, found in registered():
            for client in self.clients_of(found):
                request = RequestFactory().get("/")
                request.user = User.objects.get(pk=client.session["_auth_user_id"])
                seen = found.get_queryset(request).order_by().values("pk")
                hidden = found.model.objects.exclude(pk__in=seen).order_by("pk").first()
                if hidden is not None:
                    yield name, found, client, hidden.pk

    def test_row_out_of_scope_is_answered_like_none_at_every_address_and_method(self):
        told, tried = [], set()
        for name, found, client, key in self.hidden_rows():
            for address in found.get_urls():
                if address.name is None or not {"pk", "object_id"} & set(address.pattern.converters):
                    continue  # the bare number only leads on to the page, whatever it is
                for method in ("get", "post"):
                    ask, none = getattr(client, method), path_of(found, address, NO_ROW)
                    answers = [ask(path_of(found, address, key)).status_code]
                    answers += [ask(none).status_code] if name not in tried else []
                    if set(answers) - {403, 404, 405} or len(set(answers)) > 1:
                        told.append((address.name, method, answers))
            tried.add(name)

        assert not told, "\n".join(map(str, told))
        assert len(tried) >= 12, sorted(tried)

    @pytest.mark.slow
    def test_no_address_of_the_desk_fails_whatever_stands_in_what_it_reads(self):
        wrong = []
        for name, found in registered():
            row = self.first_row(name, found)
            client, key = (
                (row[1], re.search(r"\d+", row[2])[0]) if row else (self.clients_of(found)[0], NO_ROW)
            )
            client.raise_request_exception = False
            for address in found.get_urls():
                if not (address.name or "_delete").endswith(("_delete", "_history")):
                    here = path_of(found, address, key)
                    for method in ("get", "post"):
                        wrong += [
                            (address.name, method, *bad)
                            for bad in wrong_answers(client, method, here, thorough=False)
                        ]
                if address.pattern.converters:
                    paths = hostile_paths(path_of(found, address), address.pattern.converters)
                    wrong += [path[:80] for path in paths if ask(client, "get", path).status_code >= 500]
            client.raise_request_exception = True

        assert not wrong, "\n".join(map(str, wrong))
