import pytest
from django.http import Http404

from organizations.admin_scope import row_key


@pytest.mark.parametrize("text", ["²", "۱۲", "-1", "", "x", "9" * 19])
def test_address_without_a_key_is_a_404(text):
    with pytest.raises(Http404):
        row_key(text)


def test_address_with_a_key_gives_the_key():
    assert row_key("42") == 42
