"""Why a deposit slip is not accepted (M17): a fact about a payment, chosen and never written freely (R73)."""

from django.db import models


class SlipFault(models.TextChoices):
    """What is wrong with a slip."""

    NOT_FOUND = "NOT_FOUND", "این واریز در گردش حساب دیده نمی‌شود"
    AMOUNT = "AMOUNT", "مبلغ آن با مبلغ این سطر یکی نیست"
    OTHER_ACCOUNT = "OTHER_ACCOUNT", "به حساب دیگری واریز شده است"
    USED = "USED", "پیش‌تر برای پرداخت دیگری به کار رفته است"
    NOT_A_SLIP = "NOT_A_SLIP", "این شماره، شمارهٔ فیش نیست"
