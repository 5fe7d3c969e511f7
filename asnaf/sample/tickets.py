"""A few conversations with support, written through the services as people would."""

from uuid import NAMESPACE_URL, uuid5

from accounts.models import Person, User
from asnaf.sample.nation import Nation
from asnaf.sample.people import crowd_codes
from registries.models import SamplePerson
from support import services
from support.models import Ticket
from support.states import Topic

OFFICER = "support"
AUTHORS = 3


def load_tickets(nation: Nation) -> int:
    """One ticket that waits, one that was answered, one that is closed; nothing where there are tickets."""
    if Ticket.objects.exists():
        return 0
    officer = User.objects.get(username=OFFICER, is_staff=True)
    waiting, asked_again, settled = _authors(nation)
    _ask(
        waiting,
        Topic.UNIT,
        "کد کارگاه پذیرفته نمی‌شود",
        "کد کارگاه را از روی لیست بیمه می‌نویسم، اما سامانه می‌گوید کارگاهی با این کد نیست. چه کنم؟",
    )
    ticket = _ask(
        asked_again,
        Topic.REQUEST,
        "فرستادن دوبارهٔ یک مدرک",
        "اتحادیه تصویر کارت ملی را پس داده است. همه را دوباره بفرستم یا فقط همان را؟",
    )
    _answer(ticket, "فقط همان را. در صفحهٔ «مدارک درخواست» روی «همین را دوباره بفرستید» بزنید.", officer)
    ticket = _ask(settled, Topic.SIGN_IN, "شمارهٔ همراهم عوض شده است", "با شمارهٔ تازه چطور وارد شوم؟")
    _answer(ticket, "با شمارهٔ پیشین وارد شوید و «تغییر شمارهٔ همراه» را باز کنید.", officer)
    services.close(ticket, by=settled)
    return AUTHORS


def _authors(nation: Nation) -> list[User]:
    codes = crowd_codes(nation)
    found = SamplePerson.objects.filter(national_code__in=codes, deceased_on=None, birth_date__isnull=False)
    known = found.exclude(sims=None).prefetch_related("sims").order_by("pk")[:AUTHORS]
    return [_account(one) for one in known]


def _account(one: SamplePerson) -> User:
    person, _ = Person.objects.get_or_create(
        national_code=one.national_code,
        defaults={
            "first_name": one.first_name,
            "last_name": one.last_name,
            "father_name": one.father_name,
            "birth_date": one.birth_date,
            "mobile": one.sims.all()[0].mobile,
        },
    )
    user, created = User.objects.get_or_create(
        person=person, is_staff=False, defaults={"username": f"citizen-{person.pk}"}
    )
    if created:
        user.set_unusable_password()
        user.save(update_fields=["password"])
    return user


def _ask(user: User, topic: str, subject: str, text: str) -> Ticket:
    key = uuid5(NAMESPACE_URL, subject)
    return services.open_ticket(subject=subject, topic=topic, text=text, form_key=key, by=user)


def _answer(ticket: Ticket, text: str, officer: User) -> None:
    services.answer(ticket, text=text, form_key=uuid5(NAMESPACE_URL, text), by=officer)
