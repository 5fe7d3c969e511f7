"""How a person came onto the list of a unit."""

from django.db import models


class Source(models.TextChoices):
    """Source of an entry in the list of people at work."""

    SSO_LIST = "SSO_LIST", "فهرست بیمهٔ تأمین اجتماعی"
    MANUAL = "MANUAL", "افزودهٔ صاحب واحد"
