"""Goes through the portal as everybody: opens pages, follows their links, searches and filters every list."""

import re
from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urljoin, urlsplit

from django.test import Client
from django.urls import Resolver404, resolve, reverse

from accounts.models import User
from guild_units.models import GuildUnit, QrCode
from licensing.cases.models import LicenceRequest
from licensing.cases.states import Status
from licensing.licences.models import Licence
from messaging.models import Message
from tests.factories import signed_in
from tests.plans import Statements
from tests.test_doors import verified

#: How many addresses of one name, beside those given, each person opens.
OF_A_NAME = 1
#: What is looked for in every list: a common name, one nobody has, and numbers of each kind.
SEARCHES = ("احمدی", "زرافه سفید", "۷۰۰۰-۰۰۰۰-۰۰۰۰-۰۰۴۲", "۲۰۰۰۰۰۰۰۴۲", "۰۹۱۳۰۰۰۰۰۴۲", "۱۰۰۰۰۴۲")
#: Accounts of the sample nation: of one union, of a county, of a province, of the nation, and of other desks.
STAFF = ("union-board", "inspector", "province", "secretariat", "support", "inquiry")
_LEAVES = {"sign_out", "logout", "password_change", "demo", "components"}


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        given = dict(attrs)
        if tag == "a" and given.get("href"):
            self.found.append(given["href"])
        if tag == "form" and (given.get("method") or "get").lower() == "get" and given.get("action"):
            self.found.append(given["action"])


def walk(statements: Statements) -> Counter[str]:
    """Everybody opens what they can reach; returns how often an address of each name was opened."""
    opened: Counter[str] = Counter()
    for visitor in _visitors():
        visitor.follow(statements, opened)
    return opened


def _visitors() -> Iterator["Visitor"]:
    token = QrCode.objects.order_by("-pk").first().token
    number = Licence.objects.order_by("-pk").first().token
    begins = ["home", "track", "verify", "sign_in", "unions", "working_days", "metrics"]
    public = [reverse("scan", args=[token]), reverse("verify_licence", args=[number])]
    yield Visitor("a stranger", Client(), [*map(reverse, begins), *public])
    owners = GuildUnit.objects.order_by("-pk").values_list("owner", flat=True)[:1000]
    told = Message.objects.filter(recipient__in=list(owners)).first()
    owner = User.objects.get(person=told.recipient_id, is_staff=False)
    own = [
        "dashboard",
        "my_units",
        "my_codes",
        "my_requests",
        "inbox",
        "instructions",
        "tickets",
        "my_sessions",
    ]
    yield Visitor("an owner", signed_in(owner), list(map(reverse, own)))
    for state in Status:
        if case := LicenceRequest.objects.filter(status=state).order_by("-pk").first():
            account = User.objects.get(person=case.applicant_id, is_staff=False)
            page = case.get_absolute_url()
            yield Visitor(f"an applicant, {state}", signed_in(account), [reverse("dashboard"), page], most=12)
    for name in STAFF:
        user = User.objects.get(username=name)
        cases = LicenceRequest.objects.visible_to(user)
        desks = [
            cases.filter(status=state).order_by("-pk").values_list("pk", flat=True)[:1] for state in Status
        ]
        pages = [reverse("admin:licensing_licencerequest_change", args=found) for found in desks if found]
        yield Visitor(name, verified(user), [reverse("admin:index"), *pages], most=120)


@dataclass
class Visitor:
    """One browser, where it begins, and how far it goes."""

    who: str
    client: Client
    begins: list[str]
    most: int = 100

    def follow(self, statements: Statements, opened: Counter[str]) -> None:
        """Open the pages it begins with and one of each kind that their links lead to.

        Raises:
            AssertionError: a page breaks.
        """
        waiting, known, names = deque(self.begins), set(self.begins), Counter[str]()
        while waiting:
            address = waiting.popleft()
            name = _name(address)
            if name in _LEAVES or (address not in self.begins and names[name] >= OF_A_NAME):
                continue
            if names.total() >= self.most and address not in self.begins:
                return
            names[name] += 1
            opened[name.split("?")[0]] += 1
            for found in self._links(address, statements):
                if found not in known:
                    known.add(found)
                    waiting.append(found)

    def _links(self, address: str, statements: Statements) -> list[str]:
        """Open a page; where its links and the forms that search lead."""
        statements.place = f"{address} as {self.who}"
        with statements.kept():
            response = self.client.get(address)
            body = b"".join(response.streaming_content) if response.streaming else response.content
        assert response.status_code < 500, f"{address} answers {response.status_code}"
        if response.status_code in (301, 302):
            return _inside(address, [response["Location"]])
        if "html" not in response.get("Content-Type", ""):
            return []
        read = _Links()
        read.feed(body.decode())
        found = _inside(address, read.found)
        if _name(address) in statements.searched:
            self.begins += [f"{address}?q={typed}" for typed in SEARCHES]
            found = [*self.begins[-len(SEARCHES) :], *found]
        return found


def _inside(address: str, links: list[str]) -> list[str]:
    """Those of the links that lead to a page of the portal, as path and query."""
    found = []
    for link in links:
        parts = urlsplit(urljoin(f"http://testserver{address}", link))
        if parts.netloc == "testserver" and not parts.path.startswith(("/static/", "/media/")):
            found.append(parts.path + (f"?{parts.query}" if parts.query else ""))
    return found


def _name(address: str) -> str:
    path, _, query = address.partition("?")
    try:
        found = resolve(path)
    except Resolver404:
        return path
    keys = re.findall(r"(?:^|&)(\w+)=[^&]", query)
    if len(keys) > 1:
        return f"{found.url_name}?…"
    return f"{found.url_name}?{keys[0]}" if keys else str(found.url_name)
