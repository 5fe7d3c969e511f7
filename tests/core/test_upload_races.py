"""At one moment: what a day holds is not passed, however many files come at once."""

import pytest

from core.models import UploadDay
from core.uploads import quota as upload_quota
from tests.races import at_once

pytestmark = pytest.mark.django_db(transaction=True)
TIMES = 12


def test_many_files_at_once_do_not_pass_the_day(settings):
    settings.UPLOAD_FILES_A_DAY = 5

    results = at_once(TIMES, lambda: upload_quota.charge(7, 100, staff=False))

    assert sorted(results) == [False] * 7 + [True] * 5
    assert (UploadDay.objects.get().files, UploadDay.objects.get().size) == (5, 500)
