"""The staff's view of deliveries: what left, what waits, what failed. Numbers masked, no texts."""

from django.contrib import admin
from django.http import HttpRequest

from core.checks import mask_mobile
from messaging.models import Sms
from messaging.querysets import DELIVERY_DESK
from organizations.admin_scope import ScopedAdmin


@admin.register(Sms)
class SmsAdmin(ScopedAdmin):
    """Read only: a message is sent again by the sweep, never by hand, so that nobody gets it twice."""

    read_roles = DELIVERY_DESK
    list_display = ("kind", "masked_mobile", "status", "queued_at", "sent_at", "tries", "last_error")
    list_filter = ("status", "kind", "queued_at")
    fields = (
        "kind",
        "masked_mobile",
        "status",
        "queued_at",
        "next_try_at",
        "sent_at",
        "expires_at",
        "tries",
        "provider_ref",
        "last_error",
    )
    readonly_fields = fields
    ordering = ("-pk",)

    @admin.display(description="تلفن همراه")
    def masked_mobile(self, sms: Sms) -> str:
        """The number as its owner knows it again."""
        return mask_mobile(sms.mobile)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Messages are written by services only."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        """Nobody changes a delivery."""
        return False
