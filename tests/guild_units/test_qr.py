"""QR codes of units: what the owner takes, what a customer's scan shows, and above all what it does not (6.4)."""

import io
from datetime import timedelta

import pikepdf
import pytest
import zxingcpp
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from core import fonts
from core.jalali import format_date, tehran_today
from core.models import AuditEntry
from core.qr import png_file
from core.refusals import RuleBroken
from core.text import to_persian_digits
from guild_units import texts
from guild_units.models import GuildUnit, QrCode, ScanLog
from guild_units.services import codes, posters
from guild_units.services.codes import REISSUED_A_DAY
from guild_units.services.posters import poster_html
from guild_units.states import EmploymentForm, RevokeReason, ScanKind
from licensing.licences.models import Licence
from licensing.licences.states import LicenceSource as Source
from licensing.licences.states import LicenceState
from messaging.models import Message, Sms
from registries.models import SamplePerson
from tests.core.raster import first_page
from tests.factories import (
    CitizenFactory,
    GuildUnitFactory,
    NewcomerFactory,
    PersonnelFactory,
    RegisterLicenceFactory,
    account_of,
    issued_licence,
    signed_in,
)
from tests.guild_units.conftest import Owner

pytestmark = pytest.mark.django_db
CODES = "/panel/qr/"


def text_of(answer):
    return answer.content.decode()


def code_of(unit):
    return unit.codes.get(revoked_at=None)


def page_of(unit, *, after=""):
    """An address of this unit's code."""
    return f"{CODES}{unit.pk}/{after}"


def read(picture):
    """What a telephone reads off a picture."""
    return [found.text for found in zxingcpp.read_barcodes(picture.convert("L"))]


def scanned(code):
    """The public page as a telephone gets it."""
    return Client().get(code.get_absolute_url())


def on_a_licence_of_the_portal():
    """A unit whose licence the portal issued."""
    licence = issued_licence()
    return GuildUnitFactory(
        owner=licence.holder, source=Source.PORTAL, licence=licence, valid_to=licence.valid_to
    )


@pytest.fixture
def unit():
    return GuildUnitFactory(unit_name="کافهٔ مهتاب")


@pytest.fixture
def owner(unit):
    return signed_in(account_of(unit.owner))


class TestOneCodeForEachUnit:
    def test_registration_gives_the_unit_its_code_and_tells_the_owner_to_put_it_up(self):
        newcomer = Owner(NewcomerFactory())
        holder = SamplePerson.objects.get(national_code=newcomer.person.national_code)
        newcomer.licence(RegisterLicenceFactory(holder=holder).number)
        newcomer.kind("SELF_EMPLOYED")

        code = QrCode.objects.get(unit__owner=newcomer.person)
        message = Message.objects.get(recipient=newcomer.person, kind="M32")
        assert (code.revoked_at, code.issued_by) == (None, newcomer.user)
        assert "چاپ" in message.body
        assert "ورودی" in message.body
        assert not Sms.objects.filter(kind="M32").exists()  # M32 goes to the box alone (handbook 9)

    def test_database_keeps_a_second_active_code_away(self, unit):
        with pytest.raises(IntegrityError), transaction.atomic():
            codes.give_code(unit, by=None)

        assert unit.codes.count() == 1

    def test_code_is_revoked_with_a_reason_or_not_at_all(self, unit):
        for half in ({"revoked_at": timezone.now()}, {"revoked_reason": RevokeReason.REMOVED}):
            with pytest.raises(IntegrityError), transaction.atomic():
                unit.codes.update(**half)

    def test_tokens_are_random_and_of_144_bits(self):
        tokens = {code_of(GuildUnitFactory()).token for _ in range(5)}

        assert len(tokens) == 5
        assert all(len(token) == 24 for token in tokens)

    def test_drawing_is_stored_once_small_and_holds_only_the_address(self, unit, settings):
        code = code_of(unit)

        picture = Image.open(io.BytesIO(png_file(code.svg, module=8)))

        assert read(picture) == [f"{settings.SITE_URL}/q/{code.token}/"]
        assert len(code.svg.encode()) <= 2560


