"""Which office stands for each body of inquiry in a county (handbook 6.8)."""

from asnaf.sample.nation import Nation
from licensing.inquiries.models import InquiryBody, InquiryOffice
from organizations.bodies.models import Body
from organizations.roles.states import BodyKind


def load_offices(nation: Nation) -> int:
    """Offices by their name; returns how many rows were new."""
    made = 0
    kinds = {kind.name: kind for kind in InquiryBody.objects.all()}
    for office in Body.objects.filter(kind=BodyKind.INQUIRY_BODY).exclude(county=None):
        kind = kinds.get(office.name.partition("، شهرستان")[0])
        if kind is not None:
            made += InquiryOffice.objects.get_or_create(
                body=kind, county_id=office.county_id, defaults={"office": office}
            )[1]
    return made
