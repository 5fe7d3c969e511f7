"""Persian texts that the applicant's and the public pages need."""

from licensing.eligibility import Weight
from licensing.inquiry_rules import InquiryState
from licensing.rules import LicenceState, Status

#: The steps of the whole way from the first choice to the tracking code.
STEPS = ["استان", "شهرستان", "رسته", "اتحادیه و هزینه‌ها", "ضوابط", "فرم‌ها", "ثبت"]
STEP_PROVINCE, STEP_COUNTY, STEP_CATEGORY, STEP_UNION, STEP_CONDITIONS, STEP_FORMS, STEP_SEND = range(1, 8)

#: What the applicant does now, by state.
NEXT_STEP: dict[str, str] = {
    Status.DRAFT: "فرم‌ها را کامل کنید و درخواست را ثبت کنید.",
    Status.SUBMITTED: "تصویر مدارک را با پست یا از صفحهٔ درخواست برای اتحادیه بفرستید. پاسخ اتحادیه همان‌جا دیده می‌شود و پیامک هم می‌رسد.",
    Status.UNDER_REVIEW: "هیأت مدیرهٔ اتحادیه درخواست را بررسی می‌کند و پاسخ پیامک می‌شود. اگر مدرکی مانده است، تا آن زمان بفرستید.",
    Status.CONDITIONAL: "درخواست مشروط پذیرفته شده است. نیازهای نوشته‌شده در پاسخ اتحادیه را پیش از پایان مهلت برطرف کنید، مدرک آن را به اتحادیه برسانید و سپس «نیازها برطرف شد» را بزنید.",
    Status.ACCEPTED: "درخواست پذیرفته شده است؛ تا چند لحظهٔ دیگر مرحلهٔ تکمیل مدارک آغاز می‌شود.",
    Status.ACCEPTED_BY_SILENCE: "درخواست به حکم قانون پذیرفته شده است؛ تا چند لحظهٔ دیگر مرحلهٔ تکمیل مدارک آغاز می‌شود.",
    Status.IN_PROGRESS: "مدارک مانده را پیش از پایان مهلت بفرستید. همین که همه رسید، مهلت شما می‌ایستد و نوبت اتحادیه و دستگاه‌هاست.",
    Status.DOCS_COMPLETE: "مدارک کامل است. هیأت مدیره اصل مدارک را می‌بیند و با تصویرها تطبیق می‌دهد؛ اصل‌ها را آماده داشته باشید. صورتحساب پس از آن می‌آید و خبرش پیامک می‌شود.",
    Status.INTERVIEW: "هیأت مدیره شما را به مصاحبه دعوت کرده است. در زمان نوشته‌شده با اصل مدارک به محل مصاحبه بروید؛ گام بعد را اتحادیه پیامک می‌کند.",
    Status.AWAITING_PAYMENT: "هر سطر صورتحساب را به حساب نوشته‌شده واریز کنید و شمارهٔ فیش‌ها را پیش از پایان مهلت همین‌جا بنویسید.",
    Status.READY: "پرداخت‌ها تأیید شده است و هیأت مدیره پروانه را صادر می‌کند. اگر چیزی مانع شود، دلیل را همین‌جا می‌خوانید و آنچه پرداخته‌اید بازمی‌گردد یا پذیرفته می‌ماند.",
    Status.ISSUED: "پروانه صادر شده است. برای تحویل گرفتن، اصل مدارک را همراه داشته باشید.",
    Status.DELIVERED: "پروانه تحویل یا پست شده است. آن را در محل کسب و در دید مشتریان نصب کنید.",
    Status.REJECTED: "درخواست رد شده است. دلیل‌ها در پاسخ اتحادیه آمده است؛ تا پایان مهلت اعتراض می‌توانید نزد اتاق اصناف شهرستان اعتراض کنید.",
    Status.REFUSED: "هیأت مدیره پس از بررسی مدارک تصمیم گرفته است پروانه صادر نشود. دلیل‌ها در پاسخ اتحادیه آمده است؛ تا پایان مهلت اعتراض می‌توانید نزد اتاق اصناف شهرستان اعتراض کنید.",
    Status.LAPSED: "مهلت شما پایان یافت و این پرونده بسته شد. هر زمان آماده بودید، با همین اطلاعات دوباره شروع کنید.",
    Status.WITHDRAWN: "از این درخواست انصراف داده شده است. هر زمان بخواهید با همین اطلاعات دوباره شروع کنید.",
}

NEXT_STEP_RETURNED = "هیأت مدیره پرونده را برای تکمیل برگردانده است. نیازهای نوشته‌شده در پاسخ اتحادیه را برطرف کنید و سپس «نیازها برطرف شد» را بزنید."
REFUND_BOOKED = "در انتظار تأیید هیأت مدیره"
REFUND_APPROVED = "تأیید شد؛ در انتظار پرداخت"
REFUNDED = "بازگردانده شد"

