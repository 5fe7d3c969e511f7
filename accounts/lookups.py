"""The public pages on which anybody types a code: each look-up is counted, whichever page it is."""

from django.forms import BaseForm
from django.http import HttpRequest  # noqa: TID251 - the visitor's address, for the web layer

from accounts import ceilings
from core.addresses import client_address
from core.refusals import RuleBroken


def may_look(request: HttpRequest, form: BaseForm, typed: str) -> bool:
    """Count one look-up of `typed` by this visitor; above the limits the form says when the next is possible."""
    try:
        ceilings.look_up(client_address(request.META), typed)
    except RuleBroken as refusal:
        form.add_error(None, str(refusal))
        return False
    return True
