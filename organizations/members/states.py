"""Seats on boards, and what boards let their operators do."""

from django.db import models


class BoardRole(models.TextChoices):
    """Seats on a board (handbook 2.1)."""

    CHAIR = "CHAIR", "رئیس"
    FIRST_VICE = "FIRST_VICE", "نایب رئیس اول"
    SECOND_VICE = "SECOND_VICE", "نایب رئیس دوم"
    SECRETARY = "SECRETARY", "دبیر"
    TREASURER = "TREASURER", "خزانه‌دار"
    MEMBER = "MEMBER", "عضو اصلی"
    SUBSTITUTE = "SUBSTITUTE", "عضو علی‌البدل"
    INSPECTOR = "INSPECTOR", "بازرس"


class AuthorizationKind(models.TextChoices):
    """What a board lets an operator do: print for every request, or for one (handbook 6.6, S001 C-5)."""

    GENERAL = "GENERAL", "عمومی (همهٔ پرونده‌ها)"
    CASE = "CASE", "موردی (یک پرونده)"
