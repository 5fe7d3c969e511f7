"""Persian texts that the applicant's and the public pages need."""

from licensing.eligibility import Weight
from licensing.rules import LicenceState, Status

#: The steps of the whole way from the first choice to the tracking code.
STEPS = ["استان", "شهرستان", "رسته", "اتحادیه و هزینه‌ها", "ضوابط", "فرم‌ها", "ثبت"]
STEP_PROVINCE, STEP_COUNTY, STEP_CATEGORY, STEP_UNION, STEP_CONDITIONS, STEP_FORMS, STEP_SEND = range(1, 8)

#: What the applicant does now, by state.
NEXT_STEP: dict[str, str] = {
    Status.DRAFT: "فرم‌ها را کامل کنید و درخواست را ثبت کنید.",
    Status.SUBMITTED: "تصویر مدارک را با پست به نشانی اتحادیه بفرستید. پاسخ اتحادیه همین‌جا دیده می‌شود و پیامک هم می‌رسد.",
    Status.UNDER_REVIEW: "هیأت مدیرهٔ اتحادیه درخواست را بررسی می‌کند. کاری بر عهدهٔ شما نیست؛ پاسخ پیامک می‌شود.",
    Status.ACCEPTED: "درخواست پذیرفته شده است؛ تا چند لحظهٔ دیگر مرحلهٔ تکمیل مدارک آغاز می‌شود.",
    Status.ACCEPTED_BY_SILENCE: "درخواست به حکم قانون پذیرفته شده است؛ تا چند لحظهٔ دیگر مرحلهٔ تکمیل مدارک آغاز می‌شود.",
    Status.IN_PROGRESS: "باقی‌ماندهٔ مدارک و پاسخ استعلام‌ها را پیش از پایان مهلت به اتحادیه برسانید.",
    Status.DOCS_COMPLETE: "مدارک کامل است. اتحادیه صورتحساب قانونی را صادر می‌کند و خبرش پیامک می‌شود.",
    Status.AWAITING_PAYMENT: "هر سطر صورتحساب را به حساب نوشته‌شده واریز کنید و فیش‌ها را به اتحادیه بدهید.",
    Status.READY: "پرداخت‌ها تأیید شده است. برای تطبیق، اصل مدارک را آماده داشته باشید؛ اتحادیه پروانه را صادر می‌کند.",
    Status.ISSUED: "پروانه صادر شده است. برای تحویل گرفتن، اصل مدارک را همراه داشته باشید.",
    Status.LAPSED: "مهلت تکمیل مدارک پایان یافت و این پرونده بسته شد. هر زمان آماده بودید، با همین اطلاعات دوباره شروع کنید.",
    Status.WITHDRAWN: "از این درخواست انصراف داده شده است. هر زمان بخواهید با همین اطلاعات دوباره شروع کنید.",
}

TONES: dict[str, str] = {
    Status.DRAFT: "neutral",
    Status.IN_PROGRESS: "warning",
    Status.AWAITING_PAYMENT: "warning",
    Status.READY: "success",
    Status.ISSUED: "success",
    Status.LAPSED: "danger",
    Status.WITHDRAWN: "neutral",
}

PERSON, PLACE, PLATFORM, CHECK = "مشخصات متقاضی", "محل کسب", "مشخصات سامانهٔ برخط", "بازبینی و ثبت"
DONE, TO_DO, NOT_YET = "کامل", "ناتمام", "پس از تکمیل فرم‌ها"

