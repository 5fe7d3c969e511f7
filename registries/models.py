"""The sample nation: made-up people, licences and workshops that the `sample` back ends answer from.

Nothing here is the portal's own record. Numbers are valid in form, nobody in it exists.
"""

from django.db import models
from django.db.models import Q


class SamplePerson(models.Model):
    """A person of the civil registry. Without a birth date the registry answers UNKNOWN."""

    class Gender(models.TextChoices):
        FEMALE = "FEMALE", "زن"
        MALE = "MALE", "مرد"

    national_code = models.CharField(max_length=10, unique=True)
    first_name = models.CharField(max_length=60)
    last_name = models.CharField(max_length=60)
    father_name = models.CharField(max_length=60)
    birth_date = models.DateField(null=True, blank=True)
    gender = models.CharField(max_length=6, choices=Gender.choices)
    deceased_on = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name = "شخص نمونه"
        verbose_name_plural = "اشخاص نمونه"

    def __str__(self) -> str:
        return f"{self.first_name} {self.last_name}"


class SampleSim(models.Model):
    """A SIM card. Without a person its ownership is UNKNOWN."""

    mobile = models.CharField(max_length=11, unique=True)
    person = models.ForeignKey(
        SamplePerson, on_delete=models.CASCADE, null=True, blank=True, related_name="sims"
    )

    class Meta:
        verbose_name = "سیم‌کارت نمونه"
        verbose_name_plural = "سیم‌کارت‌های نمونه"

    def __str__(self) -> str:
        return f"…{self.mobile[-4:]}"


class SampleLicence(models.Model):
    """A licence issued before the portal."""

    number = models.CharField(max_length=20, unique=True)
    guild_id = models.CharField(max_length=10, unique=True)
    holder = models.ForeignKey(SamplePerson, on_delete=models.CASCADE, related_name="licences")
    unit_name = models.CharField(max_length=120, blank=True, default="")
    union_name = models.CharField(max_length=200)
    category_isic = models.CharField(max_length=10)
    category_name = models.CharField(max_length=200)
    county_code = models.CharField(max_length=8)
    address = models.CharField(max_length=300)
    postal_code = models.CharField(max_length=10)
    issued_on = models.DateField()
    valid_to = models.DateField()

    class Meta:
        verbose_name = "پروانهٔ نمونه"
        verbose_name_plural = "پروانه‌های نمونه"
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__gte=models.F("issued_on")), name="sample_licence_ends_after_it_begins"
            )
        ]

    def __str__(self) -> str:
        return self.number


class SampleWorkshop(models.Model):
    """A workshop known to social security. `branch_code` has four digits, padded with zeros; the employer of a
    company's workshop is no person."""

    workshop_code = models.CharField(max_length=10, unique=True)
    branch_code = models.CharField(max_length=4)
    licence = models.ForeignKey(
        SampleLicence, on_delete=models.SET_NULL, null=True, blank=True, related_name="workshops"
    )
    employer = models.ForeignKey(
        SamplePerson, on_delete=models.SET_NULL, null=True, blank=True, related_name="workshops"
    )
    name = models.CharField(max_length=200)

    class Meta:
        verbose_name = "کارگاه نمونه"
        verbose_name_plural = "کارگاه‌های نمونه"

    def __str__(self) -> str:
        return self.name


class SampleInsured(models.Model):
    """One line of an insurance list. `month` is a Jalali month, "140306"."""

    workshop = models.ForeignKey(SampleWorkshop, on_delete=models.CASCADE, related_name="insured")
    person = models.ForeignKey(SamplePerson, on_delete=models.CASCADE, related_name="insured")
    month = models.CharField(max_length=6)

    class Meta:
        verbose_name = "بیمه‌شدهٔ نمونه"
        verbose_name_plural = "بیمه‌شدگان نمونه"
        constraints = [
            models.UniqueConstraint(
                fields=["workshop", "month", "person"], name="sample_insured_once_a_month"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person} ({self.month})"


class SampleVaccination(models.Model):
    """What the health register knows of a person."""

    person = models.OneToOneField(SamplePerson, on_delete=models.CASCADE, related_name="vaccination")
    doses = models.PositiveSmallIntegerField()
    last_dose_on = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name = "واکسیناسیون نمونه"
        verbose_name_plural = "واکسیناسیون‌های نمونه"
        constraints = [
            models.CheckConstraint(condition=Q(doses__lte=4), name="sample_vaccination_up_to_four_doses"),
            models.CheckConstraint(
                condition=Q(doses=0, last_dose_on__isnull=True) | Q(doses__gt=0, last_dose_on__isnull=False),
                name="sample_vaccination_dose_has_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.doses}"


class SampleAddress(models.Model):
    """A place of the national address file."""

    postal_code = models.CharField(max_length=10, unique=True)
    province = models.CharField(max_length=60)
    county_code = models.CharField(max_length=8)
    town = models.CharField(max_length=60)
    street = models.CharField(max_length=200)
    number = models.CharField(max_length=12, blank=True, default="")
    floor = models.CharField(max_length=12, blank=True, default="")

    class Meta:
        verbose_name = "نشانی نمونه"
        verbose_name_plural = "نشانی‌های نمونه"

    def __str__(self) -> str:
        return self.postal_code


class SampleOutage(models.Model):
    """A register that is to be slow or down in the demo. Delete the row to heal it."""

    class Register(models.TextChoices):
        IDENTITY = "identity", "ثبت احوال و مالکیت سیم‌کارت"
        LICENCES = "licences", "پروانه‌های کسب"
        SOCIAL_SECURITY = "social_security", "تأمین اجتماعی"
        HEALTH = "health", "سلامت و واکسیناسیون"
        POST = "post", "نشانی‌های پستی"

    class Mode(models.TextChoices):
        DOWN = "DOWN", "قطع"
        SLOW = "SLOW", "کند"

    register = models.CharField(max_length=20, choices=Register.choices, unique=True)
    mode = models.CharField(max_length=4, choices=Mode.choices, default=Mode.DOWN)
    seconds = models.PositiveSmallIntegerField(default=3, help_text="مدت کندی به ثانیه")

    class Meta:
        verbose_name = "اختلال نمونه"
        verbose_name_plural = "اختلال‌های نمونه"

    def __str__(self) -> str:
        return f"{self.get_register_display()}: {self.get_mode_display()}"
