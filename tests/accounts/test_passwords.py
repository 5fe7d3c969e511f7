"""Passwords of staff: what anybody would try first is refused, with the reason; what was used before is too."""

import pytest
from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError

from accounts import texts
from accounts.models import FormerPassword, User
from accounts.services import staff
from accounts.services.staff_accounts import renew_first_password
from core.refusals import RuleBroken
from tests.factories import PersonFactory, StaffFactory

pytestmark = pytest.mark.django_db

FIRST = "kq7m-x2pt-9wvr-h4nd"
GOOD = (
    "چهار اسب آرام در باران",
    "نان و پنیر و سبزی تازه",
    "correct horse battery staple",
    "k7!vR2#mQ9zp",
    FIRST,
)


def clerk(password=GOOD[0], **changes):
    person = PersonFactory(
        first_name="نرگس", last_name="کریمی", national_code="0084575948", mobile="09123456789"
    )
    user = StaffFactory(username="union-operator-31", person=person, **changes)
    user.set_password(password)
    user.save()
    return user


def refused(user, old, new):
    with pytest.raises(RuleBroken) as refusal:
        staff.change_password(user, old=old, new=new)
    user.refresh_from_db()
    assert user.check_password(old)
    return refusal.value


@pytest.mark.parametrize(
    ("password", "fault"),
    [
        (" " * 12, "password_blank"),
        ("a b c d e f g", "password_blank"),
        ("\u200b\u200e" * 12 + "abc", "password_blank"),
        ("aaaaaaaaaaaa", "password_repeated"),
        ("abcabcabcabcabc", "password_repeated"),
        ("x7kQ2m x7kQ2m x7kQ2m", "password_repeated"),
        ("ااااااااااااا", "password_repeated"),
        ("qwertyuiopas", "password_walk"),
        ("asdfghjkl;1234", "password_walk"),
        ("1qaz2wsx3edc4rfv", "password_walk"),
        ("poiuytrewqlkj", "password_walk"),
        ("ضصثقفغعهخحجچ", "password_walk"),
        ("abcdefghijklm", "password_walk"),
        ("union-operator-31union-operator-31", "password_too_similar"),
        ("union-operator-1404", "password_too_similar"),
        ("نرگس کریمی ۱۴۰۳", "password_too_similar"),
        ("narges0084575948", "password_too_similar"),
        ("kar09123456789!", "password_too_similar"),
        ("Football--2024", "password_too_common"),
        ("password iran!", "password_too_common"),
        ("سامانه اصناف ۱۴۰۳", "password_too_common"),
        ("FootballMaster", "password_too_common"),
    ],
)
def test_what_anybody_would_try_first_is_refused_and_the_reason_is_named(password, fault):
    user = clerk()

    answer = refused(user, GOOD[0], password)

    assert answer.code == "weak_password"
    assert texts.PASSWORD_FAULTS[fault] in str(answer)


@pytest.mark.parametrize("password", GOOD)
def test_words_that_have_nothing_to_do_with_each_other_are_welcome(password):
    password_validation.validate_password(password, clerk())


def test_every_reason_a_password_is_refused_for_is_said_in_persian():
    with pytest.raises(ValidationError) as refusal:
        password_validation.validate_password("1111", clerk())

    assert {fault.code for fault in refusal.value.error_list} <= set(texts.PASSWORD_FAULTS)


def test_the_last_five_passwords_are_not_set_again_and_the_one_before_them_is():
    user = clerk("باد صبا بر بام خانه ۰")
    used = [f"باد صبا بر بام خانه {word}" for word in ("سرخ", "سبز", "زرد", "سپید", "کبود", "سیاه")]
    present = "باد صبا بر بام خانه ۰"
    for new in used:
        staff.change_password(User.objects.get(pk=user.pk), old=present, new=new)
        present = new
    user.refresh_from_db()

    for former in used[:-1]:
        assert refused(user, present, former).code == "former_password", former
    assert refused(user, present, present).code == "same_password"
    staff.change_password(user, old=present, new="باد صبا بر بام خانه ۰")
    assert FormerPassword.objects.filter(user=user).count() == 5


def test_password_somebody_else_made_is_never_ones_own_however_long_ago():
    user = clerk(FIRST, must_change_password=True)
    second = renew_first_password(user, by=StaffFactory())
    user.refresh_from_db()
    present = second
    for word in ("سرخ", "سبز", "زرد", "سپید", "کبود", "سیاه", "بنفش"):
        new = f"باد صبا بر بام خانه {word}"
        staff.change_password(User.objects.get(pk=user.pk), old=present, new=new)
        present = new
    user.refresh_from_db()

    assert refused(user, present, FIRST).code == "first_password"
    assert refused(user, present, second).code == "first_password"


def test_password_changed_elsewhere_meanwhile_is_not_overwritten():
    user = clerk()
    here = User.objects.get(pk=user.pk)
    staff.change_password(user, old=GOOD[0], new=GOOD[1])

    with pytest.raises(RuleBroken) as refusal:
        staff.change_password(here, old=GOOD[0], new=GOOD[2])

    assert refusal.value.code == "changed_meanwhile"
    assert User.objects.get(pk=user.pk).check_password(GOOD[1])
