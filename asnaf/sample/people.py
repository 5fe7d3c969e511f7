"""The people of the civil registry, their SIM cards and vaccinations."""

from collections.abc import Iterator
from datetime import timedelta

from asnaf.sample import names, numbers
from asnaf.sample.chance import dice
from asnaf.sample.nation import Nation, insert_missing
from asnaf.sample.stories import STORIES
from core.jalali import from_jalali
from registries.models import SamplePerson, SampleSim, SampleVaccination

#: Serial numbers of people without a story; below stand those of `stories`.
FIRST_SERIAL = 10_000


def load_people(nation: Nation) -> int:
    """Those with a story, and a crowd that fills lists; every tenth of the crowd is under age."""
    loaded = insert_missing(SamplePerson, [*_with_story(), *_crowd(nation)], "national_code")
    ids = dict(SamplePerson.objects.values_list("national_code", "pk"))
    insert_missing(SampleSim, _sims(nation, ids), "mobile")
    insert_missing(SampleVaccination, _vaccinations(nation, ids), "person_id")
    return loaded


def crowd_codes(nation: Nation) -> list[str]:
    serials = range(FIRST_SERIAL, FIRST_SERIAL + nation.size.people)
    return [numbers.national_code(numbers.CITIZENS, serial) for serial in serials]


def _with_story() -> Iterator[SamplePerson]:
    for story in STORIES:
        yield SamplePerson(
            national_code=story.national_code,
            first_name=story.first,
            last_name=story.last,
            father_name=story.father,
            gender=story.gender,
            birth_date=from_jalali(*story.born) if story.born else None,
            deceased_on=from_jalali(*story.died) if story.died else None,
        )


def _crowd(nation: Nation) -> Iterator[SamplePerson]:
    for number, code in enumerate(crowd_codes(nation)):
        chance = dice("person", code)
        name = names.invent(chance)
        years = (1390, 1398) if is_child(number) else (1325, 1382)
        yield SamplePerson(
            national_code=code,
            first_name=name.first,
            last_name=name.last,
            father_name=name.father,
            gender=name.gender,
            birth_date=from_jalali(chance.randint(*years), chance.randint(1, 12), chance.randint(1, 29)),
        )


def is_child(number: int) -> bool:
    return number % 10 == 9


def _sims(nation: Nation, ids: dict[str, int]) -> Iterator[SampleSim]:
    for story in STORIES:
        owner = story.national_code if story.sim_of is None else story.sim_of
        yield SampleSim(mobile=story.mobile, person_id=ids[owner] if owner else None)
    for number, code in enumerate(crowd_codes(nation)):
        yield SampleSim(mobile=numbers.mobile(FIRST_SERIAL + number), person_id=ids[code])


def _vaccinations(nation: Nation, ids: dict[str, int]) -> Iterator[SampleVaccination]:
    doses = {story.national_code: story.doses for story in STORIES}
    for code in crowd_codes(nation):
        drawn = dice("doses", code).choice((0, 1, 2, 2, 3, 3, 3, 4, None))
        if drawn is not None:
            doses[code] = drawn
    for code, number in doses.items():
        last = from_jalali(1400, 6, 1) + timedelta(days=90 * number) if number else None
        yield SampleVaccination(person_id=ids[code], doses=number, last_dose_on=last)
