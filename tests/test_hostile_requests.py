"""Every address of the portal, with values made to break it: whatever comes, nothing answers with a failure of ours.

The desk's own addresses are tried with the sample nation in `tests/asnaf/test_desk_lists.py`.
"""

from collections.abc import Iterator

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.hostile import ask, hostile_paths, wrong_answers
from tests.test_doors import DOORS, world

__all__ = ["world"]  # the fixture

pytestmark = pytest.mark.django_db


def routes(resolver: URLResolver, prefix: str = "/") -> Iterator[tuple[str, list[str]]]:
    """Every address outside the desk that takes something, and what it calls it."""
    for found in resolver.url_patterns:
        if isinstance(found, URLPattern):
            if found.pattern.converters:
                yield prefix + str(found.pattern), list(found.pattern.converters)
        elif found.namespace is None:
            yield from routes(found, prefix + str(found.pattern))


@pytest.mark.parametrize("visitor", ["stranger", "owner"])
def test_no_address_fails_whatever_stands_in_what_it_reads(world, visitor):
    client = world["visitors"][("stranger", "owner").index(visitor)]
    client.raise_request_exception = False

    wrong = [
        (name, method, *found)
        for name in DOORS
        for method in ("get", "post")
        for found in wrong_answers(
            client, method, reverse(name, args=world["arguments"].get(name, [])), thorough=visitor == "owner"
        )
    ]

    assert wrong == []


def test_no_address_fails_whatever_stands_in_its_path(world):
    client = world["visitors"][1]
    client.raise_request_exception = False
    paths = [path for route, names in routes(get_resolver()) for path in hostile_paths(route, names)]

    wrong = [path[:80] for path in paths if ask(client, "get", path).status_code >= 500]

    assert wrong == []
    assert len(paths) > 250
