"""The parts of special conditions."""

from django.db import models


class Part(models.TextChoices):
    """The parts of special conditions, in the order they are printed (handbook 6.12)."""

    LEGAL_BASIS = "legal_basis", "مبنای قانونی"
    CATEGORY = "category", "رستهٔ شغلی و کد آیسیک"
    DEFINITIONS = "definitions", "تعریف‌ها"
    PERMITTED_SERVICES = "permitted_services", "خدمات قابل ارائه"
    MEANS = "means", "وسایل و ابزار کار"
    EQUIPMENT = "equipment", "تجهیزات ایمنی، انتظامی و بهداشتی"
    DUTIES = "duties", "تکالیف فرد صنفی"
    DOCUMENTS = "documents", "مدارک خواسته‌شده"
    INQUIRIES = "inquiries", "استعلام‌های لازم"
    FEES = "fees", "هزینه‌ها"
    APPROVAL = "approval", "تصویب و ابلاغ"
