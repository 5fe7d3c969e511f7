"""Requests made to break whoever reads them: which keys a page reads, and what is put into them."""

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import quote

from django.db import transaction
from django.http import HttpResponse, QueryDict
from django.test import Client

FORM = "application/x-www-form-urlencoded"
#: What is put into keys and paths, as it stands in an address or a form. What else is no number, and what fields make of
#: the rest, stands in `tests/core/test_numbers.py` and `tests/core/test_hostile_input.py`.
VALUES = {
    "a digit only for Unicode": quote("²"),
    "5,000 digits": "9" * 5000,
    "a NUL": "1%00",
    "more than a column holds": str(2**63),
    "the longest number": "9" * 18,
    "half a pair of characters": quote("\u202e") + "%ED%A0%80%FF1",
}
#: Those that break a page on which a number is read by hand.
WORST = tuple(VALUES)[:3]
LONG = "x" * 100_000
CHARSETS = ("utf-16", "no-such-charset")
#: Rounds after which a page that keeps asking for further keys is left.
ROUNDS = 3
#: Keys that are not a page's own.
NOT_TRIED = {"csrfmiddlewaretoken", "_method"}
Wrong = tuple[str, str, str, int]


def hostile_paths(route: str, names: Iterable[str]) -> Iterator[str]:
    """The paths of this route with each hostile part in the place of all its converters."""
    for part in VALUES.values():
        path = route
        for name in names:
            path = re.sub(rf"<(\w+:)?{name}>", part, path)
        yield path


@contextmanager
def keys_read(into: set[str]) -> Iterator[None]:
    """Note every key that is looked up in an address or a form."""

    def noting(name: str) -> Callable[..., Any]:
        whole = getattr(QueryDict, name)

        def look(self: QueryDict, key: Any, *rest: Any, **more: Any) -> Any:
            into.add(str(key))
            return whole(self, key, *rest, **more)

        return look

    names = ("__getitem__", "getlist", "__contains__")
    own = {name: vars(QueryDict).get(name) for name in names}
    for name in names:
        setattr(QueryDict, name, noting(name))
    try:
        yield
    finally:
        for name, was in own.items():
            if was is None:
                delattr(QueryDict, name)
            else:
                setattr(QueryDict, name, was)


def ask(client: Client, method: str, path: str, text: str = "", **more: Any) -> HttpResponse:
    """One request with this query or urlencoded form; it leaves nothing behind. Call inside a test's transaction."""
    cookies, before = client.cookies.copy(), transaction.savepoint()
    try:
        if method == "get":
            return client.generic("GET", path, QUERY_STRING=text, **more)
        return client.generic(
            "POST", path, text.encode(), **{"content_type": FORM, "QUERY_STRING": ""} | more
        )
    finally:
        transaction.savepoint_rollback(before)
        client.cookies = cookies


def _keys_of(client: Client, method: str, path: str) -> list[str]:
    """The keys a page reads, also those it reads only when others are there."""
    found: set[str] = set()
    for _ in range(ROUNDS):
        tried = set(found)
        with keys_read(found):
            ask(client, method, path, _query(tried, "1"))
        found -= NOT_TRIED
        if found == tried:
            break
    return sorted(found)


def _query(keys: Any, value: str, alone: str = "") -> str:
    return "&".join(f"{quote(key)}={value if key == alone or not alone else '1'}" for key in sorted(keys))


def _multipart(keys: list[str]) -> dict[str, Any]:
    """A form of 100 kB in each key, the way files are sent: no limit on the form as a whole stops it."""
    mark = "----hostile"
    parts = (f'--{mark}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{LONG}\r\n' for key in keys)
    return {
        "text": "".join(parts) + f"--{mark}--\r\n",
        "content_type": f"multipart/form-data; boundary={mark}",
    }


def wrong_answers(client: Client, method: str, path: str, *, thorough: bool) -> Iterator[Wrong]:
    """What this address answers with a failure of ours: path, key, kind of value, status.

    Thorough: all values, and the worst ones also in each key by itself, beside ordinary values of the others.
    """
    keys = _keys_of(client, method, path)

    def judged(answer: HttpResponse, key: str, kind: str) -> Iterator[Wrong]:
        if answer.status_code >= 500:
            yield path[:60], key, kind, answer.status_code

    for kind in (VALUES if thorough else WORST) if keys else ():
        yield from judged(ask(client, method, path, _query(keys, VALUES[kind])), "all", kind)
    for key in keys if thorough and len(keys) > 1 else ():
        for kind in WORST:
            yield from judged(ask(client, method, path, _query(keys, VALUES[kind], key)), key, kind)
    if method == "get":
        if keys:
            yield from judged(ask(client, method, path, _query(keys, LONG)), "all", "100 kB")
        return
    if keys:
        yield from judged(ask(client, method, path, **_multipart(keys)), "all", "100 kB")
    for charset in CHARSETS:
        kind = f"{FORM}; charset={charset}"
        yield from judged(ask(client, "post", path, "a=1", content_type=kind), charset, "charset")
