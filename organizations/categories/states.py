"""Branches of trade, and how a file of categories is brought in."""

from django.db import models


class BranchOfTrade(models.TextChoices):
    """The four branches of trade."""

    PRODUCTION = "PRODUCTION", "تولیدی"
    TECHNICAL_SERVICE = "TECHNICAL_SERVICE", "خدمات فنی"
    DISTRIBUTION = "DISTRIBUTION", "توزیعی"
    SERVICE = "SERVICE", "خدماتی"


class ImportMode(models.TextChoices):
    """What happens to a file of categories in which some rows are wrong."""

    ALL_OR_NOTHING = "ALL_OR_NOTHING", "همه یا هیچ"
    GOOD_ROWS = "GOOD_ROWS", "فقط ردیف‌های درست"


class ImportState(models.TextChoices):
    """Where an uploaded file of categories stands."""

    CHECKED = "CHECKED", "بررسی شده، در انتظار تصمیم"
    DONE = "DONE", "وارد شده"
    DISCARDED = "DISCARDED", "کنار گذاشته شده"
