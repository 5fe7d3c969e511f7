"""The audit trail: what happened, to what, by whom, in chains that show any tampering."""

from django.db import models


class AuditChain(models.Model):
    """The head of one chain: its newest hash and its length. Locked by every writer of that chain."""

    shard = models.PositiveSmallIntegerField(primary_key=True)
    head_hash = models.CharField(max_length=64, blank=True, default="")
    count = models.PositiveBigIntegerField(default=0)

    class Meta:
        verbose_name = "سر زنجیرهٔ رویدادها"
        verbose_name_plural = "سرهای زنجیرهٔ رویدادها"

    def __str__(self) -> str:
        return f"{self.shard}: {self.count}"


class AuditEntry(models.Model):
    """One event. Rows are only inserted: the database itself refuses to change or delete them.

    The person is kept as number and label, not as a key, because `core` lies below `accounts` and the trail
    must outlive the account. `hash` covers every other column and the hash of the row before it in the
    chain.
    """

    shard = models.PositiveSmallIntegerField()
    sequence = models.PositiveBigIntegerField()
    at = models.DateTimeField()
    actor_id = models.BigIntegerField(null=True, blank=True)
    actor_label = models.CharField(max_length=150, blank=True, default="")
    subject_type = models.CharField(max_length=100)
    subject_id = models.CharField(max_length=64)
    action = models.CharField(max_length=100)
    before = models.JSONField(null=True, blank=True)
    after = models.JSONField(null=True, blank=True)
    note = models.TextField(blank=True, default="")
    request_id = models.CharField(max_length=64, blank=True, default="")
    previous_hash = models.CharField(max_length=64, blank=True, default="")
    hash = models.CharField(max_length=64)

    class Meta:
        verbose_name = "رویداد"
        verbose_name_plural = "رویدادها"
        default_permissions = ("view",)
        constraints = [models.UniqueConstraint(fields=["shard", "sequence"], name="audit_place_in_chain")]
        indexes = [
            models.Index(fields=["subject_type", "subject_id", "at"], name="audit_of_subject"),
            models.Index(fields=["actor_id", "at"], name="audit_of_actor"),
        ]

    def __str__(self) -> str:
        return f"{self.subject_type} {self.subject_id}: {self.action}"


class Heartbeat(models.Model):
    """The last moment a process of the background was seen at work; `name` is a member of `core.heartbeat.Process`."""

    name = models.CharField(max_length=20, primary_key=True)
    at = models.DateTimeField()

    class Meta:
        verbose_name = "تپش کارگر"
        verbose_name_plural = "تپش کارگر"

    def __str__(self) -> str:
        return f"{self.name} {self.at.isoformat()}"


class FileCheck(models.Model):
    """How far the timed check of the storage has come, and what it found (core/uploads/orphans.py).

    `what` is "storage", or a column such as licensing.requestdocument.file; `after` is where it goes on, empty for
    from the beginning.
    """

    what = models.CharField(max_length=100, unique=True)
    after = models.CharField(max_length=200, blank=True, default="")
    missing = models.PositiveIntegerField(default=0)
    missing_before = models.PositiveIntegerField(default=0)
    at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "بررسی فایل‌ها"
        verbose_name_plural = "بررسی فایل‌ها"

    def __str__(self) -> str:
        return self.what


class UploadDay(models.Model):
    """What one user has sent within one day of Tehran (core/uploads/quota.py).

    The user is kept as a number, because `core` lies below `accounts`.
    """

    sender_id = models.BigIntegerField()
    day = models.DateField()
    files = models.PositiveIntegerField(default=0)
    size = models.PositiveBigIntegerField(default=0)

    class Meta:
        verbose_name = "فایل‌های یک روز"
        verbose_name_plural = "فایل‌های روزها"
        constraints = [models.UniqueConstraint(fields=["sender_id", "day"], name="one_count_of_a_day")]
        indexes = [models.Index(fields=["day"], name="upload_day")]

    def __str__(self) -> str:
        return f"{self.sender_id} {self.day}"
