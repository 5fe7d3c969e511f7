"""A handful of sample rows for the register tests."""

from datetime import date

from registries.models import (
    SampleAddress,
    SampleInsured,
    SampleLicence,
    SamplePerson,
    SampleSim,
    SampleVaccination,
    SampleWorkshop,
)

MARYAM, ALI, NOBODY = "0012345679", "0499370899", "1111111119"
BORN = date(1985, 3, 21)


def settle():
    """Maryam has a SIM, a licence and a workshop with two people; Ali works there; one SIM has no known owner."""
    maryam = person(MARYAM, "مریم", "رضایی", SamplePerson.Gender.FEMALE)
    ali = person(ALI, "علی", "احمدی", SamplePerson.Gender.MALE, deceased_on=date(2024, 5, 1))
    SampleSim.objects.create(mobile="09121234567", person=maryam)
    SampleSim.objects.create(mobile="09350000000", person=None)
    licence = SampleLicence.objects.create(
        number="12/345-6",
        guild_id="0123456789",
        holder=maryam,
        unit_name="نان گل‌گندم",
        union_name="اتحادیهٔ نانوایان",
        category_isic="107111",
        category_name="نانوایی",
        county_code="0101",
        address="خیابان آزادی",
        postal_code="1345678913",
        issued_on=date(2024, 3, 20),
        valid_to=date(2029, 3, 19),
    )
    workshop = SampleWorkshop.objects.create(
        workshop_code="0123456789", branch_code="0012", licence=licence, name="نان گل‌گندم"
    )
    for month, people in {"140305": [maryam], "140306": [maryam, ali]}.items():
        for insured in people:
            SampleInsured.objects.create(workshop=workshop, person=insured, month=month)
    SampleWorkshop.objects.create(
        workshop_code="9876543210", branch_code="0012", employer=maryam, name="بی‌فهرست"
    )
    SampleVaccination.objects.create(person=maryam, doses=2, last_dose_on=date(2021, 11, 2))
    SampleAddress.objects.create(
        postal_code="1345678913",
        province="تهران",
        county_code="0101",
        town="تهران",
        street="آزادی",
        number="۱۲",
    )


def person(national_code, first_name, last_name, gender, **more):
    """A person of the civil registry."""
    return SamplePerson.objects.create(
        **{"birth_date": BORN, **more},
        national_code=national_code,
        first_name=first_name,
        last_name=last_name,
        father_name="حسن",
        gender=gender,
    )