class TestReissue:
    def test_owner_who_confirms_gets_another_token_and_the_old_one_is_void_at_once(self, unit, owner):
        old = code_of(unit)
        asked = text_of(owner.get(page_of(unit, after="reissue/")))

        answer = owner.post(page_of(unit, after="reissue/"), {"seen": old.pk}, follow=True)

        new = code_of(unit)
        old.refresh_from_db()
        assert "از کار می‌افتد" in asked
        assert texts.CODE_REPLACED.format(unit=unit) in text_of(answer)
        assert new.token != old.token
        assert (old.revoked_reason, old.revoked_at is not None) == (RevokeReason.REISSUED, True)
        assert scanned(old).status_code == 410
        assert scanned(new).status_code == 200
        assert Message.objects.filter(recipient=unit.owner, kind="M32").count() == 1

    def test_reissue_leaves_its_trace(self, unit):
        old, by = code_of(unit), account_of(unit.owner)

        new = codes.reissue_code(unit, seen=old.pk, by=by)

        trail = AuditEntry.objects.filter(subject_type="guild_units.qrcode", actor_id=by.pk)
        assert [(entry.subject_id, entry.action) for entry in trail.order_by("pk")] == [
            (str(old.pk), "revoked"),
            (str(new.pk), "issued"),
        ]

    def test_new_codes_of_a_unit_have_an_end_each_day(self, unit):
        by = account_of(unit.owner)
        for _ in range(REISSUED_A_DAY):
            codes.reissue_code(unit, seen=code_of(unit).pk, by=by)

        with pytest.raises(RuleBroken) as refusal:
            codes.reissue_code(unit, seen=code_of(unit).pk, by=by)

        assert refusal.value.code == "rate_limited"
        assert unit.codes.count() == REISSUED_A_DAY + 1

    def test_looking_and_downloading_again_keep_the_token(self, unit, owner):
        before = code_of(unit).token

        for address in ("", "code.png", "code.svg", "reissue/"):
            owner.get(page_of(unit, after=address))

        assert code_of(unit).token == before

    def test_second_click_on_an_old_page_makes_no_third_code(self, unit, owner):
        seen = code_of(unit).pk
        owner.post(page_of(unit, after="reissue/"), {"seen": seen})

        answer = owner.post(page_of(unit, after="reissue/"), {"seen": seen}, follow=True)

        assert texts.CODE_CHANGED in text_of(answer)
        assert unit.codes.count() == 2

    @pytest.mark.parametrize("seen", ["", "x", "۱", "9" * 30])
    def test_answer_without_the_code_that_was_seen_changes_nothing(self, unit, owner, seen):
        owner.post(page_of(unit, after="reissue/"), {"seen": seen})

        assert unit.codes.count() == 1

    @pytest.mark.parametrize("state", [LicenceState.CANCELLED, LicenceState.SUPERSEDED])
    def test_licence_that_is_gone_for_good_gets_no_new_code(self, state):
        unit = on_a_licence_of_the_portal()
        Licence.objects.filter(pk=unit.licence_id).update(state=state)

        with pytest.raises(RuleBroken) as refusal:
            codes.reissue_code(unit, seen=code_of(unit).pk, by=account_of(unit.owner))

        assert refusal.value.code == "licence_void"
        assert unit.codes.count() == 1

    def test_unit_that_lost_its_code_says_so_and_can_get_one(self, unit, owner):
        assert codes.revoke_code(unit, reason=RevokeReason.LICENCE, by=None)
        assert not codes.revoke_code(unit, reason=RevokeReason.LICENCE, by=None)
        page = text_of(owner.get(page_of(unit)))

        owner.post(page_of(unit, after="reissue/"), {})

        assert "اکنون کدی ندارد" in page
        assert owner.get(page_of(unit, after="code.png")).status_code == 200

    def test_poster_of_the_old_code_is_removed_with_it(
        self, unit, settings, tmp_path, django_capture_on_commit_callbacks
    ):
        settings.MEDIA_ROOT = tmp_path
        fonts.prepare(settings.FONTS_ROOT)
        old = code_of(unit)
        posters.draw_up_poster(old.pk)
        assert list(tmp_path.rglob("*.pdf"))

        with django_capture_on_commit_callbacks(execute=True):
            codes.reissue_code(unit, seen=old.pk, by=account_of(unit.owner))

        old.refresh_from_db()
        assert old.poster == ""
        assert not [path for path in tmp_path.rglob("*.pdf") if old.token in path.name]


