"""Who reads the requests of a union."""

from organizations.rules import Role

READERS = (
    Role.UNION_OPERATOR,
    Role.UNION_BOARD,
    Role.CHAMBER_OPERATOR,
    Role.CHAMBER_INSPECTOR,
    Role.COMMISSION_COUNTY,
    Role.COMMISSION_PROVINCE,
    Role.NATIONAL_CHAMBER,
    Role.SECRETARIAT,
)
