"""Answers from the sample nation in the database: the default, so that every screen can be walked."""

import time
from collections.abc import Callable
from datetime import date

from django.db.models import F, Q, Value
from django.db.models.functions import Replace

from core.checks import licence_keys
from core.transactions import refuse_inside_transaction
from registries.calls import deadline
from registries.models import (
    SampleAddress,
    SampleInsured,
    SampleLicence,
    SampleOutage,
    SamplePerson,
    SampleSim,
    SampleVaccination,
    SampleWorkshop,
)
from registries.ports import (
    UNKNOWN,
    Gender,
    InsuredPerson,
    LicenceFacts,
    Match,
    PersonFacts,
    PostalFacts,
    RegisterUnavailable,
    Unknown,
    VaccinationFacts,
)


class _SampleRegister:
    name: str

    def __init__(self, sleep: Callable[[float], None] = time.sleep) -> None:
        self._sleep = sleep

    def _begin(self) -> None:
        refuse_inside_transaction("A question to a register")
        outage = SampleOutage.objects.filter(register=self.name).first()
        if outage is None:
            return
        if outage.mode == SampleOutage.Mode.DOWN:
            raise RegisterUnavailable(self.name)
        left = max(0.0, deadline() - time.monotonic())
        self._sleep(min(float(outage.seconds), left))
        if outage.seconds > left:
            raise RegisterUnavailable(self.name)


class IdentityRegister(_SampleRegister):
    """Sample people and their SIM cards."""

    name = "identity"

    def mobile_owner(self, mobile: str, national_code: str) -> Match:
        self._begin()
        sim = SampleSim.objects.select_related("person").filter(mobile=mobile).first()
        if sim is None:
            return Match.MISMATCH
        if sim.person is None:
            return Match.UNKNOWN
        return Match.MATCH if sim.person.national_code == national_code else Match.MISMATCH

    def person(self, national_code: str, birth_date: date) -> PersonFacts | Unknown | None:
        self._begin()
        person = SamplePerson.objects.filter(national_code=national_code).first()
        if person is None:
            return None
        if person.birth_date is None:
            return UNKNOWN
        if person.birth_date != birth_date:
            return None
        return PersonFacts(
            national_code=person.national_code,
            first_name=person.first_name,
            last_name=person.last_name,
            father_name=person.father_name,
            birth_date=person.birth_date,
            gender=Gender(person.gender),
            deceased_on=person.deceased_on,
        )


class LicenceRegister(_SampleRegister):
    """Sample licences."""

    name = "licences"

    def licence(self, number: str) -> LicenceFacts | None:
        self._begin()
        same = SampleLicence.objects.annotate(key=_without("-", _without("/", F("number")))).filter(
            key__in=licence_keys(number)
        )
        found = {licence.number: licence for licence in same.select_related("holder")}
        licence = found.get(number) or (next(iter(found.values())) if len(found) == 1 else None)
        if licence is None:  # or two that differ in their signs alone, and neither is spelled so
            return None
        return LicenceFacts(
            number=licence.number,
            guild_id=licence.guild_id,
            holder_national_code=licence.holder.national_code,
            holder_name=str(licence.holder),
            unit_name=licence.unit_name,
            union_name=licence.union_name,
            category_isic=licence.category_isic,
            category_name=licence.category_name,
            county_code=licence.county_code,
            address=licence.address,
            postal_code=licence.postal_code,
            issued_on=licence.issued_on,
            valid_to=licence.valid_to,
        )


def _without(sign: str, text: F | Replace) -> Replace:
    return Replace(text, Value(sign), Value(""))


class SocialSecurityRegister(_SampleRegister):
    """Sample workshops and their lists."""

    name = "social_security"

    def insured(
        self, workshop_code: str, branch_code: str, *, licence_number: str, national_code: str
    ) -> list[InsuredPerson] | None:
        self._begin()
        theirs = Q(licence__number=licence_number) | Q(employer__national_code=national_code)
        workshop = SampleWorkshop.objects.filter(
            theirs, workshop_code=workshop_code, branch_code=branch_code
        ).first()
        if workshop is None:
            return None
        newest = SampleInsured.objects.filter(workshop=workshop).order_by("-month").values("month")[:1]
        lines = SampleInsured.objects.filter(workshop=workshop, month=newest).select_related("person")
        return [
            InsuredPerson(
                national_code=line.person.national_code,
                first_name=line.person.first_name,
                last_name=line.person.last_name,
                list_month=line.month,
            )
            for line in lines.order_by("person__last_name", "person__first_name", "person__national_code")
        ]


class HealthRegister(_SampleRegister):
    """Sample vaccination records."""

    name = "health"

    def vaccination(self, national_code: str) -> VaccinationFacts | Unknown:
        self._begin()
        record = SampleVaccination.objects.filter(person__national_code=national_code).first()
        if record is None:
            return UNKNOWN
        return VaccinationFacts(doses=record.doses, last_dose_on=record.last_dose_on)


class PostRegister(_SampleRegister):
    """Sample addresses."""

    name = "post"

    def postal_code(self, code: str) -> PostalFacts | None:
        self._begin()
        place = SampleAddress.objects.filter(postal_code=code).first()
        if place is None:
            return None
        return PostalFacts(
            postal_code=place.postal_code,
            province=place.province,
            county_code=place.county_code,
            town=place.town,
            street=place.street,
            number=place.number,
            floor=place.floor,
        )
