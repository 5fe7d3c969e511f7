"""Methods and charsets no page of ours speaks end before anything reads the request."""

import pytest

pytestmark = pytest.mark.django_db
FORM = "application/x-www-form-urlencoded; charset="


@pytest.mark.parametrize("charset", ["utf-16", "utf-7", "latin-1", "idna", "no-such-charset", "x" * 5000])
@pytest.mark.parametrize("path", ["/", "/sign-in/", "/no-such-page/", "/admin/login/"])
def test_form_in_a_foreign_charset_is_refused_and_not_a_failure_of_ours(client, charset, path):
    client.raise_request_exception = False

    answer = client.generic("POST", path, b"mobile=09121234567", content_type=FORM + charset)

    assert answer.status_code == 415
    assert "چه کنم؟" in answer.content.decode()


def test_our_own_charset_is_welcome_in_any_spelling(client):
    for charset in ("utf-8", "UTF-8", " Utf-8"):
        assert client.generic("POST", "/track/", b"code=1", content_type=FORM + charset).status_code == 200


@pytest.mark.parametrize("method", ["TRACE", "PUT", "DELETE", "PATCH", "PROPFIND"])
def test_method_no_page_speaks_is_not_allowed(client, method):
    assert client.generic(method, "/").status_code == 405
