"""Three instructions for guild units, their PDFs drawn by the portal itself."""

from dataclasses import dataclass

from django.template.loader import render_to_string

from accounts.models import User
from core.pdf import pdf_problem, render_pdf
from messaging.models import InstructionDoc
from messaging.services import publish_instruction
from organizations.categories.models import Category

Part = tuple[str, tuple[str, ...]]


@dataclass(frozen=True)
class Guide:
    """An instruction: who publishes it, whether only for trades that health watches over, and its text."""

    publisher: str
    title: str
    summary: str
    parts: tuple[Part, ...]
    for_health_trades: bool = False


GUIDES = (
    Guide(
        "secretariat",
        "راهنمای نصب QR در ورودی واحد صنفی",
        "کد QR نشان می‌دهد پروانهٔ واحد معتبر است. آن را کجا و چگونه نصب کنید تا مشتری به‌آسانی بخواند.",
        (
            (
                "چاپ",
                (
                    "کد را از پنل دریافت و بی‌تغییر روی کاغذ سفید چاپ کنید؛ ضلع کد دست‌کم ۸ سانتی‌متر باشد.",
                    "دور کد حاشیهٔ سفید بماند و چیزی روی آن ننویسید.",
                    "اگر روکش شفاف می‌زنید، مات باشد تا نور در آن برنگردد.",
                ),
            ),
            (
                "نصب",
                (
                    "کنار در ورودی، بیرون و در ارتفاع ۱۴۰ تا ۱۶۰ سانتی‌متری نصب کنید.",
                    "جایی که شب هم روشن است و چیزی جلوی آن را نمی‌گیرد.",
                    "پس از نصب، یک بار با گوشی خود آن را بخوانید.",
                ),
            ),
            (
                "نگهداری",
                (
                    "کد پاره یا رنگ‌رفته را همان روز عوض کنید.",
                    "هر واحد کد خودش را دارد؛ کد واحد دیگر را نصب نکنید.",
                ),
            ),
        ),
    ),
    Guide(
        "iran-chamber",
        "راهنمای بهداشت واحدهای صنفی",
        "نکته‌های بهداشت فردی، محیط و نگهداری کالا برای واحدهایی که به استعلام بهداشت نیاز دارند.",
        (
            (
                "کارکنان",
                (
                    "کارت بهداشت معتبر در محل کار باشد.",
                    "دست‌ها پیش از آغاز کار و پس از هر بار پول گرفتن شسته شود.",
                    "کسی که بیمار است تا بهبود به کار برنگردد.",
                ),
            ),
            (
                "محیط",
                (
                    "کف و پیشخوان هر روز شسته و خشک شود.",
                    "تهویه هنگام کار روشن باشد.",
                    "سطل زباله در‌دار باشد و هر روز خالی شود.",
                ),
            ),
            (
                "کالا",
                (
                    "کالای خوراکی با فاصله از زمین و دور از مواد شوینده نگهداری شود.",
                    "دمای یخچال هر روز دیده و نوشته شود.",
                    "کالای تاریخ‌گذشته همان روز از قفسه برداشته شود.",
                ),
            ),
        ),
        for_health_trades=True,
    ),
    Guide(
        "chamber",
        "راهنمای بازرسی از واحدهای صنفی شهرستان",
        "بازرس چه می‌پرسد، چه مدرکی را آماده داشته باشید و اگر با گزارش موافق نیستید چه کنید.",
        (
            (
                "هنگام بازرسی",
                (
                    "کارت شناسایی بازرس را ببینید.",
                    "پروانه کسب در دیدرس نصب شده باشد.",
                    "فاکتورهای خرید را در دسترس داشته باشید.",
                ),
            ),
            (
                "پس از بازرسی",
                (
                    "یک نسخه از گزارش را بگیرید و بخوانید.",
                    "توضیح خود را پیش از امضا در همان برگه بنویسید.",
                ),
            ),
        ),
    ),
)


def load_instructions() -> int:
    """Publish those that are not there yet; none where PDFs cannot be drawn. Not inside a transaction."""
    known = set(InstructionDoc.objects.values_list("title", flat=True))
    missing = [guide for guide in GUIDES if guide.title not in known]
    if pdf_problem():
        return 0
    for guide in missing:
        _publish(guide)
    return len(missing)


def _publish(guide: Guide) -> None:
    by = User.objects.get(username=guide.publisher, is_staff=True)
    body = by.memberships.in_force().select_related("body__county").get().body
    html = render_to_string(
        "demo/pdf/instruction.html",
        {"title": guide.title, "publisher": body.name, "summary": guide.summary, "parts": guide.parts},
    )
    trades = Category.objects.filter(needs_health_inquiry=True) if guide.for_health_trades else ()
    publish_instruction(
        title=guide.title,
        summary=guide.summary,
        content=render_pdf(html),
        categories=trades,
        body=body,
        by=by,
    )
