"""What a browser does in tests: reads the captcha, types, presses the button."""

import re

from captcha.models import CaptchaStore
from django.test import Client
from django.urls import reverse

from tests.accounts.conftest import MOBILE, NATIONAL_CODE

CHROME = (
    "Mozilla/5.0 (Linux; Android 13) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0 Mobile Safari/537.36"
)
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:120.0) Gecko/20100101 Firefox/120.0"


def captcha_of(page):
    """Key and answer of the picture on a page."""
    key = re.search(r'name="captcha_0"[^>]* value="([0-9a-f]+)"', page.content.decode())[1]
    return {"captcha_0": key, "captcha_1": CaptchaStore.objects.get(hashkey=key).response}


def ask_for_code(client, *, mobile=MOBILE, national_code=NATIONAL_CODE, **extra):
    """Step 1, answered rightly unless a test says otherwise."""
    answer = captcha_of(client.get(reverse("sign_in"), **extra))
    fields = {"mobile": mobile, "national_code": national_code} | answer
    return client.post(reverse("sign_in"), fields, **extra)


def sign_in(codes, client=None, **extra):
    """Both steps; `codes` is the phone."""
    client = client or Client(headers={"user-agent": CHROME})
    assert ask_for_code(client, **extra).status_code == 302
    answer = client.post(reverse("sign_in_code"), {"code": codes[-1]})
    assert answer.status_code == 302, answer.content.decode()
    return client
