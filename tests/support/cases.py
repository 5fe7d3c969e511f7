"""Conversations for tests, written through the services as people would."""

import uuid

from organizations.bodies.models import Body
from organizations.roles.states import BodyKind, Level, Role
from support import services
from support.states import Topic
from tests.factories import CitizenFactory, MembershipFactory

TEXT = "پیامک کد فعال‌سازی به من نمی‌رسد."
ANSWER = "شمارهٔ همراه خود را در صفحهٔ ورود بسنجید."


def officer(person=None):
    """Somebody who works for support."""
    body, _ = Body.objects.get_or_create(kind=BodyKind.SUPPORT, level=Level.NATIONAL, name="پشتیبانی سامانه")
    user = MembershipFactory(body=body, role=Role.SUPPORT_STAFF).user
    if person is not None:
        user.person = person
        user.save()
    return user


def ask(by=None, **changes):
    """A new ticket."""
    asked = {"subject": "کد نمی‌رسد", "topic": Topic.SIGN_IN, "text": TEXT, "form_key": uuid.uuid4()}
    return services.open_ticket(**asked | changes, by=by or CitizenFactory())


def say(ticket, by, text="هنوز نرسیده است.", **changes):
    """The author writes on."""
    return services.write(ticket, **{"text": text, "form_key": uuid.uuid4()} | changes, by=by)


def answer(ticket, by=None, text=ANSWER, **changes):
    """Support answers."""
    return services.answer(ticket, **{"text": text, "form_key": uuid.uuid4()} | changes, by=by or officer())
