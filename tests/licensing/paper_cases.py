"""What the stories of files taken on paper share: an outage, a clerk, somebody who applied in it (R222–R224)."""

from datetime import datetime, time, timedelta

import pytest
import time_machine

from core.jalali import TEHRAN, from_jalali
from core.refusals import RuleBroken
from deadlines.services import notices
from licensing.cases.states import BuildingUse, Tenure
from licensing.intake import paper_files
from licensing.intake.paper_files import Applicant
from organizations.roles.states import Role
from registries.models import SamplePerson, SampleSim
from tests.deadlines.cases import make_commission, make_staff
from tests.factories import (
    BIRTH_DATE,
    GeneralConditionsFactory,
    MembershipFactory,
    WorkingUnionFactory,
    national_code,
)

#: A Monday, and the Wednesday on which the network came back.
DAY = from_jalali(1405, 8, 4)
BACK = datetime.combine(DAY + timedelta(days=2), time(12, tzinfo=TEHRAN))
NOW = datetime.combine(DAY + timedelta(days=3), time(10, tzinfo=TEHRAN))
MOBILE = "09121112233"
DETAILS = {
    "unit_name": "فروشگاه نارنج",
    "tenure": Tenure.OWN,
    "area_m2": 40,
    "address": "تهران، خیابان نارنج، پلاک 3",
    "postal_code": "1193653471",
    "birth_certificate_no": "2183",
    "birth_certificate_place": "تهران",
    "building_use": BuildingUse.COMMERCIAL,
    "staff_count": 0,
}


@pytest.fixture(autouse=True)
def clock():
    """Thursday after the outage."""
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def union():
    GeneralConditionsFactory(published_at=NOW - timedelta(days=500))
    return WorkingUnionFactory()


@pytest.fixture
def operator(union):
    return MembershipFactory(body=union, role=Role.UNION_OPERATOR).user


@pytest.fixture
def outage(union):
    """From Monday morning to Wednesday noon."""
    by = make_staff(make_commission(union.county), Role.COMMISSION_COUNTY)
    return notices.announce_outage(
        county=union.county, from_at=moment(8), to_at=BACK, reason="قطع فیبر نوری", by=by
    )


@pytest.fixture
def applicant():
    """Somebody the portal has never seen, with a SIM of their own."""
    return _known_to_the_registers(national_code(900_001), MOBILE)


def another_applicant():
    """Somebody else whom the portal has never seen."""
    return _known_to_the_registers(national_code(900_002), "09121112244")


def _known_to_the_registers(code, mobile):
    facts = {"first_name": "رها", "last_name": "سپهری", "father_name": "داریوش", "gender": "FEMALE"}
    person = SamplePerson.objects.create(national_code=code, birth_date=BIRTH_DATE, **facts)
    SampleSim.objects.create(mobile=mobile, person=person)
    return Applicant(code, BIRTH_DATE, mobile)


def moment(hour, day=DAY):
    return datetime.combine(day, time(hour, tzinfo=TEHRAN))


def taken(union, by, **more):
    coverage = union.coverage.get()
    values = {"county": union.county, "category": coverage.category, "day": DAY, "hour": time(11)}
    return paper_files.check_taken(by=by, **values | {"receipt": "ک-۱۲"} | more)


def entered(union, applicant, by, **more):
    options = {"details": DETAILS, "is_isargar": False, "signed": True} | more
    when = options.pop("when", {})
    return paper_files.enter_paper_file(taken(union, by, **when), applicant, by=by, **options)


def refusal_of(act, *args, **kwargs):
    with pytest.raises(RuleBroken) as caught:
        act(*args, **kwargs)
    return caught.value.code
