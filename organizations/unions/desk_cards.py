"""The tables on a union's page: board, conditions, tariff, accounts, activation (annex 22)."""

from django.urls import reverse

from accounts.models import User
from core.jalali import format_date
from core.text import to_persian_digits
from organizations.approvals.rows import approval_words
from organizations.bodies.models import Union
from organizations.bodies.rules import enters_for
from organizations.conditions.models import SpecialConditions
from organizations.conditions.rows import conditions_state
from organizations.desk.cards import Card, Cells, table
from organizations.members import boards
from organizations.tariffs import charges
from organizations.tariffs.charges import Charge
from organizations.tariffs.rows import account_state, charge_amount


def of(union: Union, user: User) -> list[Card]:
    """Every table of a union's page, with the way to add for who may."""
    enters = enters_for(user, union)
    return [
        _board(union, enters),
        _conditions(union, enters),
        _tariff(union, enters),
        _accounts(union, enters),
    ]


def _board(union: Union, enters: bool) -> Card:
    rows: list[Cells] = [
        [
            {
                "text": str(seat.person),
                "url": reverse("admin:organizations_boardmember_change", args=[seat.pk]),
            },
            seat.get_role_display(),
            f"{format_date(seat.from_date)} تا {format_date(seat.to_date)}",
        ]
        for seat in boards.board_on(union)
    ]
    return table(
        caption="هیأت مدیره",
        columns=["نام", "سمت", "دوره"],
        rows=rows,
        empty="برای امروز عضوی ثبت نشده است.",
        add_url=f"{reverse('admin:organizations_boardmember_add')}?union={union.pk}" if enters else "",
        add_label="عضو تازه",
    )


def _conditions(union: Union, enters: bool) -> Card:
    found = SpecialConditions.objects.filter(union=union).select_related("category", "approval")
    return table(
        caption="ضوابط خاص",
        columns=["عنوان", "رسته", "نسخه", "مصوبه", "وضعیت"],
        rows=[
            [
                {
                    "text": row.title,
                    "url": reverse("admin:organizations_specialconditions_change", args=[row.pk]),
                },
                str(row.category or "همهٔ رسته‌ها"),
                to_persian_digits(str(row.version)),
                approval_words(row.approval),
                conditions_state(row),
            ]
            for row in found.order_by("category__name_sort", "-version")
        ],
        empty="ضوابطی وارد نشده است.",
        add_url=f"{reverse('admin:organizations_specialconditions_add')}?union={union.pk}" if enters else "",
        add_label="ضوابط تازه",
    )


def _tariff(union: Union, enters: bool) -> Card:
    return table(
        caption="تعرفهٔ جاری",
        columns=["بابت", "مبلغ", "مصوبه", "اعتبار از"],
        rows=[_line(charge) for charge in charges.charges_on(union)],
        empty="تعرفه‌ای که امروز اعتبار داشته باشد، نیست.",
        add_url=f"{reverse('admin:organizations_feeitem_add')}?union={union.pk}" if enters else "",
        add_label="تعرفهٔ تازه",
    )


def _line(charge: Charge) -> Cells:
    fee = charge.fee
    return [
        {"text": fee.title, "url": reverse("admin:organizations_feeitem_change", args=[fee.pk])},
        charge_amount(charge),
        approval_words(fee.approval),
        format_date(fee.valid_from),
    ]


def _accounts(union: Union, enters: bool) -> Card:
    return table(
        caption="حساب‌ها",
        columns=["شماره", "بانک", "وضعیت"],
        rows=[
            [
                {
                    "text": to_persian_digits(row.number),
                    "ltr": True,
                    "url": reverse("admin:organizations_payeeaccount_change", args=[row.pk]),
                },
                f"{row.bank}، {row.branch}" if row.branch else row.bank,
                account_state(row),
            ]
            for row in union.accounts.order_by("pk")
        ],
        empty="حسابی ثبت نشده است.",
        add_url=reverse("admin:organizations_payeeaccount_add") if enters else "",
        add_label="حساب تازه",
    )
