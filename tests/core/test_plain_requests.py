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
    assert "<h1>نوشته‌های فرم خوانده نشد</h1>" in answer.content.decode()


def test_our_own_charset_is_welcome_in_any_spelling(client):
    for charset in ("utf-8", "UTF-8", " Utf-8"):
        assert client.generic("POST", "/track/", b"code=1", content_type=FORM + charset).status_code == 200


@pytest.mark.parametrize("method", ["TRACE", "PUT", "DELETE", "PATCH", "PROPFIND"])
def test_method_no_page_speaks_is_not_allowed(client, method):
    answer = client.generic(method, "/")

    assert answer.status_code == 405
    assert answer["Allow"] == "GET, HEAD, OPTIONS, POST"
    assert "چه کنم؟" in answer.content.decode()


@pytest.mark.parametrize("path", ["/sign-in/resend/", "/panel/national-code/", "/panel/papers/1/remove/"])
def test_address_of_a_button_opened_by_itself_says_to_go_back(client, path):
    answer = client.get(path)

    assert answer.status_code == 405
    assert answer["Allow"] == "POST"
    assert int(answer["Content-Length"]) == len(answer.content)
    assert "<h1>این نشانی صفحه‌ای برای دیدن ندارد</h1>" in answer.content.decode()


def test_a_long_text_without_a_file_is_told_to_be_shortened(client, settings):
    room = settings.FORM_BYTES[-1][1]

    answer = client.generic(
        "POST", "/sign-in/", b"mobile=" + b"9" * room, content_type=FORM.split(";", maxsplit=1)[0]
    )

    assert answer.status_code == 413
    assert "نوشتهٔ بلند را کوتاه‌تر کنید" in answer.content.decode()


def test_nul_is_refused_wherever_it_stands_and_asks_no_table(client):
    client.raise_request_exception = False
    kind, mark = "application/x-www-form-urlencoded", "b"
    part = f'--{mark}\r\nContent-Disposition: form-data; name="code"\r\n\r\n1\0\r\n--{mark}--\r\n'

    answers = [
        client.get("/q/abc%00def/"),
        client.get("/admin/organizations/legalvalue/add/?key=%00"),
        client.get("/track/?code=1%00"),
        client.generic("POST", "/track/", b"code=1%00", content_type=kind),
        client.generic(
            "POST", "/track/", part.encode(), content_type=f"multipart/form-data; boundary={mark}"
        ),
        client.get(
            "/", headers={"cookie": '__Host-sessionid="abcdefgh\\000ijkl"; sessionid="abcdefgh\\000ijkl"'}
        ),
    ]

    assert [answer.status_code for answer in answers] == [400] * 6
