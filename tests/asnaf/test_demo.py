"""The demo page: all that is to be typed, codes that work, and no page at all outside a demonstration."""

import io
import tempfile
import uuid

import pytest
from django.core.management import call_command
from django.test import TestCase, override_settings
from django.urls import reverse
from django_otp.plugins.otp_totp.models import TOTPDevice

from accounts.models import User
from asnaf.sample import showcase, staff
from asnaf.sample.stories import OWNER, STORIES
from core.jalali import format_numeric
from core.text import to_persian_digits
from messaging.backends import file
from registries.models import SampleLicence, SampleWorkshop


@pytest.mark.slow
class TestDemoPage(TestCase):
    @classmethod
    def setUpTestData(cls):
        call_command("load_sample_nation", stdout=io.StringIO())

    def page(self):
        return self.client.get(reverse("demo")).content.decode()

    def test_newcomer_opens_the_page_and_finds_everything_to_type(self):
        page = self.page()
        for story in STORIES:
            assert to_persian_digits(story.mobile) in page
            assert to_persian_digits(story.national_code) in page
        licence = SampleLicence.objects.get(holder__national_code=OWNER)
        workshop = SampleWorkshop.objects.get(licence=licence)
        for code in (licence.number, workshop.workshop_code, workshop.branch_code):
            assert f'data-copy="{code}"' in page
        assert format_numeric(licence.holder.birth_date) in page

    def test_newcomer_reads_that_everything_is_made_up(self):
        assert "ساختگی" in self.page()

    def test_page_asks_the_database_a_fixed_number_of_times(self):
        self.client.get(reverse("demo"))
        with self.assertNumQueries(10):
            self.client.get(reverse("demo"))

    def test_page_is_never_kept_by_a_browser(self):
        assert "no-store" in self.client.get(reverse("demo")).headers["Cache-Control"]

    def test_staff_member_types_password_and_shown_code_and_both_are_right(self):
        page = self.page()
        for account in showcase.staff_accounts():
            user = User.objects.get(username=account.username)
            assert account.username in page
            assert user.check_password(staff.PASSWORD)
            assert TOTPDevice.objects.get(user=user).verify_token(account.code)

    def test_code_of_one_account_does_not_open_another(self):
        code, _ = staff.present_code("union-board")
        other = TOTPDevice.objects.get(user__username="union-other")
        assert not other.verify_token(code)

    def test_seconds_left_count_down_to_the_next_code(self):
        first, left = staff.present_code("union-board", now=1_700_000_010.0)
        assert left == 30
        same, left = staff.present_code("union-board", now=1_700_000_039.9)
        assert (same, left) == (first, 1)
        assert staff.present_code("union-board", now=1_700_000_040.0)[0] != first

    def test_key_of_the_portal_changes_and_a_new_load_mends_the_second_factors(self):
        with override_settings(SECRET_KEY="another key of the portal, long enough for anybody's taste"):
            call_command("load_sample_nation", stdout=io.StringIO())
            account = showcase.staff_accounts()[0]
            device = TOTPDevice.objects.get(user__username=account.username)
            assert device.verify_token(account.code)

    def test_citizen_was_sent_a_code_and_reads_it_on_the_page(self):
        with tempfile.TemporaryDirectory() as folder, override_settings(SMS_FOLDER=folder):
            file.write("09121234567", "کد فعال‌سازی: 482913\nبه کسی ندهید", uuid.uuid4(), keep=50)
            page = self.page()
        assert "482913" in page
        assert "به کسی ندهید" in page

    def test_visitor_of_a_real_portal_finds_no_such_page(self):
        with override_settings(DEMO=False):
            assert self.client.get(reverse("demo")).status_code == 404

    def test_visitor_without_script_still_sees_every_code(self):
        code = showcase.staff_accounts()[0].code
        assert len(code) == 6
        assert "<noscript" not in self.page()

    def test_operator_prints_the_accounts_for_the_terminal(self):
        printed = io.StringIO()
        call_command("sample_accounts", stdout=printed)
        for word in ("/demo/", "09121234567", staff.PASSWORD, *(post.username for post in staff.POSTS)):
            assert word in printed.getvalue()


@pytest.mark.django_db
def test_newcomer_opens_the_page_before_the_load_and_is_told_what_to_do(client):
    page = client.get(reverse("demo")).content.decode()
    assert "load_sample_nation" in page
