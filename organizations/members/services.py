"""Who works where: roles are granted and withdrawn by the body above, never by oneself (handbook 2.3)."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.services import sessions
from core.jalali import tehran_today
from core.refusals import RuleBroken
from organizations.bodies.models import Body
from organizations.bodies.rules import in_body
from organizations.members.models import Membership
from organizations.roles import trail
from organizations.roles.querysets import holds
from organizations.roles.rules import require
from organizations.roles.states import BODY_OF_ROLE, GRANTED_BY, LEVEL_OF_ROLE, Role
from organizations.signals import role_withdrawn


def may_grant(by: User, role: str, body: Body) -> bool:
    """Whether `by` stands in the body above and may grant, or withdraw, this role in `body`."""
    granters = GRANTED_BY.get(role, ())
    if Role.SECRETARIAT in granters and holds(by, Role.SECRETARIAT):
        return True
    return in_body(by, body.parent_id, *(granter for granter in granters if granter != Role.SECRETARIAT))


def roles_open_to(by: User) -> list[str]:
    """The roles `by` may grant somewhere; for the choices of a form."""
    return [role for role, granters in GRANTED_BY.items() if holds(by, *granters)]


@transaction.atomic
def grant_role(
    *,
    user: User,
    body: Body,
    role: str,
    by: User,
    valid_from: date | None = None,
    valid_to: date | None = None,
) -> Membership:
    """Give a member of staff a role in a body.

    Raises:
        RuleBroken: "to_oneself", "wrong_body" when the role does not exist in such a body, "not_staff",
            "not_your_office", "already_over" for an end before today.
        ValidationError: by field; a second open membership of the same kind.
    """
    check_not_oneself(user, by)
    check_role_of_body(role, body)
    if not user.is_staff or not user.is_active:
        raise RuleBroken("این حساب، حساب فعال همکار نیست.", code="not_staff")
    require(may_grant(by, role, body), "این نقش را نهاد بالادست آن نهاد می‌دهد، نه شما.")
    if valid_to is not None and valid_to < tehran_today():
        raise RuleBroken("پایان نقش گذشته است.", code="already_over")
    row = Membership(
        user=user,
        body=body,
        role=role,
        valid_from=valid_from or tehran_today(),
        valid_to=valid_to,
        granted_by=by,
    )
    trail.insert(row, by=by, action="granted")
    sessions.renew_keys_of(user)
    return row


@transaction.atomic
def withdraw_role(membership: Membership, *, by: User, note: str) -> Membership:
    """Take a role back; it is gone at the person's next request.

    Raises:
        RuleBroken: "to_oneself", "not_your_office", "withdrawn" when it was taken back before.
    """
    row: Membership = trail.locked(membership)
    check_not_oneself(row.user, by)
    require(may_grant(by, row.role, row.body), "این نقش را فقط نهادی پس می‌گیرد که می‌تواند آن را بدهد.")
    if row.withdrawn_at is not None:
        raise RuleBroken("این نقش پیش‌تر پس گرفته شده است.", code="withdrawn")
    trail.change(
        row,
        {"withdrawn_at": timezone.now(), "withdrawn_by": by},
        by=by,
        action="withdrawn",
        note=note,
        unchecked=["user", "body", "granted_by"],
    )
    sessions.renew_keys_of(row.user)
    role_withdrawn.send(sender=Membership, user=row.user)
    return row


@transaction.atomic
def appoint_secretariat(user: User) -> Membership:
    """Open the secretariat's role; done by whoever runs the installation, because nobody stands above it.

    Raises:
        RuleBroken: "not_staff", "no_secretariat".
        ValidationError: the account holds the role already.
    """
    body = Body.objects.filter(kind=BODY_OF_ROLE[Role.SECRETARIAT]).first()
    if body is None:
        raise RuleBroken("نهاد دبیرخانه ثبت نشده است.", code="no_secretariat")
    if not user.is_staff or not user.is_active:
        raise RuleBroken("این حساب، حساب فعال همکار نیست.", code="not_staff")
    row = Membership(user=user, body=body, role=Role.SECRETARIAT, valid_from=tehran_today())
    trail.insert(row, by=None, action="granted")
    sessions.renew_keys_of(user)
    return row


def check_role_of_body(role: str, body: Body) -> None:
    """A role exists in its kind and level of body only.

    Raises:
        RuleBroken: "wrong_body".
    """
    if BODY_OF_ROLE.get(role) != body.kind or LEVEL_OF_ROLE.get(role, body.level) != body.level:
        raise RuleBroken(f"نقش «{Role(role).label}» در این نهاد معنا ندارد.", code="wrong_body")


def check_not_oneself(user: User, by: User) -> None:
    """Two accounts of one person are one person.

    Raises:
        RuleBroken: "to_oneself".
    """
    same_person = user.person_id is not None and user.person_id == by.person_id
    if user.pk == by.pk or same_person:
        raise RuleBroken("کسی نمی‌تواند نقش یا مجوز خودش را بدهد یا پس بگیرد.", code="to_oneself")