#: What the answers of the eligibility check come to: colour, headline, sentence.
VERDICTS: dict[str, dict[str, str]] = {
    Weight.FINE: {
        "tone": "success",
        "title": "می‌توانید درخواست بدهید",
        "text": "بر پایهٔ این پاسخ‌ها مانعی نیست. مدارک را آماده کنید و شروع کنید.",
    },
    Weight.NEEDS: {
        "tone": "info",
        "title": "می‌توانید درخواست بدهید، با این نکته‌ها",
        "text": "پیش از شروع این‌ها را آماده کنید:",
    },
    Weight.STOPS: {
        "tone": "warning",
        "title": "هنوز نمی‌توانید الکترونیکی درخواست بدهید",
        "text": "این‌ها مانع است، و این کارها راه را باز می‌کند:",
    },
}
NOT_LISTED_TITLE = "رسته مورد نظر شما در بین رسته‌های اعلام شده نمی‌باشد؟"
NOT_LISTED = (
    "با نام دیگری هم جست‌وجو کنید؛ نام رسمی رسته گاهی با نام رایج فرق دارد. اگر باز هم نبود، اتاق اصناف شهرستان "
    "موظف است شما را راهنمایی کند و رسته را در سامانه تعریف کند."
)
ANSWER_TERM = (
    "پانزده روز کاری. اگر اتحادیه در این مهلت پاسخ ندهد، درخواست به حکم مادهٔ ۲۶ قانون نظام صنفی پذیرفته است."
)
ACCEPT = "آیین‌نامه و ضوابط را خواندم و می‌پذیرم"
UNDERTAKING = (
    "درستی نوشته‌های این درخواست را تأیید می‌کنم و تعهد می‌دهم پیش از صدور پروانه کسب، فعالیت را آغاز نکنم."
)
AT_COST = "به اندازهٔ هزینهٔ واقعی"

NO_SUCH_PLACE = "این گزینه در فهرست نیست. یکی از گزینه‌های زیر را انتخاب کنید."
DRAFT_OPENED = "ضوابط پذیرفته شد و پرونده باز شد. فرم‌های زیر را کامل کنید؛ هر فرم جداگانه نگه داشته می‌شود."
ALREADY_SENT = "این درخواست ثبت شده است و فرم‌های آن دیگر تغییر نمی‌کند."
ALREADY_OPEN = "درخواست بازی برای همین رسته و محل دارید."
OPEN_ELSEWHERE = "برای همین رسته در این شهرستان درخواست باز دارید. اگر برای همان محل است، همان را ادامه دهید."
STARTED_AGAIN = (
    "پروندهٔ تازه با همان اطلاعات باز شد. پاسخ‌ها را مرور و درخواست را ثبت کنید؛ مدارک را دوباره بفرستید."
)
IDENTITY_FOUND = "ثبت احوال تأیید کرد: {name}."
SAVED = "«{part}» نگه داشته شد."
WITHDRAWN = "از درخواست انصراف دادید و پرونده بسته شد."
PDF_NOT_READY = "پروندهٔ چاپی پروانه در حال آماده‌سازی است؛ چند لحظهٔ دیگر دوباره بزنید."

WRONG_TRACKING_CODE = (
    "درخواستی با این کد رهگیری پیدا نشد. رقم‌ها را با رسید یا پیامک خود بسنجید و دوباره بنویسید."
)
WRONG_LICENCE = "پروانه‌ای با این شماره و شناسهٔ صنفی پیدا نشد. هر دو را از روی پروانه دوباره بنویسید."
TOO_MANY_LOOKUPS = "در یک دقیقهٔ گذشته چند بار جست‌وجو شده است. یک دقیقهٔ دیگر دوباره تلاش کنید."

LICENCE_STATES: dict[str, str] = {
    LicenceState.VALID: "این پروانه معتبر است",
    LicenceState.SUSPENDED: "این پروانه تعلیق شده است",
    LicenceState.CANCELLED: "این پروانه باطل شده است",
    LicenceState.SUPERSEDED: "به جای این پروانه، پروانهٔ تازه‌ای صادر شده است",
}
LICENCE_OUT_OF_DATE = "اعتبار این پروانه پایان یافته است"
CHECKED_ON = "نتیجهٔ استعلام از سامانهٔ اصناف در {day}"
