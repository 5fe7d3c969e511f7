"""The licence itself, and the running numbers it gets."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from accounts.fields import acting_user_if_any
from accounts.models import Person
from core.jalali import tehran_today
from core.keys import key_to
from core.searched import Searched, parts_index
from licensing.cases.models import LicenceRequest
from licensing.cases.states import Term
from licensing.licences.querysets import LicenceQuerySet
from licensing.licences.states import DeliveryMethod, LicenceSource, LicenceState, Validity
from organizations.bodies.models import Union
from organizations.categories.models import Category
from organizations.places.models import County


class Licence(Searched):
    """A business licence (پروانه کسب). What is printed stands here as it was on the day of issue (R153)."""

    searched_by = ("delivery_number",)

    number = models.CharField("شمارهٔ پروانه", max_length=20)
    guild_id = models.CharField("شناسهٔ صنفی", max_length=10, unique=True)
    token = models.CharField(max_length=32, unique=True, editable=False)
    case = models.OneToOneField(
        LicenceRequest, on_delete=models.PROTECT, related_name="licence", verbose_name="درخواست"
    )
    holder = key_to(Person, "صاحب پروانه", related_name="licences")
    holder_name = models.CharField("نام صاحب پروانه", max_length=160)
    union = key_to(Union, "اتحادیه", related_name="licences")
    category = key_to(Category, "رسته")
    county = key_to(County, "شهرستان")
    unit_name = models.CharField("نام واحد صنفی", max_length=120)
    address = models.CharField("نشانی", max_length=300)
    postal_code = models.CharField("کد پستی", max_length=10)
    term = models.CharField("مدت", max_length=12, choices=Term.choices)
    issued_on = models.DateField("تاریخ صدور")
    valid_to = models.DateField("اعتبار تا")
    state = models.CharField("وضعیت", max_length=12, choices=LicenceState.choices, default=LicenceState.VALID)
    qr_svg = models.TextField(editable=False, default="")
    document = models.FileField("فایل چاپی", upload_to="licences/%Y/%m/", blank=True)
    document_at = models.DateTimeField("زمان آماده‌شدن فایل چاپی", null=True, blank=True, editable=False)
    label = models.FileField("برچسب صنفی", upload_to="labels/%Y/%m/", blank=True, default="", db_default="")
    label_at = models.DateTimeField("زمان آماده‌شدن برچسب", null=True, blank=True, editable=False)
    delivery_method = models.CharField(
        "راه تحویل", max_length=8, choices=DeliveryMethod.choices, blank=True, default="", db_default=""
    )
    delivered_on = models.DateField("روز تحویل", null=True, blank=True)
    delivery_number = models.CharField(
        "شمارهٔ مرسولهٔ سفارشی", max_length=30, blank=True, default="", db_default=""
    )
    delivered_to = models.CharField("تحویل‌گیرنده", max_length=160, blank=True, default="", db_default="")
    delivered_at = models.DateTimeField("زمان ثبت تحویل", null=True, blank=True, editable=False)
    delivered_by = acting_user_if_any("ثبت‌کنندهٔ تحویل", editable=False)
    created_at = models.DateTimeField("ثبت در", default=timezone.now, editable=False)

    objects = LicenceQuerySet.as_manager()

    class Meta:
        verbose_name = "پروانه کسب"
        verbose_name_plural = "پروانه‌های کسب"
        indexes = [
            models.Index(fields=["holder", "-issued_on"], name="licence_holder"),
            parts_index("licence_search", scope="union"),
            models.Index(fields=["union", "-issued_on", "-id"], name="licence_union"),
            models.Index(fields=["-issued_on", "-id"], name="licence_all"),
            models.Index(fields=["created_at"], name="licence_without_pdf", condition=Q(document="")),
            models.Index(fields=["created_at"], name="licence_without_label", condition=Q(label="")),
            models.Index(fields=["document"], name="licence_document"),
            models.Index(fields=["label"], name="licence_label"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["union", "number"], name="licence_number_once_per_union"),
            models.CheckConstraint(condition=Q(valid_to__gt=F("issued_on")), name="licence_ends_after_issue"),
            models.CheckConstraint(condition=Q(guild_id__regex=r"^[0-9]{10}$"), name="guild_id_ten_digits"),
            models.CheckConstraint(
                condition=Q(
                    delivery_method="",
                    delivered_on__isnull=True,
                    delivery_number="",
                    delivered_to="",
                    delivered_at__isnull=True,
                    delivered_by__isnull=True,
                )
                | Q(
                    Q(delivery_method="HAND", delivery_number="") & ~Q(delivered_to="")
                    | Q(delivery_method="POST", delivered_to="") & ~Q(delivery_number=""),
                    delivered_on__isnull=False,
                    delivered_at__isnull=False,
                    delivered_by__isnull=False,
                ),
                name="licence_delivery_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    def searched_names(self) -> tuple[str, ...]:
        return self.unit_name, self.holder_name, self.number, self.guild_id, self.delivery_number

    def get_absolute_url(self) -> str:
        return reverse("verify_licence", args=[self.token])

    @property
    def is_valid(self) -> bool:
        """In force today (Asia/Tehran)."""
        return self.validity.is_in_force

    @property
    def validity(self) -> Validity:
        return Validity(
            LicenceState(self.state), self.issued_on, self.valid_to, LicenceSource.PORTAL, tehran_today()
        )
