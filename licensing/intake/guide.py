"""What a person is told before a request begins: trades, the union found, its conditions, fees and papers (R60–R63)."""

from dataclasses import dataclass

from core.refusals import RuleBroken
from licensing.cases.states import Kind
from licensing.inquiries import services as inquiries
from licensing.intake import texts
from licensing.intake.services import find_union
from licensing.papers import paper_list
from organizations.bodies.models import Chamber, Union
from organizations.categories.models import Category
from organizations.conditions import published
from organizations.conditions.models import GeneralConditions, SpecialConditions
from organizations.law import services as law
from organizations.places.models import County
from organizations.tariffs import charges
from organizations.tariffs.charges import Bill


@dataclass(frozen=True, slots=True)
class AskedPaper:
    """A paper the applicant hands in, and for whom if not for everybody (Article 3 of the Art. 12 regulation)."""

    title: str
    condition: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A body that will be asked after acceptance, about what, and whether only for those who employ people."""

    name: str
    title: str
    only_with_staff: bool


@dataclass(frozen=True, slots=True)
class Offer:
    """All a person is told and must accept before the forms open."""

    county: County
    category: Category
    union: Union
    general: GeneralConditions
    special: SpecialConditions
    bill: Bill
    papers: tuple[AskedPaper, ...]
    inquiries: list[Asked]


def offer(county: County, category: Category) -> Offer:
    """What awaits somebody who asks for this trade in this place.

    Raises:
        RuleBroken: "no_union", "not_active_yet", "no_conditions", "no_general_conditions".
    """
    union, special = find_union(county, category)
    general = published.general_conditions_in_force()
    if general is None:
        raise RuleBroken(texts.NO_GENERAL_CONDITIONS, code="no_general_conditions")
    bill = charges.bill_of(union, category, kind=Kind.NEW)
    papers = required_papers(paper_list.NATURAL)
    return Offer(county, category, union, general, special, bill, papers, _asked(county, category))


def _asked(county: County, category: Category) -> list[Asked]:
    return [
        Asked(body.name, body.title, only_with_staff=only_with_staff)
        for body, only_with_staff in inquiries.bodies_for(category, county)
    ]


def body_to_ask(county: County, category: Category | None = None) -> Union | Chamber | None:
    """Who helps when the portal cannot: the union on paper (R221), else the chamber of the county (R62)."""
    if category is not None:
        union: Union | None = Union.objects.covering(county_id=county.pk, category_id=category.pk).first()
        if union is not None:
            return union
    return Chamber.objects.filter(county=county, is_active=True).first()


def required_papers(applicant: str) -> tuple[AskedPaper, ...]:
    """The papers for this kind of applicant (NATURAL, LEGAL, FOREIGN, RENEWAL…), as the list stands today."""
    numbers = law.numbers_in_force()
    return tuple(
        AskedPaper(kind.title, law.fill_in(kind.condition, numbers))
        for kind in paper_list.kinds_asked_of(applicant)
    )
