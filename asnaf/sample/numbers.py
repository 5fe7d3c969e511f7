"""Numbers that pass the checks of `core.checks` and belong to nobody.

National codes begin with 99, which no register office uses; mobiles with 0970, which no operator has; landlines go on
with 0 after the area code, which cannot be dialled.
"""

from random import Random

MOBILE_PREFIX = "0970"
NO_ZERO_OR_TWO = "13456789"
FIFTH_OF_POSTAL_CODE = "1346789"
WITHOUT_TWO = "013456789"

#: The first three digits of the national codes of each group of people.
CITIZENS, BOARDS, STAFF = "997", "998", "996"

#: Area codes of landlines, in the order of the provinces' codes.
_AREAS = (
    "086 013 011 041 044 083 061 071 034 051 031 054 087 081 038 066 "
    "084 074 077 024 023 035 076 021 045 025 028 017 058 056 026"
)


def national_code(group: str, serial: int) -> str:
    """The valid code with the nine digits `group` (three) and `serial` (below a million)."""
    nine = f"{group}{serial:06d}"
    rest = sum(int(digit) * (10 - place) for place, digit in enumerate(nine)) % 11
    return f"{nine}{rest if rest < 2 else 11 - rest}"


def mobile(serial: int) -> str:
    """A mobile number nobody can own."""
    return f"{MOBILE_PREFIX}{serial:07d}"


def postal_code(chance: Random) -> str:
    """A postal code of the form most real ones have."""
    first = chance.choices(NO_ZERO_OR_TWO, k=4)
    if len(set(first)) == 1:
        first[0] = "3" if first[0] != "3" else "4"
    return "".join([*first, chance.choice(FIFTH_OF_POSTAL_CODE), *chance.choices(WITHOUT_TWO, k=5)])


def landline(province_code: str, chance: Random) -> str:
    return f"{_AREAS.split()[int(province_code)]}-0{chance.randrange(10**7):07d}"


def workshop_code(branch: str, serial: int) -> str:
    """Social security's code of a workshop: three digits of the branch, three of the activity, four of its own."""
    return f"{branch[-3:]}{100 + serial // 10**4:03d}{serial % 10**4:04d}"
