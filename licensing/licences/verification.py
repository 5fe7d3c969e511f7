"""What the portal answers about a licence, wherever it was issued."""

from dataclasses import dataclass

from core.jalali import tehran_today
from licensing.licences.models import Licence
from licensing.licences.states import LicenceSource, LicenceState, Validity
from organizations.places.models import County
from registries.ports import LicenceFacts


@dataclass(frozen=True, slots=True)
class LicenceAnswer:
    """What hangs on the wall, and nothing else of a person."""

    number: str
    guild_id: str
    unit_name: str
    holder_name: str
    category_name: str
    category_isic: str
    union_name: str
    county_name: str
    address: str
    validity: Validity
    page: str = ""
    """Address of the public page of a licence issued here."""


def answer_of(licence: Licence) -> LicenceAnswer:
    """About a licence issued here; `union`, `category` and `county__province` are read."""
    return LicenceAnswer(
        number=licence.number,
        guild_id=licence.guild_id,
        unit_name=licence.unit_name,
        holder_name=licence.holder_name,
        category_name=licence.category.name,
        category_isic=licence.category.isic_code,
        union_name=licence.union.name,
        county_name=name_of(licence.county),
        address=licence.address,
        validity=licence.validity,
        page=licence.get_absolute_url(),
    )


def answer_of_register(facts: LicenceFacts) -> LicenceAnswer:
    """About a licence the register has just told of."""
    county = County.objects.select_related("province").filter(code=facts.county_code).first()
    return LicenceAnswer(
        number=facts.number,
        guild_id=facts.guild_id,
        unit_name=facts.unit_name,
        holder_name=facts.holder_name,
        category_name=facts.category_name,
        category_isic=facts.category_isic,
        union_name=facts.union_name,
        county_name=name_of(county),
        address=facts.address,
        validity=Validity(
            LicenceState.VALID, facts.issued_on, facts.valid_to, LicenceSource.REGISTER, tehran_today()
        ),
    )


def name_of(county: County | None) -> str:
    """The county with its province; empty for one the portal does not know."""
    return f"{county.name} (استان {county.province.name})" if county else ""
