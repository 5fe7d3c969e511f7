"""The board's answers at the desk: acceptance, and those with reasons on pages of their own (annexes 11, 12)."""

from collections.abc import Callable
from functools import partial

from core.refusals import why_not
from licensing.cases.desk import leads_to, refusal_by, refusal_of_move
from licensing.cases.desk_forms import MinuteForm
from licensing.cases.states import Status
from licensing.decisions import refusals, services
from licensing.decisions.desk_forms import AnswerForm
from licensing.decisions.states import ReasonKind
from organizations.desk.steps import Step


def _answer(
    name: str, to: Status, service: Callable[..., object], kind: ReasonKind, title: str, hint: str, done: str
) -> Step:
    """An answer with coded reasons; a refusal is red."""
    return Step(
        name=name,
        service=service,
        form=partial(AnswerForm, kind=kind),
        button=title,
        hint=hint,
        done=done,
        offered=leads_to(to),
        why=lambda case, user: why_not(refusals.check_may_answer, case, to, user),
        kind="danger" if kind is ReasonKind.REFUSAL else "secondary",
        own_page=True,
        template="admin/licensing/answer.html",
        is_panel=False,
    )


ANSWERS = (
    _answer(
        "conditional",
        Status.CONDITIONAL,
        refusals.accept_conditionally,
        ReasonKind.NEED,
        "قبول مشروط",
        "متقاضی این فهرست را می‌بیند و تا پایان مهلت تکمیل مدارک وقت برآوردن آن را دارد. پس از آن هیأت مدیره "
        "پذیرش را قطعی یا درخواست را رد می‌کند.",
        "قبول مشروط ثبت و فهرست نیازها به متقاضی اعلام شد.",
    ),
    _answer(
        "reject",
        Status.REJECTED,
        refusals.reject,
        ReasonKind.REFUSAL,
        "رد درخواست",
        "متقاضی همین دلیل‌ها و ماده‌ها را می‌بیند و می‌تواند نزد اتاق اصناف اعتراض کند. متن آزاد به‌تنهایی دلیل نیست.",
        "رد درخواست با دلیل‌ها ثبت و به متقاضی اعلام شد.",
    ),
    _answer(
        "return",
        Status.IN_PROGRESS,
        refusals.return_for_completion,
        ReasonKind.NEED,
        "بازگشت برای تکمیل",
        "متقاضی این فهرست را می‌بیند و مهلت تکمیل مدارک برای او از نو آغاز می‌شود. صورتحساب پرداخت‌شده "
        "پذیرفته می‌ماند. مهلت صدور اتحادیه با کامل شدن دوبارهٔ مدارک از نو آغاز می‌شود.",
        "بازگشت پرونده ثبت و فهرست نیازها به متقاضی اعلام شد.",
    ),
    _answer(
        "refuse",
        Status.REFUSED,
        refusals.refuse_to_issue,
        ReasonKind.REFUSAL,
        "عدم صدور",
        "پرونده با این تصمیم بسته و استعلام‌های بی‌پاسخ باطل می‌شود و آنچه پرداخت شده است "
        "به متقاضی بازمی‌گردد. پاسخ منفی یک دستگاه به‌خودی‌خود دلیل نیست؛ هیأت "
        "مدیره تصمیم می‌گیرد. متقاضی همین دلیل‌ها و ماده‌ها را می‌بیند و می‌تواند نزد اتاق اصناف اعتراض کند.",
        "عدم صدور با دلیل‌ها ثبت و به متقاضی اعلام شد.",
    ),
)
STEPS = (
    Step(
        name="open",
        service=services.open_review,
        button="باز کردن پرونده",
        why=refusal_of_move(Status.UNDER_REVIEW),
        is_panel=False,
    ),
    Step(
        name="accept",
        service=services.accept,
        form=MinuteForm,
        button="ثبت پذیرش",
        hint="پذیرش اولیه با صورتجلسهٔ هیأت مدیره",
        done="پذیرش ثبت و به متقاضی اعلام شد.",
        offered=leads_to(Status.ACCEPTED),
        why=refusal_by(services.check_may_accept),
    ),
    *ANSWERS,
)
