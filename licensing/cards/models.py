"""The guild card of a request: its form, the account and the card that come back from the bank (annex 21, R104)."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.fields import acting_user, acting_user_if_any
from licensing.cards.states import CardWay
from licensing.cases.models import LicenceRequest
from licensing.cases.querysets import OfCaseQuerySet

SHOWN = 4


class GuildCard(models.Model):
    """What the union knows of the card. Of the card's number only the last four digits are ever kept."""

    case = models.OneToOneField(
        LicenceRequest, on_delete=models.PROTECT, related_name="guild_card", verbose_name="درخواست"
    )
    way = models.CharField("فرم چگونه رفت", max_length=16, choices=CardWay.choices)
    form_sent_at = models.DateTimeField("رفتن فرم", default=timezone.now)
    form_sent_by = acting_user("ثبت‌کنندهٔ فرم")
    account = models.CharField("شمارهٔ حساب یا شبا", max_length=26, blank=True)
    account_at = models.DateTimeField("ثبت حساب", null=True, blank=True)
    account_by = acting_user_if_any("ثبت‌کنندهٔ حساب")
    card_last_four = models.CharField("چهار رقم پایانی کارت", max_length=4, blank=True)
    card_issued_on = models.DateField("صدور کارت", null=True, blank=True)
    card_at = models.DateTimeField("ثبت کارت", null=True, blank=True)
    card_by = acting_user_if_any("ثبت‌کنندهٔ کارت")

    objects = OfCaseQuerySet.as_manager()

    class Meta:
        verbose_name = "اصناف کارت"
        verbose_name_plural = "اصناف کارت‌ها"
        constraints = [
            models.CheckConstraint(
                condition=Q(account="", account_at__isnull=True, account_by__isnull=True)
                | (~Q(account="") & Q(account_at__isnull=False, account_by__isnull=False)),
                name="guild_card_account_at_and_by_together",
            ),
            models.CheckConstraint(
                condition=Q(
                    card_last_four="", card_issued_on__isnull=True, card_at__isnull=True, card_by__isnull=True
                )
                | (
                    ~Q(card_last_four="")
                    & ~Q(account="")
                    & Q(card_issued_on__isnull=False, card_at__isnull=False, card_by__isnull=False)
                ),
                name="guild_card_comes_with_its_account",
            ),
        ]

    def __str__(self) -> str:
        return f"اصناف کارت {self.case}"

    @property
    def account_end(self) -> str:
        """The last four characters of the account, for those who need not know it."""
        return self.account[-SHOWN:]