class TestOwnersPages:
    def test_each_unit_stands_with_its_licence_and_its_own_code(self, unit, owner, settings):
        second = GuildUnitFactory(owner=unit.owner, unit_name="نان سنگک")

        page = text_of(owner.get(CODES))

        for one in (unit, second):
            assert to_persian_digits(one.licence_number) in page
            assert texts.CODE_ALT.format(unit=one) in page
            for name in ("code_png", "code_svg", "unit_code"):
                assert reverse(name, args=[one.pk]) in page
        assert code_of(unit).token != code_of(second).token

    def test_list_costs_the_same_for_one_unit_and_for_five(self, unit, owner):
        owner.get(CODES)
        with CaptureQueriesContext(connection) as one:
            owner.get(CODES)
        for _ in range(4):
            GuildUnitFactory(owner=unit.owner)
        with CaptureQueriesContext(connection) as five:
            owner.get(CODES)

        assert len(one) == len(five)

    def test_sixth_unit_stands_on_the_next_page(self, unit, owner):
        for _ in range(5):
            GuildUnitFactory(owner=unit.owner)

        first = text_of(owner.get(CODES))
        second = text_of(owner.get(CODES, {"before": GuildUnit.objects.order_by("pk")[1].pk}))

        assert "کافهٔ مهتاب" not in first
        assert "?before=" in first
        assert "کافهٔ مهتاب" in second

    def test_owner_without_a_unit_is_led_to_registration(self):
        page = text_of(signed_in(CitizenFactory()).get(CODES))

        assert "هنوز واحدی ثبت نکرده‌اید" in page
        assert reverse("add_unit") in page

    def test_code_of_another_owner_is_not_there_for_any_address(self, unit):
        stranger = signed_in(account_of(GuildUnitFactory().owner))
        before = code_of(unit).token

        for address in ("", "poster.pdf", "code.png", "code.svg", "reissue/"):
            assert stranger.get(page_of(unit, after=address)).status_code == 404
        answer = stranger.post(page_of(unit, after="reissue/"), {"seen": code_of(unit).pk})

        assert answer.status_code == 404
        assert code_of(unit).token == before

    def test_code_of_a_removed_unit_is_gone_from_the_panel(self, unit, owner):
        GuildUnit.objects.filter(pk=unit.pk).update(removed_at=timezone.now())

        for address in ("", "poster.pdf", "code.png", "code.svg", "reissue/"):
            assert owner.get(page_of(unit, after=address)).status_code == 404

    def test_png_is_a_file_that_a_telephone_reads(self, unit, owner):
        answer = owner.get(page_of(unit, after="code.png"))

        picture = Image.open(io.BytesIO(answer.content))
        assert answer["Content-Disposition"] == f'attachment; filename="qr-{unit.guild_id}.png"'
        assert picture.width >= 1000
        assert read(picture) == [codes.scan_url(code_of(unit).token)]

    def test_svg_is_the_stored_drawing_made_large(self, unit, owner):
        answer = owner.get(page_of(unit, after="code.svg"))

        assert answer["Content-Type"] == "image/svg+xml"
        assert 'width="1000" height="1000"' in text_of(answer)
        assert code_of(unit).svg.split("<path")[1:] == text_of(answer).split("<path")[1:]

    def test_unit_whose_licence_ran_out_is_warned_what_customers_see(self):
        unit = GuildUnitFactory(ended=True)

        assert "خاکستری می‌بیند" in text_of(signed_in(account_of(unit.owner)).get(CODES))


