"""A limit falls on whoever asks, never on the owner of a number alone (security bar 1)."""

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from prometheus_client import REGISTRY

from accounts import ceilings, limits, texts
from accounts.models import OtpChallenge, Person
from accounts.states import Purpose
from core.refusals import RuleBroken
from registries.models import SamplePerson, SampleSim
from tests.accounts.browsers import ask_for_code, sign_in
from tests.accounts.conftest import MOBILE, NATIONAL_CODE
from tests.accounts.test_codes import START, refusal_of, wrong

STRANGER, OWNER = "198.51.100.7", "203.0.113.9"
OTHER_CODE, OTHER_MOBILE = "0070000018", "09351112233"


def other_sim(owner=NATIONAL_CODE):
    """A second SIM of the same person, or one of somebody else."""
    person, _ = SamplePerson.objects.get_or_create(national_code=owner, defaults={"gender": "MALE"})
    return SampleSim.objects.create(mobile=OTHER_MOBILE, person=person)


def mismatch(times, *, address=STRANGER, **pair):
    """Somebody types pairs that do not match."""
    return [ask_for_code(Client(), REMOTE_ADDR=address, **pair).content.decode() for _ in range(times)]


class TestMismatches:
    @pytest.mark.parametrize("typed", [{"national_code": OTHER_CODE}, {"mobile": OTHER_MOBILE}])
    def test_strangers_guesses_with_a_number_or_a_code_do_not_keep_its_owner_out(
        self, sim, sent_codes, typed
    ):
        other_sim(OTHER_CODE)
        mismatch(4, **typed)

        page = ask_for_code(Client(), REMOTE_ADDR=OWNER)

        assert page.status_code == 302
        assert len(sent_codes) == 1

    def test_address_that_guesses_is_told_nothing_any_more_whatever_it_types(self, sim, sent_codes):
        other_sim(OTHER_CODE)
        mismatch(3, national_code=OTHER_CODE)

        other_pair = mismatch(1, mobile=OTHER_MOBILE)[0]
        right_pair = ask_for_code(Client(), REMOTE_ADDR=STRANGER).content.decode()

        begin = texts.NEUTRAL.partition("{")[0]
        assert begin in other_pair
        assert begin in right_pair
        assert sent_codes == []

    def test_a_wrong_pair_is_judged_three_times_an_hour_from_wherever_it_is_typed(self, sim):
        for number in range(3):
            mismatch(1, address=f"198.51.{number}.7", national_code=OTHER_CODE)

        page = mismatch(1, address="192.0.2.1", national_code=OTHER_CODE)[0]

        assert texts.NEUTRAL.partition("{")[0] in page

    def test_pair_on_record_passes_where_others_have_guessed(self, sim, sent_codes):
        Person.objects.create(national_code=NATIONAL_CODE, mobile=MOBILE)
        mismatch(3, address=OWNER, national_code=OTHER_CODE)

        assert ask_for_code(Client(), REMOTE_ADDR=OWNER).status_code == 302

    def test_browser_that_signed_in_before_is_counted_by_itself(self, sim, sent_codes):
        with time_machine.travel(START, tick=False) as clock:
            browser = sign_in(sent_codes, REMOTE_ADDR=OWNER)
            browser.post(reverse("sign_out"))
            other_sim()
            mismatch(3, address=OWNER, national_code=OTHER_CODE)
            clock.shift(130)

            asked = ask_for_code(browser, mobile=OTHER_MOBILE, REMOTE_ADDR=OWNER)
            guesses = [
                ask_for_code(browser, mobile=f"0935111224{number}", REMOTE_ADDR=OWNER) for number in range(4)
            ]

        assert asked.status_code == 302
        assert texts.NEUTRAL.partition("{")[0] not in guesses[0].content.decode()

    def test_forged_or_foreign_mark_of_a_browser_gains_nothing(self, sim, sent_codes):
        other_sim(OTHER_CODE)
        foreign = sign_in(sent_codes, REMOTE_ADDR=STRANGER)
        foreign.post(reverse("sign_out"))
        forged = Client()
        forged.cookies["known_browser"] = "forged"
        mismatch(3, national_code=OTHER_CODE)

        pages = [
            ask_for_code(
                one, mobile=OTHER_MOBILE, national_code=OTHER_CODE, REMOTE_ADDR=STRANGER
            ).content.decode()
            for one in (foreign, forged)
        ]

        assert all(texts.NEUTRAL.partition("{")[0] in page for page in pages)


