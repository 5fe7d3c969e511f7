"""The whole journey without a browser, so that it is walked on SQLite and on PostgreSQL alike."""

import subprocess
from urllib.parse import urlsplit

import pytest
import zxingcpp
from captcha.models import CaptchaStore
from django.urls import reverse
from PIL import Image

from accounts.signals import code_issued
from core import fonts
from core.jalali import to_jalali
from licensing.cases.models import LicenceRequest
from licensing.cases.states import Status
from licensing.licences import documents
from organizations.conditions.published import general_conditions_in_force
from registries.models import SamplePerson, SampleSim
from tests.factories import BIRTH_DATE, POSTAL_CODE, WorkingUnionFactory, bring_to

pytestmark = pytest.mark.django_db
MOBILE, NATIONAL_CODE = "09121234567", "0012345679"


@pytest.fixture
def phone():
    """The codes that reached the applicant's phone."""
    person = SamplePerson.objects.create(
        national_code=NATIONAL_CODE,
        first_name="پریسا",
        last_name="کاویان",
        father_name="منوچهر",
        birth_date=BIRTH_DATE,
        gender="FEMALE",
    )
    SampleSim.objects.create(mobile=MOBILE, person=person)
    codes = []

    def ring(sender, challenge, code, **kwargs):
        codes.append(code)

    code_issued.connect(ring)
    yield codes
    code_issued.disconnect(ring)


def captcha(client, address):
    """Open a page and read its captcha."""
    client.get(address)
    store = CaptchaStore.objects.latest("pk")
    return {"captcha_0": store.hashkey, "captcha_1": store.response}


def ask(client, phone, union) -> LicenceRequest:
    """From the sign-in page to the tracking code."""
    known = {"mobile": MOBILE, "national_code": NATIONAL_CODE}
    client.post(reverse("sign_in"), known | captcha(client, reverse("sign_in")))
    client.post(reverse("sign_in_code"), {"code": phone[-1]})
    category = union.coverage.get().category
    client.post(
        reverse("new_request"),
        {
            "county": union.county.code,
            "category": category.isic_code,
            "general": str(general_conditions_in_force().pk),
            "special": str(union.conditions.get().pk),
            "accepted": "on",
        },
    )
    draft = LicenceRequest.objects.get()
    year, month, day = to_jalali(BIRTH_DATE)
    client.post(
        reverse("request_person", args=[draft.pk]),
        {"birth_date_day": day, "birth_date_month": month, "birth_date_year": year},
    )
    client.post(
        reverse("request_place", args=[draft.pk]),
        {
            "unit_name": "فروشگاه بهار",
            "tenure": "OWN",
            "area_m2": "۴۲",
            "address": "خیابان بهار، پلاک ۱۲",
            "postal_code": POSTAL_CODE,
        },
    )
    client.post(
        reverse("request_offices", args=[draft.pk]),
        {
            "birth_certificate_no": "۲۱۸۳",
            "birth_certificate_place": "تهران",
            "building_use": "COMMERCIAL",
            "staff_count": "۲",
        },
    )
    client.post(reverse("request_check", args=[draft.pk]), {"undertaking": "on"})
    draft.refresh_from_db()
    return draft


def test_licence_is_asked_for_decided_issued_printed_and_verified(client, phone, tmp_path, settings):
    fonts.prepare(settings.FONTS_ROOT)
    settings.MEDIA_ROOT = tmp_path
    case = ask(client, phone, WorkingUnionFactory())
    assert case.status == Status.SUBMITTED

    tracked = client.post(
        reverse("track"), {"code": case.tracking_code} | captcha(client, reverse("track")), follow=True
    )
    assert "ثبت شده" in tracked.content.decode()
    assert "فروشگاه بهار" not in tracked.content.decode()

    licence = bring_to(case, Status.ISSUED).licence
    documents.draw_up_licence(licence.pk)
    answer = client.get(reverse("licence_document", args=[licence.pk]))
    (tmp_path / "licence.pdf").write_bytes(answer.getvalue())
    paper = tmp_path / "licence"
    subprocess.run(["pdftoppm", "-r", "120", "-png", "-singlefile", f"{paper}.pdf", paper], check=True)
    address = zxingcpp.read_barcodes(Image.open(f"{paper}.png"))[0].text

    client.logout()
    page = client.get(urlsplit(address).path).content.decode()
    assert address.startswith(settings.SITE_URL)
    assert "این پروانه معتبر است" in page
    assert "فروشگاه بهار" in page
    assert NATIONAL_CODE not in page