class TestPoster:
    @pytest.fixture(autouse=True)
    def _drawing(self, settings, tmp_path):
        settings.MEDIA_ROOT = tmp_path
        fonts.prepare(settings.FONTS_ROOT)

    def test_poster_is_drawn_once_and_its_code_leads_to_the_public_page(self, unit, owner):
        code = code_of(unit)

        assert posters.draw_up_poster(code.pk)
        assert not posters.draw_up_poster(code.pk)

        answer = owner.get(page_of(unit, after="poster.pdf"))
        assert answer["Content-Type"] == "application/pdf"
        assert read(first_page(answer.content)) == [codes.scan_url(code.token)]

    def test_poster_that_is_not_drawn_yet_says_so_and_is_drawn_by_the_sweep(self, unit, owner):
        assert "در حال آماده‌سازی" in text_of(owner.get(page_of(unit)))
        answer = owner.get(page_of(unit, after="poster.pdf"), follow=True)
        assert texts.POSTER_NOT_READY in text_of(answer)

        assert posters.sweep_posters() == 0  # a worker may be at it
        unit.codes.update(issued_at=timezone.now() - timedelta(minutes=2))
        assert posters.sweep_posters() == 1

        assert "پوستر A4 (PDF)" in text_of(owner.get(page_of(unit)))

    def test_code_revoked_while_its_poster_was_drawn_keeps_no_file(self, unit, tmp_path, monkeypatch):
        code, by = code_of(unit), account_of(unit.owner)

        def draw_slowly(html):
            codes.reissue_code(unit, seen=code.pk, by=by)
            return b"%PDF-"

        monkeypatch.setattr("guild_units.services.posters.render_pdf", draw_slowly)

        assert not posters.draw_up_poster(code.pk)
        assert not list(tmp_path.rglob("*.pdf"))

    def test_void_code_gets_no_poster(self, unit):
        code = code_of(unit)
        codes.revoke_code(unit, reason=RevokeReason.REMOVED, by=None)

        assert not posters.draw_up_poster(code.pk)

    @pytest.mark.parametrize("name", ["", "نان", "فروشگاه بزرگ لوازم خانگی و آشپزخانهٔ برادران " * 3])
    def test_poster_fits_one_page_whatever_the_name(self, name):
        unit = GuildUnitFactory(unit_name=name[:120], category_name="خرده‌فروشی لوازم خانگی " * 8)
        posters.draw_up_poster(code_of(unit).pk)

        with pikepdf.open(code_of(unit).poster.path) as pdf:
            assert len(pdf.pages) == 1

    def test_poster_names_the_unit_and_no_person_and_keeps_markup_out(self):
        unit = GuildUnitFactory(unit_name="<b>نان</b> & شیر")

        page = poster_html(code_of(unit))

        assert "&lt;b&gt;نان&lt;/b&gt; &amp; شیر" in page
        assert unit.owner.full_name not in page
        assert unit.owner.national_code not in page