TONES: dict[str, str] = {
    Status.DRAFT: "neutral",
    Status.CONDITIONAL: "warning",
    Status.IN_PROGRESS: "warning",
    Status.INTERVIEW: "warning",
    Status.AWAITING_PAYMENT: "warning",
    Status.READY: "success",
    Status.ISSUED: "success",
    Status.DELIVERED: "success",
    Status.REJECTED: "danger",
    Status.REFUSED: "danger",
    Status.LAPSED: "danger",
    Status.WITHDRAWN: "neutral",
}

INQUIRY_TONES: dict[str, str] = {
    InquiryState.POSITIVE: "success",
    InquiryState.DEEMED_POSITIVE: "success",
    InquiryState.NEGATIVE: "danger",
    InquiryState.CONDITIONAL: "warning",
    InquiryState.SENT: "info",
    InquiryState.DELIVERED: "info",
}
#: The applicant on their own pages: «نوبت شما».
YOU = "شما"

PERSON, PLACE, PLATFORM, CHECK = "مشخصات متقاضی", "محل کسب", "مشخصات سامانهٔ برخط", "بازبینی و ثبت"
OFFICES = "اطلاعات برای ادارات مرتبط"
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
NOTHING_FOUND = (
    "رسته‌ای با نام «{sought}» پیدا نشد. از فهرست زیر انتخاب کنید یا کسب‌وکارتان را برای ما شرح دهید."
)
SLIPS_FOUND = "رسته‌ای با نام «{sought}» نیست؛ شاید یکی از این‌ها باشد"
MANY_FOUND = "رسته‌های بسیاری به «{sought}» می‌خورد؛ نزدیک‌ترین‌ها این‌هاست"
FOUND = "{count} رسته پیدا شد"
ANSWER_TERM = "{term}. اگر اتحادیه در این مهلت پاسخ ندهد، درخواست به حکم مادهٔ ۲۶ قانون نظام صنفی پذیرفته است."
ANSWER_TIMES = "نیمی از متقاضیان این اتحادیه تا {median} و نه نفر از هر ده نفر تا {ninetieth} پاسخ گرفته‌اند. بر پایهٔ {cases} پاسخ در یک سال گذشته؛ سکوت اتحادیه، {silence} یا بیشتر شمرده شده است."
HALF, NINE_IN_TEN, LAWFUL_TERM = "نیمی از متقاضیان", "نه نفر از ده نفر", "مهلت قانونی"
ACCEPT = "آیین‌نامه و ضوابط را خواندم و می‌پذیرم"
UNDERTAKING = (
    "درستی نوشته‌های این درخواست را تأیید می‌کنم و تعهد می‌دهم پیش از صدور پروانه کسب، فعالیت را آغاز نکنم."
)

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
LABEL_NOT_READY = "برچسب صنفی در حال آماده‌سازی است؛ چند لحظهٔ دیگر دوباره تلاش کنید."
LETTER_NOT_READY = "نامه در حال آماده‌سازی است؛ چند لحظهٔ دیگر دوباره تلاش کنید."
PDF_NOT_READY = "فایل چاپی پروانه در حال آماده‌سازی است؛ چند لحظهٔ دیگر دوباره تلاش کنید."

WRONG_TRACKING_CODE = (
    "درخواستی با این کد رهگیری پیدا نشد. رقم‌ها را با رسید یا پیامک خود بسنجید و دوباره بنویسید."
)
WRONG_LICENCE = "پروانه‌ای با این شماره و شناسهٔ صنفی پیدا نشد. هر دو را از روی پروانه دوباره بنویسید."

LICENCE_STATES: dict[str, str] = {
    LicenceState.VALID: "این پروانه معتبر است",
    LicenceState.SUSPENDED: "این پروانه تعلیق شده است",
    LicenceState.CANCELLED: "این پروانه باطل شده است",
    LicenceState.SUPERSEDED: "به جای این پروانه، پروانهٔ تازه‌ای صادر شده است",
}
LICENCE_WAS_VALID = "بنا بر آخرین پاسخ ثبت، این پروانه معتبر است"
LICENCE_OUT_OF_DATE = "اعتبار این پروانه پایان یافته است"
LICENCE_CHECK = "استعلام پروانه کسب"
CHECKED_ON = "نتیجهٔ استعلام از سامانه اصناف در {day}"
#: The answer of another register: of today, or of the day it last answered.
TOLD_TODAY = "پاسخ {source} در {day}"
TOLD_THEN = "اکنون نتوانستیم از {source} بپرسیم؛ این پاسخ از {day} است."
SOURCE = "{source}، {day}"
