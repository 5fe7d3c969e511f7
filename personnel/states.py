"""Where the portal knows a person at work from."""

from django.db import models


class Source(models.TextChoices):
    """How a person came onto the list of a unit."""

    SSO_LIST = "SSO_LIST", "فهرست بیمهٔ تأمین اجتماعی"
    MANUAL = "MANUAL", "افزودهٔ صاحب واحد"
