"""The chain of bodies from the secretariat to a union, with one account in each, and a second county beside it."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from accounts.models import User
from core.jalali import tehran_today
from organizations.approvals.models import CommissionApproval
from organizations.bodies.models import Body, Chamber, Commission, Union, UnionCoverage
from organizations.conditions.models import SpecialConditions
from organizations.law.first_values import first_values
from organizations.law.models import LegalValue
from organizations.members.models import Membership
from organizations.places.models import County, Province
from organizations.roles.states import BodyKind, Level, Role
from organizations.tariffs.models import PayeeAccount
from organizations.tariffs.services import Line
from tests.factories import CategoryFactory, StaffFactory

LONG_AGO = date(2020, 3, 20)
POSTAL_CODE = "1193653471"


def staff(role: str, body: Body, **values: Any) -> User:
    """An account that has held `role` in `body` for years."""
    user = StaffFactory(**values)
    Membership.objects.create(user=user, body=body, role=role, valid_from=LONG_AGO)
    return user


@dataclass
class Chain:
    """A whole chain of bodies in two counties of one province, and a county of another."""

    bodies: dict[str, Body] = field(default_factory=dict)
    people: dict[str, User] = field(default_factory=dict)

    def __getattr__(self, name: str) -> Any:
        found = {**self.__dict__.get("bodies", {}), **self.__dict__.get("people", {})}
        if name in found:
            return found[name]
        raise AttributeError(name)


def chain() -> Chain:
    """Build it. Names: secretariat, iran, province, commission, chamber, union, national_union, other_* (the second
    county), far_* (another province); people: by_<the same name>, by_inspector, by_board, by_operator."""
    for row in first_values():
        LegalValue.objects.get_or_create(key=row["key"], valid_from=row["valid_from"], defaults=row)
    made = Chain()
    bodies = made.bodies
    bodies["secretariat"] = Body.objects.create(
        kind=BodyKind.SECRETARIAT, level=Level.NATIONAL, name="دبیرخانهٔ هیأت عالی"
    )
    bodies["iran"] = Body.objects.create(
        kind=BodyKind.NATIONAL_CHAMBER,
        level=Level.NATIONAL,
        name="اتاق اصناف ایران",
        parent=bodies["secretariat"],
    )
    tehran = Province.objects.create(code="23", iso="IR-23", name="تهران")
    far = Province.objects.create(code="04", iso="IR-04", name="اصفهان")
    for prefix, province, name in (("", tehran, "تهران"), ("far_", far, "اصفهان")):
        bodies[f"{prefix}province"] = Commission.objects.create(
            kind=BodyKind.COMMISSION,
            level=Level.PROVINCE,
            province=province,
            name=f"کمیسیون استان {name}",
            parent=bodies["secretariat"],
        )
    _county(made, "", tehran, "تهران", "2301", centre=True)
    _county(made, "other_", tehran, "ری", "2302")
    _county(made, "far_", far, "اصفهان", "0401", centre=True)
    bodies["national_union"] = Union.objects.create(
        kind=BodyKind.UNION,
        level=Level.NATIONAL,
        name="اتحادیهٔ کشوری کسب‌وکارهای مجازی",
        parent=bodies["iran"],
    )
    _people(made)
    return made


def _county(
    made: Chain, prefix: str, province: Province, name: str, code: str, *, centre: bool = False
) -> None:
    county = County.objects.create(province=province, name=name, code=code, is_centre=centre)
    place = {"level": Level.COUNTY, "county": county, "province": province}
    above = made.bodies["far_province" if prefix == "far_" else "province"]
    commission = Commission.objects.create(
        kind=BodyKind.COMMISSION, name=f"کمیسیون شهرستان {name}", parent=above, **place
    )
    chamber = Chamber.objects.create(
        kind=BodyKind.CHAMBER, name=f"اتاق اصناف {name}", parent=commission, **place
    )
    union = Union.objects.create(
        kind=BodyKind.UNION, name=f"اتحادیهٔ نانوایان {name}", parent=chamber, postal_code=POSTAL_CODE, **place
    )
    made.bodies |= {f"{prefix}commission": commission, f"{prefix}chamber": chamber, f"{prefix}union": union}


def _people(made: Chain) -> None:
    posts = {
        "secretariat": ("secretariat", Role.SECRETARIAT),
        "iran": ("iran", Role.NATIONAL_CHAMBER),
        "province": ("province", Role.COMMISSION_PROVINCE),
        "commission": ("commission", Role.COMMISSION_COUNTY),
        "chamber": ("chamber", Role.CHAMBER_OPERATOR),
        "inspector": ("chamber", Role.CHAMBER_INSPECTOR),
        "board": ("union", Role.UNION_BOARD),
        "operator": ("union", Role.UNION_OPERATOR),
        "other_commission": ("other_commission", Role.COMMISSION_COUNTY),
        "other_chamber": ("other_chamber", Role.CHAMBER_OPERATOR),
        "far_province": ("far_province", Role.COMMISSION_PROVINCE),
    }
    for name, (body, role) in posts.items():
        made.people[f"by_{name}"] = staff(role, made.bodies[body], username=f"staff-{name}")


def approval(body: Body, number: str = "12/1", approved_on: date = LONG_AGO) -> CommissionApproval:
    """A numbered decision."""
    return CommissionApproval.objects.create(
        body=body, number=number, approved_on=approved_on, subject="تعرفه"
    )


def account(body: Body, number: str = "100200300") -> PayeeAccount:
    """An account of a body."""
    return PayeeAccount.objects.create(body=body, bank="بانک نمونه", number=number)


def covered(union: Union, isic_code: str = "154101") -> UnionCoverage:
    """A trade the union answers for in its county."""
    category = CategoryFactory(isic_code=isic_code)
    return UnionCoverage.objects.create(union=union, county=union.county, category=category)


def line(payee: PayeeAccount | None, amount: int | None = 700_000, **changes: Any) -> Line:
    """What a chamber types for a line of the tariff."""
    typed = {
        "title": "حق عضویت سالانه",
        "amount": amount,
        "account": payee,
        "applies_to": ["NEW", "RENEWAL"],
        "approval_number": "12/1",
        "approved_on": LONG_AGO,
        "valid_from": tehran_today(),
    }
    return Line(**typed | changes)


def article(text: str, part: str = "duties", number: int = 1, **more: Any) -> dict[str, Any]:
    """One stored article."""
    return {
        "number": number,
        "part": part,
        "title": "تکالیف",
        "title_is_original": True,
        "text": text,
        "items": [],
        "notes": [],
    } | more


def published(union: Union, *, version: int = 1, text: str = "متن", **changes: Any) -> SpecialConditions:
    """A published version of a union's conditions."""
    from django.utils import timezone

    rests_on = CommissionApproval.objects.filter(body=union.parent.parent).first() or approval(
        union.parent.parent
    )
    values = {
        "union": union,
        "version": version,
        "title": "ضوابط خاص",
        "content": {"issuer": union.name, "articles": [article(text)], "checklist": []},
        "union_postal_code": POSTAL_CODE,
        "approval": rests_on,
        "published_at": timezone.now(),
    }
    return SpecialConditions.objects.create(**values | changes)
