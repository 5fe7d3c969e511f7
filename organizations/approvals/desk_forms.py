"""The form of a numbered decision."""

from typing import Any

from django import forms

from core.fields import ApprovalNumberField, JalaliDateField
from organizations.bodies.models import Body
from organizations.desk.forms import DeskForm
from organizations.roles.querysets import bodies_as
from organizations.roles.states import Role


class ApprovalForm(DeskForm):
    """A numbered decision of one's own commission."""

    body = forms.ModelChoiceField(Body.objects.none(), label="مرجع")
    number = ApprovalNumberField(label="شمارهٔ مصوبه")
    approved_on = JalaliDateField(label="تاریخ مصوبه", past_only=True)
    subject = forms.CharField(label="موضوع", max_length=300)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        body: Any = self.fields["body"]
        roles = (Role.COMMISSION_COUNTY, Role.COMMISSION_PROVINCE, Role.SECRETARIAT)
        body.queryset = Body.objects.filter(pk__in=bodies_as(self.user, *roles))
        if not self.is_bound:
            body.initial = body.queryset.first()
