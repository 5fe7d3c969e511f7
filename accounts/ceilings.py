"""What is limited, and how often it may happen: every limit that several pages share, with numbers from the settings.

A limit falls on whoever asks, by address and network, and never on the owner of a number alone (security bar 1): a
browser in which its owner has signed in before has counts of its own.
"""

from django.conf import settings

from accounts import limits, texts
from accounts.limits import DAY, HOUR, MINUTE, QUARTER, Limit
from accounts.states import Purpose
from core.addresses import network_of


def of_address(what: str, address: str, at_most: int, seconds: int) -> tuple[Limit, Limit]:
    """The limit of one address, and the larger one of its network: whoever has one address often has many."""
    return (
        Limit(f"{what}:a:{address}", at_most, seconds),
        Limit(f"{what}:w:{network_of(address)}", at_most * settings.NETWORK_FACTOR, seconds),
    )


def look_up(address: str, typed: str) -> None:
    """Count one look-up on a public page, whichever page it is, before anything is looked up (security bar 2).

    Args:
        address: the visitor's network address. A session is no measure: anybody opens as many as they like.
        typed: the code or numbers that were typed; one of them is asked after by one address so often a day.

    Raises:
        RuleBroken: code "rate_limited".
    """
    limits.check(
        *of_address("look-up", address, settings.LOOKUPS_PER_MINUTE, MINUTE),
        *of_address("look-up", address, settings.LOOKUPS_PER_DAY, DAY),
        Limit(f"look-up:c:{address}:{typed}", settings.LOOKUPS_OF_ONE_CODE_PER_DAY, DAY),
        refusal=texts.LOOKED_UP_TOO_OFTEN,
    )


def codes_asked(address: str, at_most: int) -> Limit:
    """Codes one address asks for, sent or not. Whole mobile networks share an address: the limit is only very high."""
    return Limit(f"ask:a:{address}", at_most, HOUR)


def codes_of_portal(purpose: str) -> Limit:
    """Codes the whole portal sends within an hour; other purposes leave a part of them to signing in."""
    most = settings.PORTAL_CODES_PER_HOUR
    if purpose != Purpose.SIGN_IN:
        most = most * (100 - settings.CODES_KEPT_FOR_SIGN_IN_PERCENT) // 100
    return Limit("code:portal", most, HOUR)


def codes_sent(
    mobile: str, national_code: str, purpose: str, *, address: str, known: bool
) -> tuple[Limit, ...]:
    """Codes for one number and one national code: each purpose by itself, known browsers by themselves.

    From one unknown address go fewer than a day allows: some are left to whoever asks from elsewhere.
    """
    kind = f"code:{purpose}:known" if known else f"code:{purpose}"
    found = [
        Limit(f"{kind}:{of}", at_most, seconds)
        for of in (f"m:{mobile}", f"n:{national_code}")
        for at_most, seconds in ((settings.OTP_PER_HOUR, HOUR), (settings.OTP_PER_DAY, DAY))
    ]
    if address and not known:
        found.append(Limit(f"{kind}:m:{mobile}:a:{address}", settings.OTP_PER_DAY_FROM_ADDRESS, DAY))
    return tuple(found)


def mismatches_of_pair(mobile: str, national_code: str) -> Limit:
    """Answers «they do not match» to one pair. The right pair of a person never counts here."""
    return Limit(f"mismatch:p:{mobile}:{national_code}", settings.MISMATCHES_PER_PAIR, HOUR)


def mismatches_of_asker(asker: str) -> Limit:
    """The same answers to one asker: an address, a known browser or a signed-in account."""
    return Limit(f"mismatch:a:{asker}", settings.MISMATCHES_PER_ASKER, HOUR)


def staff_tries(address: str) -> tuple[Limit, Limit]:
    """Staff sign-ins from unknown browsers without a captcha, whatever the names."""
    return of_address("staff:from", address, settings.STAFF_TRIES_PER_ADDRESS, QUARTER)


def staff_tries_with_captcha(address: str) -> tuple[Limit, Limit]:
    """Staff sign-ins from unknown browsers, each with a captcha solved."""
    return of_address("staff:c", address, settings.STAFF_TRIES_WITH_CAPTCHA, QUARTER)


def captcha_is_hard(address: str) -> bool:
    """Whether the pictures for this address are longer: it asked for very many codes, or tried staff sign-ins."""
    if not address:
        return False
    tries = of_address("staff:c", address, settings.STAFF_TRIES_FOR_HARD_CAPTCHA, QUARTER)
    asked = codes_asked(address, settings.CODES_PER_ADDRESS_FOR_HARD_CAPTCHA)
    return limits.full_until(asked, *tries) is not None
