"""What an applicant still has to hear of moved terms."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from deadlines.states import Key
from licensing.cases.models import LicenceRequest


class MovedTerm(models.Model):
    """The end of a term has moved since the applicant last heard of it. The row goes when they are told."""

    case = models.ForeignKey(LicenceRequest, on_delete=models.CASCADE, related_name="moved_terms")
    key = models.CharField("مهلت", max_length=30, choices=Key.choices)
    #: The end the applicant counts on; empty when the clock stood still.
    from_due = models.DateTimeField("از", null=True, blank=True)
    because = models.TextField("علت")
    since = models.DateTimeField("زمان", default=timezone.now)

    class Meta:
        verbose_name = "خبر جابه‌جایی مهلت"
        verbose_name_plural = "خبرهای جابه‌جایی مهلت"
        constraints = [
            models.UniqueConstraint(fields=["case", "key"], name="one_moved_term_to_tell"),
            models.CheckConstraint(condition=~Q(because=""), name="moved_term_has_a_reason"),
        ]

    def __str__(self) -> str:
        return self.get_key_display()
