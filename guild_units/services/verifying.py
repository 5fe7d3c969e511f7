"""Answers «is this licence in force?», from what was issued here, the national register, or its last answer."""

from datetime import date

from core.checks import is_same_number
from core.jalali import tehran_today
from core.refusals import RuleBroken
from guild_units import texts
from guild_units.models import GuildUnit
from guild_units.querysets import GuildUnitQuerySet
from licensing.licences.models import Licence
from licensing.licences.states import LicenceSource
from licensing.licences.verification import LicenceAnswer, answer_of, answer_of_register, name_of
from registries import services as registries
from registries.ports import LicenceFacts, RegisterUnavailable

#: The page itself answers within five seconds.
REGISTER_SECONDS = 4.0
#: So many copies are asked anew in one night.
COPIES_A_NIGHT = 500


def find_licence(*, number: str, guild_id: str) -> LicenceAnswer | None:
    """What is known of the licence with these two numbers, and None when nobody knows it. Not inside a transaction.

    The number is understood as a person reads or pastes it, but the register is asked for it as it was typed.
    A silent register is no "not found": then the copy of its last answer speaks, with the day of that answer.

    Raises:
        RuleBroken: "register_unavailable": the register is silent and there is no copy.
    """
    related = ("union", "category", "county__province")
    licence = Licence.objects.select_related(*related).with_numbers(number=number, guild_id=guild_id)
    if licence is not None:
        return answer_of(licence)
    try:
        with registries.time_budget(REGISTER_SECONDS):
            facts = registries.licences().licence(number)
    except RegisterUnavailable as error:
        copy = _copies().select_related("owner", "county__province")
        unit = copy.filter(guild_id=guild_id).first()
        if unit is None or not is_same_number(number, unit.licence_number):
            raise RuleBroken(texts.REGISTER_SILENT, code="register_unavailable") from error
        return _answer_of_copy(unit)
    return answer_of_register(facts) if facts and facts.guild_id == guild_id else None


def ask_again() -> int:
    """Ask the register about the copies it told of longest ago, so that a scan and the dashboard say what it says.

    Stops when the register falls silent; what it no longer knows keeps the day of its last answer. Returns how many
    copies are of today now.
    """
    told = 0
    old = _copies().filter(told_on__lt=tehran_today()).order_by("told_on", "pk").select_related("owner")
    for unit in old[:COPIES_A_NIGHT]:
        try:
            facts = registries.licences().licence(unit.licence_number)
        except RegisterUnavailable:
            break
        if facts is not None and _is_of(facts, unit):
            told += _take_over(unit, facts.issued_on, facts.valid_to)
    return told


def _copies() -> GuildUnitQuerySet:
    copies: GuildUnitQuerySet = GuildUnit.objects.present().filter(source=LicenceSource.REGISTER)
    return copies


def _is_of(facts: LicenceFacts, unit: GuildUnit) -> bool:
    same = (facts.guild_id, facts.holder_national_code) == (unit.guild_id, unit.owner.national_code)
    return same and facts.issued_on <= facts.valid_to


def _take_over(unit: GuildUnit, issued_on: date, valid_to: date) -> int:
    rows = GuildUnit.objects.filter(pk=unit.pk)
    return rows.update(issued_on=issued_on, valid_to=valid_to, told_on=tehran_today())


def _answer_of_copy(unit: GuildUnit) -> LicenceAnswer:
    return LicenceAnswer(
        number=unit.licence_number,
        guild_id=unit.guild_id,
        unit_name=unit.unit_name,
        holder_name=unit.owner.full_name,
        category_name=unit.category_name,
        category_isic=unit.category_isic,
        union_name=unit.union_name,
        county_name=name_of(unit.county),
        address=unit.address,
        validity=unit.validity,
    )
