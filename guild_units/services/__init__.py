"""Every write of guild units: one verb, one transaction, one trace."""

from guild_units.services.codes import drawing_of, give_code, record_scan, reissue_code, revoke_code, scan_url
from guild_units.services.drafts import continue_without_licence, draft_of
from guild_units.services.finding import list_insured, look_up_licence
from guild_units.services.posters import draw_up_poster, sweep_posters
from guild_units.services.registering import choose_form, insured_of, preview, record_reveal, register_unit
from guild_units.services.verifying import ask_again, find_licence

__all__ = [
    "ask_again",
    "choose_form",
    "continue_without_licence",
    "draft_of",
    "draw_up_poster",
    "drawing_of",
    "find_licence",
    "give_code",
    "insured_of",
    "list_insured",
    "look_up_licence",
    "preview",
    "record_reveal",
    "record_scan",
    "register_unit",
    "reissue_code",
    "revoke_code",
    "scan_url",
    "sweep_posters",
]
