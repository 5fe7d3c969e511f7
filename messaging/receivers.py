"""Sends messages for signals of the apps below."""

from typing import Any
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.dispatch import receiver
from django.urls import reverse

from accounts.models import MobileChange, OtpChallenge, Person, User
from accounts.signals import (
    code_issued,
    identity_confirmed,
    mobile_changed,
    signed_in,
    staff_account_changed,
)
from messaging import services, texts
from organizations.proposals.models import CategorySuggestion
from organizations.signals import suggestion_answered, suggestion_made


@receiver(code_issued, dispatch_uid="messaging.send_code")
def send_code(sender: object, *, challenge: OtpChallenge, code: str, **kwargs: Any) -> None:
    """M1: send a one-time code, in the transaction that stored its hash (R5)."""
    lifetime = challenge.expires_at - challenge.sent_at
    text = texts.code_sms(
        code=code,
        purpose=challenge.get_purpose_display(),
        minutes=round(lifetime.total_seconds() / 60),
        host=urlsplit(settings.SITE_URL).hostname or "",
    )
    services.send_sms(
        mobile=challenge.mobile, text=text, kind="M1", secret=True, expires_at=challenge.expires_at
    )


@receiver(signed_in, dispatch_uid="messaging.tell_sign_in")
def tell_sign_in(sender: object, *, user: User, device: str, new_device: bool, **kwargs: Any) -> None:
    """M4: a citizen's sign-in stands in their box; a kind of device not seen before is told by SMS too."""
    if user.is_staff or user.person is None:
        return
    subject, body, sms = texts.sign_in_notice(device=device)
    services.notify(
        user.person,
        kind="M4",
        subject=subject,
        body=body,
        sms_text=sms if new_device else "",
        link=reverse("my_sessions"),
        is_quiet=True,
    )


@receiver(identity_confirmed, dispatch_uid="messaging.tell_identity_confirmed")
def tell_identity_confirmed(sender: object, *, change: MobileChange, person: Person, **kwargs: Any) -> None:
    """M4: after a lost SIM the new number hears how to go on, and the old one that it is about to be replaced."""
    services.send_sms(mobile=change.new_mobile, text=texts.new_number_ready(change.ends_at), kind="M4")
    if person.mobile:
        services.send_sms(mobile=person.mobile, text=texts.old_number_warned(change.new_mobile), kind="M4")


@receiver(mobile_changed, dispatch_uid="messaging.tell_mobile_changed")
def tell_mobile_changed(sender: object, *, change: MobileChange, person: Person, **kwargs: Any) -> None:
    """M4: both numbers and the box learn of a changed number."""
    subject, body, sms = texts.mobile_changed(old=change.old_mobile, new=change.new_mobile)
    services.notify(person, kind="M4", subject=subject, body=body, sms_text=sms)
    if change.old_mobile:
        services.send_sms(mobile=change.old_mobile, text=sms, kind="M4")


@receiver(staff_account_changed, dispatch_uid="messaging.tell_staff_account_changed")
def tell_staff_account_changed(sender: object, *, user: User, event: str, **kwargs: Any) -> None:
    """M4: who is a citizen too finds in their box what happened to their account of staff; others have no box."""
    person = user.person
    if person is None or not person.users.filter(is_staff=False).exists():
        return
    subject, body = texts.staff_account_changed(event=event, username=user.username)
    services.notify(person, kind="M4", subject=subject, body=body)


@receiver(suggestion_made, dispatch_uid="messaging.send_suggestion_code")
def send_suggestion_code(sender: object, *, suggestion: CategorySuggestion, **kwargs: Any) -> None:
    """The code of a suggested trade, to a signed-in citizen; others read it on the screen (R62)."""
    person = suggestion.person
    if person is not None and person.mobile:
        text = texts.suggestion_code(suggestion.grouped_code)
        services.send_sms(mobile=person.mobile, text=text, kind="M23")


@receiver(suggestion_answered, dispatch_uid="messaging.tell_suggestion_answered")
def tell_suggestion_answered(sender: object, *, suggestion: CategorySuggestion, **kwargs: Any) -> None:
    """M23: which trade fits and where to ask for it, into the box of whoever has this number. By SMS only to a citizen
    who was signed in: anybody may type a number."""
    category, start_url = suggestion.category, ""
    if category is not None:
        choices = urlencode({"county": suggestion.county.code, "category": category.isic_code})
        start_url = f"{settings.SITE_URL}{reverse('new_request')}?{choices}"
    subject, body, sms = texts.suggestion_answered(
        code=suggestion.grouped_code,
        county=suggestion.county.name,
        category=category.name if category else "",
        answer=suggestion.answer,
        start_url=start_url,
    )
    person = suggestion.person or Person.objects.filter(mobile=suggestion.mobile).order_by("-pk").first()
    if person is not None:
        services.notify(
            person,
            kind="M23",
            subject=subject,
            body=body,
            sms_text=sms if suggestion.person else "",
            link=start_url.removeprefix(settings.SITE_URL),
        )
