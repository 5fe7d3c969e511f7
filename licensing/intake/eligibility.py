"""May I ask for a licence? A few questions and what follows from each answer (handbook 6.9). Nothing is stored.

`{key}` in a sentence stands for the number of the law of that key; `with_numbers` of `organizations/law/` fills it in.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.conf import settings
from django.db import models


class Weight(StrEnum):
    """What an answer means for the request."""

    STOPS = "STOPS"
    NEEDS = "NEEDS"
    FINE = "FINE"


@dataclass(frozen=True, slots=True)
class Finding:
    """What follows from an answer, with what to do."""

    weight: Weight
    text: str


class Citizenship(models.TextChoices):
    """Nationality and permits."""

    IRANIAN = "IRANIAN", "ایرانی هستم"
    PERMITTED = "PERMITTED", "ایرانی نیستم و گذرنامه، پروانهٔ کار و پروانهٔ اقامت معتبر دارم"
    NEITHER = "NEITHER", "ایرانی نیستم و یکی از این سه را ندارم"


class Age(models.TextChoices):
    """Of age or not."""

    ADULT = "ADULT", "بله، {minimum_applicant_age} سال تمام دارم"
    MINOR = "MINOR", "خیر"


class Place(models.TextChoices):
    """By what right the applicant has the premises."""

    OFFICIAL = "OFFICIAL", "سند مالکیت یا اجاره‌نامهٔ رسمی دارم"
    PRIVATE = "PRIVATE", "اجاره‌نامهٔ عادی یا مبایعه‌نامه دارم"
    NONE = "NONE", "هنوز محل یا دفتری ندارم"


class Service(models.TextChoices):
    """Military service."""

    DONE = "DONE", "پایان خدمت، معافیت یا گواهی اشتغال به تحصیل دارم"
    NOT_ASKED = "NOT_ASKED", "از من خواسته نمی‌شود (خانم‌ها، و آقایان از {military_service_age_limit} سالگی)"
    MISSING = "MISSING", "هیچ‌کدام را ندارم"


class Record(models.TextChoices):
    """Criminal record."""

    CLEAN = "CLEAN", "محکومیت مؤثر کیفری ندارم"
    CONVICTED = "CONVICTED", "محکومیت داشته‌ام"


class Veteran(models.TextChoices):
    """Veterans keep to paper until the electronic way is opened to them (R75)."""

    NO = "NO", "خیر"
    YES = "YES", "بله، ایثارگر هستم"


#: The questions in their order: name of the field → what is asked, and the answers.
QUESTIONS: Mapping[str, tuple[str, type[models.TextChoices]]] = {
    "citizenship": ("تابعیت شما چیست؟", Citizenship),
    "age": ("{minimum_applicant_age} سال تمام دارید؟", Age),
    "place": ("محل کسب یا دفتر کار را با چه سندی دارید؟", Place),
    "service": ("وضعیت خدمت وظیفه", Service),
    "record": ("سابقهٔ کیفری", Record),
    "veteran": ("ایثارگر هستید؟", Veteran),
}

_STOPS: Mapping[str, str] = {
    Citizenship.NEITHER: (
        "اتباع خارجی با گذرنامه، پروانهٔ کار و پروانهٔ اقامت معتبر درخواست می‌دهند. "
        "نخست آن‌ها را از ادارهٔ کار و ادارهٔ اتباع بگیرید."
    ),
    Age.MINOR: "متقاضی پروانه باید {minimum_applicant_age} سال تمام داشته باشد. پس از آن همین راه باز است.",
    Place.NONE: (
        "پروانه برای یک محل یا دفتر معین صادر می‌شود. پس از خرید یا اجارهٔ آن، با کد پستی‌اش درخواست دهید."
    ),
    Service.MISSING: (
        "آقایان زیر {military_service_age_limit} سال کارت پایان خدمت، معافیت یا گواهی اشتغال به تحصیل لازم دارند. "
        "نخست وضعیت خود را از سازمان وظیفهٔ عمومی روشن کنید."
    ),
}

_NEEDS: Mapping[str, str] = {
    Citizenship.PERMITTED: (
        "گذرنامه، پروانهٔ کار و پروانهٔ اقامت هنگام رسیدگی باید اعتبار داشته باشد. "
        "ورود به سامانه با سیم‌کارتی است که به نام خودتان باشد."
    ),
    Place.PRIVATE: "همراه سند عادی، تعهدنامهٔ محضری هم لازم است.",
    Record.CONVICTED: (
        "گواهی نداشتن سوءپیشینه از مدارک لازم است. "
        "پیش از درخواست، از دفتر خدمات قضایی بپرسید که این گواهی برای شما صادر می‌شود یا نه."
    ),
}

_VETERANS_WAIT = (
    "راه الکترونیکی برای ایثارگران هنوز باز نشده است. "
    "درخواست را با مدارک خود به دفتر اتحادیه بدهید؛ روال کاغذی مانند گذشته برقرار است."
)


def findings(answers: Mapping[str, Any]) -> list[Finding]:
    """What follows from the answers, hindrances first; an empty list when nothing stands in the way."""
    given = [answers[name] for name in QUESTIONS]
    stops = [_STOPS[answer] for answer in given if answer in _STOPS]
    if answers["veteran"] == Veteran.YES and not settings.ISARGAR_ELECTRONIC:
        stops.append(_VETERANS_WAIT)
    needs = [_NEEDS[answer] for answer in given if answer in _NEEDS]
    return [Finding(Weight.STOPS, text) for text in stops] + [Finding(Weight.NEEDS, text) for text in needs]


def verdict(found: list[Finding]) -> Weight:
    weights = {finding.weight for finding in found}
    return next((weight for weight in (Weight.STOPS, Weight.NEEDS) if weight in weights), Weight.FINE)
