"""The numbers of the law the portal begins with; afterwards the secretariat keeps them (handbook 6.7, 13)."""

from collections.abc import Iterator
from datetime import date
from typing import TypedDict

from core.jalali import from_jalali
from organizations import data_files

TITLES = {
    "entry_fee_multiple": "سقف حق ورودی: چند برابر حق عضویت سالانه",
    "entry_fee_ceiling": "سقف حق ورودی",
    "e_services_amount": "مبلغ خدمات الکترونیکی",
    "chamber_share": "سهم اتاق اصناف شهرستان از درآمد اتحادیه",
    "national_chamber_share": "سهم اتاق اصناف ایران از درآمد اتاق شهرستان",
    "temporary_entry_fee_share": "بخش حق ورودی برای پروانه موقت",
    "permanent_licence_term": "مدت اعتبار پروانه دائم",
    "temporary_licence_term": "مدت اعتبار پروانه موقت",
    "temporary_licence_times": "دفعات صدور پروانه موقت",
    "expiry_notice": "مهلت پس از پایان اعتبار پروانه",
    "minimum_applicant_age": "کمترین سن متقاضی",
    "minimum_staff_age": "کمترین سن همکار سامانه",
    "school_certificate_waiver_age": "سن معافیت از مدرک تحصیلی",
    "military_service_age_limit": "سن پایان بررسی نظام وظیفه",
    "training_waiver_age": "سن معافیت از آموزش",
    "addiction_certificate_validity": "اعتبار گواهی عدم اعتیاد",
    "criminal_record_validity": "اعتبار گواهی نداشتن سوءپیشینه",
    "heir_licence_limit": "مهلت ورثه برای دریافت پروانه",
    "outage_backdating": "قطعی سامانه: بیشترین تأخیر در اعلام",
    "outage_longest": "قطعی سامانه: بیشترین مدت در یک اعلام",
    "days_off_backdating": "تعطیلی: بیشترین تأخیر در اعلام",
    "closure_longest": "تعطیلی: بیشترین روزهای پیاپی",
    "closure_alone": "تعطیلی: بیشترین روزهای پیاپی بدون نفر دوم",
    "large_board_from_units": "شمار واحدهایی که از آن پس هیأت مدیره بزرگ‌تر است",
    "small_board_members": "عضوهای اصلی هیأت مدیره",
    "small_board_substitutes": "عضوهای علی‌البدل هیأت مدیره",
    "large_board_members": "عضوهای اصلی هیأت مدیرهٔ بزرگ‌تر",
    "large_board_substitutes": "عضوهای علی‌البدل هیأت مدیرهٔ بزرگ‌تر",
    "board_term": "دورهٔ هیأت مدیره",
    "board_terms_in_a_row": "دوره‌های پیاپی یک عضو هیأت مدیره",
    "board_terms_in_all": "همهٔ دوره‌های یک عضو هیأت مدیره",
    "electronic_roll_out": "مهلت سراسری شدن صدور الکترونیکی",
}


class Row(TypedDict):
    """One number of the law as the model stores it."""

    key: str
    title: str
    value: int
    unit: str
    valid_from: date
    basis: str


def first_values() -> Iterator[Row]:
    """The values of the seed documents, each with the day it began and its basis."""
    for row in data_files.rows("legal_numbers.csv"):
        year, month, day = map(int, row["valid_from"].split("-"))
        yield Row(
            key=row["key"],
            title=TITLES.get(row["key"], row["key"]),
            value=int(row["value"]),
            unit=row["unit"],
            valid_from=from_jalali(year, month, day),
            basis=row["basis"],
        )
