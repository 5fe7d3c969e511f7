"""Who an applicant is comes from the civil registry (R2)."""

from datetime import date

import pytest

from core.refusals import RuleBroken
from licensing.intake import services as intake
from tests.factories import BIRTH_DATE, EmptyDraftFactory, NewcomerFactory, account_of

pytestmark = pytest.mark.django_db


def test_somebody_registered_as_dead_cannot_apply():
    draft = EmptyDraftFactory(applicant=NewcomerFactory(registered__deceased_on=date(2024, 1, 1)))

    with pytest.raises(RuleBroken) as refusal:
        intake.confirm_identity(draft.applicant, BIRTH_DATE, by=account_of(draft.applicant))

    assert refusal.value.code == "deceased"
