"""Which roles look at and work with which pages (handbook 2.3)."""

from organizations.roles.states import Role

SECRETARIAT = (Role.SECRETARIAT,)
COMMISSIONS = (Role.COMMISSION_COUNTY, Role.COMMISSION_PROVINCE)
#: Everybody in the chain of bodies from the union to the secretariat.
CHAIN = (
    Role.UNION_OPERATOR,
    Role.UNION_BOARD,
    Role.CHAMBER_OPERATOR,
    Role.CHAMBER_INSPECTOR,
    *COMMISSIONS,
    Role.NATIONAL_CHAMBER,
    Role.SECRETARIAT,
)
ABOVE_UNIONS = CHAIN[2:]
#: Who enters conditions, tariffs, boards and accounts: the chamber; for national unions the secretariat.
ENTERING = (Role.CHAMBER_OPERATOR, Role.SECRETARIAT)
