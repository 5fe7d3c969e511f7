"""One account for every role of handbook 2.2, all with one password and a second factor known from the key."""

import hashlib
import hmac
import time
from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice

from accounts.models import Person, User
from asnaf.sample import names, numbers
from asnaf.sample.boards import member_code
from asnaf.sample.chance import dice
from asnaf.sample.nation import CAPITAL, Nation
from core.jalali import from_jalali
from organizations.members.models import Membership
from organizations.places.models import Province
from organizations.roles.states import BODY_OF_ROLE, BodyKind, Role

#: Known to everybody who reads this, and therefore never stored outside a demonstration.
PASSWORD = "sample-nation-1403"  # noqa: S105  # nosec B105
DEVICE_NAME = "sample"
SECONDS_OF_A_CODE = 30


@dataclass(frozen=True)
class Post:
    """An account: what it is called, the role it holds, who granted it, and what it can be used for."""

    username: str
    role: str
    granted_by: str
    tells: str


POSTS = (
    Post("secretariat", Role.SECRETARIAT, "", "همهٔ کشور؛ رسته‌ها، عددهای قانونی و ضوابط اتحادیه‌های کشوری"),
    Post("iran-chamber", Role.NATIONAL_CHAMBER, "secretariat", "همهٔ کشور، برای دیدن و اطلاع‌رسانی"),
    Post("province", Role.COMMISSION_PROVINCE, "secretariat", "همهٔ شهرستان‌های استان تهران"),
    Post("commission", Role.COMMISSION_COUNTY, "province", "شهرستان تهران"),
    Post("chamber", Role.CHAMBER_OPERATOR, "commission", "اتحادیه‌های شهرستان تهران"),
    Post("inspector", Role.CHAMBER_INSPECTOR, "commission", "اتحادیه‌های شهرستان تهران، فقط برای دیدن"),
    Post("union-board", Role.UNION_BOARD, "chamber", "رئیس اتحادیهٔ خواربارفروشان تهران؛ تصمیم می‌گیرد"),
    Post("union-operator", Role.UNION_OPERATOR, "chamber", "کاربر اتحادیهٔ خواربارفروشان تهران"),
    Post(
        "union-other",
        Role.UNION_OPERATOR,
        "chamber",
        "کاربر اتحادیهٔ نانوایان تهران؛ پرونده‌های دیگران را نمی‌بیند",
    ),
    Post("virtual-board", Role.UNION_BOARD, "iran-chamber", "اتحادیهٔ کشوری کسب‌وکارهای مجازی"),
    Post("inquiry", Role.INQUIRY_BODY, "secretariat", "استعلام‌های اماکن عمومی تهران"),
    Post("health", Role.HEALTH_VERIFIER, "secretariat", "تأیید رعایت نکته‌های بهداشتی"),
    Post("executive", Role.EXECUTIVE_BODY, "secretariat", "درخواست‌های تسهیلات استان تهران"),
    Post("bank", Role.BANK_OFFICER, "secretariat", "درخواست‌های تسهیلات شعبه"),
    Post("support", Role.SUPPORT_STAFF, "secretariat", "پشتیبانی کاربران"),
)
_CHAIR = {"union-board", "virtual-board"}
_GROUP = {
    "union-board": "food-retail",
    "union-operator": "food-retail",
    "union-other": "bakers",
    "virtual-board": "virtual-businesses",
}


def load_staff(nation: Nation) -> int:
    """Accounts, roles and second factors; what is there stays, except a second factor of an older key."""
    users = {user.username: user for user in User.objects.filter(is_staff=True)}
    loaded = 0
    for serial, post in enumerate(POSTS):
        if post.username not in users:
            users[post.username] = _open_account(nation, post, serial)
            loaded += 1
        user = users[post.username]
        if not user.memberships.filter(role=post.role).exists():
            Membership.objects.create(
                user=user,
                body_id=_body(nation, post),
                role=post.role,
                valid_from=from_jalali(1399, 1, 1),
                granted_by=users.get(post.granted_by),
            )
        _give_second_factor(user)
    return loaded


def totp_key(username: str) -> str:
    """The secret of an account's second factor, hexadecimal, other for every account and every SECRET_KEY."""
    message = f"sample second factor of {username}".encode()
    return hmac.new(settings.SECRET_KEY.encode(), message, hashlib.sha1).hexdigest()


def present_code(username: str, now: float | None = None) -> tuple[str, int]:
    """The six digits an authenticator would show for this account, and for how many seconds still."""
    moment = time.time() if now is None else now
    totp = TOTP(bytes.fromhex(totp_key(username)), step=SECONDS_OF_A_CODE)
    totp.time = moment
    return f"{totp.token():06d}", SECONDS_OF_A_CODE - int(moment) % SECONDS_OF_A_CODE


def _open_account(nation: Nation, post: Post, serial: int) -> User:
    return User.objects.create(
        username=post.username,
        password=make_password(PASSWORD),
        is_staff=True,
        person=_chair(nation, post) if post.username in _CHAIR else _person(post, serial),
    )


def _chair(nation: Nation, post: Post) -> Person:
    body_id = _body(nation, post)
    union = next(union for union in nation.unions if union.pk == body_id)
    return Person.objects.get(national_code=member_code(union, 0))


def _person(post: Post, serial: int) -> Person:
    chance = dice("staff", post.username)
    name = names.invent(chance)
    born = from_jalali(chance.randint(1345, 1375), chance.randint(1, 12), chance.randint(1, 29))
    person, _ = Person.objects.get_or_create(
        national_code=numbers.national_code(numbers.STAFF, serial),
        defaults={
            "first_name": name.first,
            "last_name": name.last,
            "father_name": name.father,
            "birth_date": born,
        },
    )
    return person


def _give_second_factor(user: User) -> None:
    device, _ = TOTPDevice.objects.get_or_create(
        user=user, name=DEVICE_NAME, defaults={"key": totp_key(user.username), "confirmed": True}
    )
    if device.key != totp_key(user.username):
        device.key = totp_key(user.username)
        device.last_t = -1
        device.save(update_fields=["key", "last_t"])


def _body(nation: Nation, post: Post) -> int:
    county = next(
        county for county in nation.counties.values() if county.name == CAPITAL and county.is_centre
    )
    province = Province.objects.get(pk=county.province_id)
    if post.username in _GROUP:
        slug = _GROUP[post.username]
        return next(u.pk for u in nation.unions if u.group.slug == slug and u.county in (None, county))
    if post.role == Role.COMMISSION_PROVINCE:
        return nation.body(BodyKind.COMMISSION, province=province)
    if post.role == Role.EXECUTIVE_BODY:
        return nation.body(BodyKind.EXECUTIVE_BODY, province=province)
    kind = BODY_OF_ROLE[post.role]
    if kind in _IN_THE_CAPITAL:
        return nation.body(kind, province=province, county=county)
    return nation.body(kind)


_IN_THE_CAPITAL = {BodyKind.CHAMBER, BodyKind.COMMISSION, BodyKind.INQUIRY_BODY, BodyKind.BANK}
