"""Which office stands for each body of inquiry in a county, and which trades need the health centre (handbook 6.8)."""

from asnaf.sample.nation import Nation
from licensing.models import InquiryBody, InquiryNeed, InquiryOffice
from organizations.models import Body, Category
from organizations.rules import BodyKind

#: First digits of the trades with food or health duties.
HEALTH_TRADES = ("5211", "5220", "1541", "5520", "9302")


def load_offices(nation: Nation) -> int:
    """Offices by their name, and the health centre for food and health trades; returns how many rows were new."""
    made = 0
    kinds = {kind.name: kind for kind in InquiryBody.objects.all()}
    for office in Body.objects.filter(kind=BodyKind.INQUIRY_BODY).exclude(county=None):
        kind = kinds.get(office.name.partition("، شهرستان")[0])
        if kind is not None:
            made += InquiryOffice.objects.get_or_create(
                body=kind, county_id=office.county_id, defaults={"office": office}
            )[1]
    health = InquiryBody.objects.get(code="HEALTH")
    for trade in Category.objects.all():
        if trade.isic_code.startswith(HEALTH_TRADES):
            made += InquiryNeed.objects.get_or_create(body=health, category=trade, county=None)[1]
    return made