class TestCodes:
    def test_pairs_that_do_not_match_spend_no_code_of_the_portal(self, ask, sent_codes, settings):
        settings.PORTAL_CODES_PER_HOUR = 1
        refusal_of(ask, national_code=OTHER_CODE)

        ask()

        assert len(sent_codes) == 1
        assert limits.so_far(ceilings.codes_of_portal(Purpose.SIGN_IN)) == 1

    def test_code_that_was_not_sent_is_taken_off_the_ceiling_of_the_portal(self, ask, settings):
        settings.OTP_PER_HOUR = 0

        refusal_of(ask)

        assert limits.so_far(ceilings.codes_of_portal(Purpose.SIGN_IN)) == 0

    def test_other_purposes_leave_a_part_of_the_portals_codes_to_signing_in(self, ask, settings):
        settings.PORTAL_CODES_PER_HOUR = 10
        for _ in range(8):
            limits.count(ceilings.codes_of_portal(Purpose.SIGN_IN))

        assert refusal_of(ask, purpose=Purpose.TRACK).code == "rate_limited"
        assert ask().pk

    def test_codes_of_another_purpose_leave_those_for_signing_in(self, ask, sent_codes):
        with time_machine.travel(START, tick=False) as clock:
            for _ in range(5):
                ask(purpose=Purpose.TRACK)
                clock.shift(125)

            assert refusal_of(ask, purpose=Purpose.TRACK).code == "rate_limited"
            assert ask().pk

    def test_known_browser_gets_its_code_when_strangers_have_spent_the_day(self, ask, sent_codes):
        with time_machine.travel("2026-11-21T00:10:00Z", tick=False) as clock:
            for number in range(10):
                ask(address=f"198.51.{number}.7")
                clock.shift(3600)

            assert refusal_of(ask, address=OWNER).code == "rate_limited"
            assert ask(address=OWNER, browser="mark").pk

    def test_one_unknown_address_leaves_codes_of_the_day_to_others(self, ask, settings):
        with time_machine.travel("2026-11-21T00:10:00Z", tick=False) as clock:
            for _ in range(6):
                ask(address=STRANGER)
                clock.shift(3600)

            assert refusal_of(ask, address=STRANGER).code == "rate_limited"
            assert ask(address=OWNER).pk

    def test_wrong_codes_of_a_stranger_make_no_known_browser_wait(self, ask, use, sent_codes):
        with time_machine.travel(START, tick=False) as clock:
            for _ in range(2):
                challenge = ask(address=STRANGER)
                for _ in range(5):
                    refusal_of(use, challenge, wrong(sent_codes[-1]))
                clock.shift(125)

            assert refusal_of(ask, address=OWNER).code == "rate_limited"
            own = ask(address=OWNER, browser="mark")
            assert use(own, sent_codes[-1]).pk == own.pk

    def test_page_of_a_known_browser_asks_as_such(self, sim, sent_codes):
        with time_machine.travel(START, tick=False) as clock:
            browser = sign_in(sent_codes)
            browser.post(reverse("sign_out"))
            clock.shift(130)
            ask_for_code(browser)

        assert list(OtpChallenge.objects.order_by("pk").values_list("by_known_browser", flat=True)) == [
            False,
            True,
        ]
        assert NATIONAL_CODE not in browser.cookies["known_browser"].value


class TestWindows:
    def test_a_refused_try_costs_nothing_on_the_other_limits(self, db):
        minute, day = limits.Limit("key", 2, 60), limits.Limit("key", 100, 86400)
        for _ in range(5):
            try:
                limits.check(minute, day, refusal="")
            except RuleBroken:
                continue

        assert limits.so_far(day) == 2

    def test_going_on_trying_does_not_prolong_a_window(self, db):
        limit = limits.Limit("key", 1, 60)
        with time_machine.travel(START, tick=False) as clock:
            limits.check(limit, refusal="")
            for _ in range(59):
                clock.shift(1)
                assert limits.admit(limit) is not None
            clock.shift(1)
            assert limits.admit(limit) is None

    def test_the_moment_told_is_never_before_the_window_ends(self, db):
        with time_machine.travel("2026-11-21T08:00:20Z", tick=False):
            limits.check(limits.Limit("key", 1, 60), refusal="")
            with pytest.raises(RuleBroken) as refusal:
                limits.check(limits.Limit("key", 1, 60), refusal="از {moment}")

        assert str(refusal.value) == "از ساعت ۱۱:۳۲"  # it ends at 11:31:20

    def test_refusals_are_counted_for_the_alarm_by_limit_and_without_a_person(self, db):
        def refused():
            return REGISTRY.get_sample_value("asnaf_refusals_total", {"limit": "code"}) or 0

        limit, before = limits.Limit(f"code:SIGN_IN:m:{MOBILE}", 1, 60), refused()
        limits.admit(limit)
        limits.admit(limit)

        assert refused() == before + 1
