"""Parts of the desk's pages."""

from django import template
from django.template import Context
from django.utils.safestring import SafeString

from organizations.desk.cards import Card
from organizations.desk.steps import Offer

register = template.Library()
#: What every card gets beside its own values.
SHARED = ("csrf_token", "row", "offers")


@register.simple_tag(takes_context=True)
def draw(context: Context, card: Card) -> SafeString:
    """A card, with its own values and the page's row and offers."""
    shared = {name: context.get(name) for name in SHARED}
    return _drawn(context, card.template, shared | dict(card.values))


@register.simple_tag(takes_context=True)
def words_of(context: Context, offer: Offer) -> SafeString:
    """What a step's own template says between its hint and its form."""
    return _drawn(context, offer.step.template, {"row": context.get("row"), "offer": offer, **offer.values})


def _drawn(context: Context, name: str, values: dict[str, object]) -> SafeString:
    engine = context.template.engine  # type: ignore[union-attr]  # a page is being drawn
    return engine.get_template(name).render(context.new(values))