class TestScan:
    def test_customer_sees_that_the_code_is_genuine_and_what_hangs_on_the_wall(self):
        unit = on_a_licence_of_the_portal()
        PersonnelFactory.create_batch(2, unit=unit)
        PersonnelFactory(unit=unit, left_at=timezone.now())
        GuildUnit.objects.filter(pk=unit.pk).update(county=unit.licence.county)

        page = text_of(scanned(code_of(unit)))

        for shown in (
            str(to_persian_digits(unit.unit_name)),
            unit.category_name,
            unit.licence.county.name,
            texts.GENUINE,
            format_date(unit.valid_until),
            texts.COLOURS["UNRATED"],
            "۲ نفر",
            format_date(tehran_today()),
        ):
            assert shown in page

    def test_page_tells_nothing_about_a_person(self, unit):
        worker = PersonnelFactory(unit=unit, last_name="سپهری")
        person = unit.owner

        page = text_of(scanned(code_of(unit)))

        for secret in (
            person.full_name,
            person.first_name,
            person.last_name,
            person.national_code,
            to_persian_digits(person.national_code),
            person.mobile,
            worker.last_name,
            worker.national_code,
            unit.workshop_code,
            unit.address,
        ):
            assert secret
            assert secret not in page

    def test_scan_reads_one_statement_and_notes_itself_in_another(self, unit):
        PersonnelFactory.create_batch(3, unit=unit)
        code = code_of(unit)

        with CaptureQueriesContext(connection) as asked:
            scanned(code)

        kinds = [statement["sql"].split()[0] for statement in asked]
        assert kinds == ["SELECT", "INSERT"]
        assert "accounts_" not in asked[0]["sql"]

    def test_scan_of_a_signed_in_person_reads_no_session_and_sets_no_cookie(self, unit, owner):
        address = code_of(unit).get_absolute_url()

        with CaptureQueriesContext(connection) as asked:
            answer = owner.get(address)

        assert len(asked) == 2
        assert answer.content == scanned(code_of(unit)).content
        assert not answer.cookies
        assert "Cookie" not in answer.get("Vary", "")
        assert "no-store" in answer["Cache-Control"]

    def test_scan_is_noted_with_time_and_kind_alone(self, unit):
        scanned(code_of(unit))
        Client().head(code_of(unit).get_absolute_url())  # a preview of a messenger is no visitor

        noted = ScanLog.objects.get()
        assert (noted.qr, noted.kind) == (code_of(unit), ScanKind.PUBLIC)
        assert {field.name for field in ScanLog._meta.get_fields()} == {"id", "qr", "at", "kind"}

    @pytest.mark.parametrize(
        ("state", "ended"),
        [
            (LicenceState.CANCELLED, False),
            (LicenceState.SUSPENDED, False),
            (LicenceState.SUPERSEDED, False),
            (LicenceState.VALID, True),
        ],
    )
    def test_licence_of_the_portal_that_does_not_hold_turns_the_page_grey_at_once(self, state, ended):
        unit = on_a_licence_of_the_portal()
        yesterday = tehran_today() - timedelta(days=1)
        dates = {"issued_on": yesterday - timedelta(days=9), "valid_to": yesterday} if ended else {}
        Licence.objects.filter(pk=unit.licence_id).update(state=state, **dates)

        page = text_of(scanned(code_of(unit)))

        assert texts.GENUINE not in page
        assert texts.GENUINE_BUT_GREY in page
        assert "notice--neutral" in page
        assert "chip--success" not in page
        assert texts.COLOURS["GREY"] in page

    def test_licence_of_the_register_is_grey_from_the_day_after_its_last(self, unit):
        GuildUnit.objects.filter(pk=unit.pk).update(valid_to=tehran_today())
        assert texts.GENUINE in text_of(scanned(code_of(unit)))

        GuildUnit.objects.filter(pk=unit.pk).update(valid_to=tehran_today() - timedelta(days=1))
        assert texts.GENUINE_BUT_GREY in text_of(scanned(code_of(unit)))

    def test_code_of_a_removed_unit_is_void_even_before_anybody_revoked_it(self, unit):
        GuildUnit.objects.filter(pk=unit.pk).update(removed_at=timezone.now())

        answer = scanned(code_of(unit))

        assert answer.status_code == 410
        assert "این کد دیگر معتبر نیست" in text_of(answer)
        assert "کافهٔ مهتاب" not in text_of(answer)

    def test_revoked_code_is_void_and_its_scan_is_noted(self, unit):
        code = code_of(unit)
        codes.revoke_code(unit, reason=RevokeReason.REMOVED, by=None)

        assert scanned(code).status_code == 410
        assert ScanLog.objects.filter(qr=code).exists()

    def test_forged_code_gets_advice_and_leaves_no_row(self, unit, django_assert_num_queries):
        with django_assert_num_queries(1):
            answer = Client().get(reverse("scan", args=["A" * 24]))

        assert answer.status_code == 404
        assert "این کد از این سامانه نیست" in text_of(answer)
        assert reverse("verify") in text_of(answer)
        assert not answer.cookies
        assert not ScanLog.objects.exists()

    @pytest.mark.parametrize("token", ["x", "A" * 23, "A" * 25, "آ" * 24, "'" * 24, "A" * 23 + "%"])
    def test_what_cannot_be_a_token_is_not_looked_up(self, token, django_assert_num_queries):
        with django_assert_num_queries(0):
            assert Client().get(reverse("scan", args=[token])).status_code == 404

    def test_nothing_can_be_sent_to_the_page(self, unit):
        assert Client().post(code_of(unit).get_absolute_url()).status_code == 405

    def test_name_with_markup_is_shown_as_text(self):
        unit = GuildUnitFactory(unit_name="<script>نان</script>")

        assert "&lt;script&gt;نان&lt;/script&gt;" in text_of(scanned(code_of(unit)))

    def test_self_employed_without_a_name_or_county_still_has_a_page(self):
        unit = GuildUnitFactory(
            unit_name="", employment_form=EmploymentForm.SELF_EMPLOYED, workshop_code="", branch_code=""
        )

        page = text_of(scanned(code_of(unit)))

        assert "<h1>سوپرمارکت</h1>" in page
        assert "۰ نفر" in page
