"""DOC"""

import pytest
from django.contrib import admin
from django.http import Http404
from django.urls import reverse

from organizations.bodies.models import Body
from organizations.desk import scope
from organizations.desk.scope import BoundedPaginator, row_key
from organizations.places.models import County
from organizations.roles.states import BodyKind, Level, Role
from tests.factories import CountyFactory, MembershipFactory
from tests.test_doors import verified

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("text", ["²", "۱۲", "-1", "", "x", "9" * 19])
def test_address_without_a_key_is_a_404(text):
    with pytest.raises(Http404):
        row_key(text)


def test_address_with_a_key_gives_the_key():
    assert row_key("42") == 42


def test_list_counts_to_its_bound_and_says_that_there_is_more(monkeypatch, django_assert_num_queries):
    monkeypatch.setattr(scope, "MOST_COUNTED", 2)
    rows = [CountyFactory() for _ in range(4)]
    pages = BoundedPaginator(County.objects.order_by("pk"), per_page=1)

    with django_assert_num_queries(1) as asked:
        assert (pages.count, pages.num_pages, pages.is_cut) == (2, 2, True)

    assert "LIMIT 3" in asked.captured_queries[0]["sql"]
    assert list(pages.page(2)) == [rows[1]]
    assert not BoundedPaginator(County.objects.filter(pk=rows[0].pk).order_by("pk"), per_page=1).is_cut


def test_cut_list_of_the_desk_says_so(monkeypatch):
    monkeypatch.setattr(scope, "MOST_COUNTED", 2)
    monkeypatch.setattr(admin.site._registry[County], "list_per_page", 1)
    for _ in range(4):
        CountyFactory()
    body = Body.objects.create(kind=BodyKind.SECRETARIAT, level=Level.NATIONAL, name="دبیرخانه")
    secretary = MembershipFactory(body=body, role=Role.SECRETARIAT).user

    page = verified(secretary).get(reverse("admin:organizations_county_changelist")).content.decode()

    assert "بیش از ۲ ردیف" in page
