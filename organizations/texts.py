"""The words of this app's public pages."""

from organizations.rules import SuggestionState

TOO_MANY = (
    "با این شماره امروز سه پیشنهاد ثبت شده است. پاسخ آن‌ها را با کد پیگیری ببینید یا فردا دوباره تلاش کنید."
)
BUSY = "از این شبکه در یک ساعت گذشته پیشنهادهای زیادی ثبت شده است. ساعتی دیگر دوباره تلاش کنید."
TRY_AGAIN = "ثبت پیشنهاد ممکن نشد. دوباره تلاش کنید."
WRONG_CODE = "پیشنهادی با این کد پیدا نشد. رقم‌ها را با پیامک خود بسنجید و دوباره بنویسید."
SUGGESTION_COLUMNS = ["شرح", "شهرستان", "ثبت", "وضعیت"]

TONES: dict[str, str] = {
    SuggestionState.OPEN: "info",
    SuggestionState.GUIDED: "success",
    SuggestionState.ADDED: "success",
    SuggestionState.REJECTED: "warning",
}
#: What the person does now, by state.
NEXT_STEP: dict[str, str] = {
    SuggestionState.OPEN: "اتاق اصناف شهرستان پیشنهاد را می‌خواند. کاری بر عهدهٔ شما نیست؛ پاسخ پیامک می‌شود.",
    SuggestionState.GUIDED: "با رستهٔ زیر درخواست پروانه بدهید.",
    SuggestionState.ADDED: "رستهٔ تازه تعریف شد. با آن درخواست پروانه بدهید.",
    SuggestionState.REJECTED: "پاسخ اتاق اصناف را بخوانید. اگر کسب‌وکارتان را روشن‌تر می‌توانید شرح دهید، دوباره پیشنهاد دهید.",
}
