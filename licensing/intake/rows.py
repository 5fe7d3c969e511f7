"""A request's answers and the union's answer times as values for templates."""

from django.urls import reverse

from core.jalali import format_date
from core.rials import group_digits
from core.text import to_persian_digits
from deadlines.services.terms import term_in_words
from deadlines.states import Key
from licensing.cases.models import LicenceRequest
from licensing.cases.rows import Row
from licensing.cases.states import Tenure
from licensing.intake import texts
from licensing.intake.answer_times import AnswerTimes
from licensing.intake.condition_rows import changes
from licensing.papers.states import COMPARES, TAKES_PAPERS
from organizations.bodies.rows import postal_fact
from organizations.conditions import published


def newer_conditions(case: LicenceRequest) -> list[Row]:
    """Texts the applicant accepted that read otherwise in the version in force now, with the way to the difference.

    Nothing once the bill is sent: no new text asks anything of this request any more.
    """
    if case.status not in (*TAKES_PAPERS, *COMPARES):
        return []
    rows: list[Row] = []
    general, old = published.general_conditions_in_force(), case.general_conditions
    if general and changes(old, general):
        url = reverse("general_conditions_difference", args=[old.version, general.version])
        rows.append({"title": general.title, "url": url})
    special = published.conditions_in_force(case.union, case.category)
    pinned = case.special_conditions
    if special and special.category_id == pinned.category_id and changes(pinned, special):
        rows.append(
            {"title": special.title, "url": reverse("conditions_difference", args=[pinned.pk, special.pk])}
        )
    return rows


def answer_term() -> str:
    """How long the union may take, and what its silence means (R66)."""
    return texts.ANSWER_TERM.format(term=term_in_words(Key.T1_UNION_ANSWER))


def answer_times(found: AnswerTimes | None) -> Row | None:
    """A union's answer times in words and bars; nothing while there are too few answers."""
    if found is None:
        return None
    return {
        "sentence": to_persian_digits(
            texts.ANSWER_TIMES.format(
                median=_working_days(found.median, found.term),
                ninetieth=_working_days(found.ninetieth, found.term),
                cases=found.cases,
                silence=term_in_words(Key.T1_UNION_ANSWER),
            )
        ),
        "bars": [
            (texts.HALF, found.median),
            (texts.NINE_IN_TEN, found.ninetieth),
            (texts.LAWFUL_TERM, found.term),
        ],
    }


def _working_days(days: int, term: int) -> str:
    """Silence has no day of its own: it is told as the whole term of the union or more."""
    return f"{term} روز کاری یا بیشتر" if days >= term else f"{days} روز کاری"


def answers(case: LicenceRequest) -> list[Row]:
    """All that was typed, each with the page that changes it."""
    person, place = reverse("request_person", args=[case.pk]), reverse("request_place", args=[case.pk])
    birth = case.applicant.birth_date
    rows: list[Row] = [
        {"key": "متقاضی", "value": case.applicant.full_name, "url": person},
        {"key": "تاریخ تولد", "value": format_date(birth) if birth else "", "url": person},
        {"key": "نام واحد صنفی", "value": to_persian_digits(case.unit_name), "url": place},
        {
            "key": "نوع تصرف محل",
            "value": Tenure(case.tenure).label if case.tenure else "",
            "url": place,
        },
    ]
    if case.is_isargar:
        rows.insert(2, {"key": "ایثارگر", "value": "بله", "url": person})
    if not case.category.is_online:
        area = f"{group_digits(case.area_m2)} متر مربع" if case.area_m2 else ""
        rows.append({"key": "مساحت", "value": area, "url": place})
    rows += [
        {"key": "نشانی", "value": to_persian_digits(case.address), "url": place},
        postal_fact("کد پستی", case.postal_code) | {"url": place},
    ]
    if case.category.is_online:
        platform = reverse("request_platform", args=[case.pk])
        rows += [
            {"key": "سایت یا برنامک", "value": case.website, "ltr": True, "url": platform},
            {
                "key": "مسئولیت سامانه",
                "value": "پذیرفته‌ام" if case.answers_for_platform else "",
                "url": platform,
            },
        ]
    return rows + _for_offices(case)


def _for_offices(case: LicenceRequest) -> list[Row]:
    url = reverse("request_offices", args=[case.pk])
    staff = "" if case.staff_count is None else f"{group_digits(case.staff_count)} نفر"
    rows: list[Row] = [
        {"key": "شمارهٔ شناسنامه", "value": to_persian_digits(case.birth_certificate_no), "ltr": True},
        {"key": "محل صدور شناسنامه", "value": case.birth_certificate_place},
        {"key": "کاربری محل", "value": case.get_building_use_display()},
        {"key": "کد نوسازی", "value": to_persian_digits(case.municipal_code), "ltr": True},
        {"key": "کد ثبت‌نام مالیاتی", "value": to_persian_digits(case.tax_code), "ltr": True},
        {"key": "شمار کارکنان", "value": staff},
    ]
    return [row | {"url": url} for row in rows]


def without_links(rows: list[Row]) -> list[Row]:
    return [{key: value for key, value in row.items() if key != "url"} for row in rows]
