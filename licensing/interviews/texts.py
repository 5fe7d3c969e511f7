"""Sentences about interviews."""

INVITED = "هیأت مدیره شما را به مصاحبه دعوت کرد: {when}، {place}."
INTERVIEW_MOVED = "زمان یا محل مصاحبه عوض شد: {when}، {place}."
INTERVIEW_RESULT = "نتیجهٔ مصاحبه ثبت شد: {result}."
SUBJECT_INTERVIEW = "دعوت به مصاحبه"
BODY_INTERVIEW = (
    "هیأت مدیرهٔ {union} برای درخواست پروانه کسب «{category}» شما را به مصاحبه دعوت کرده است.\n"
    "زمان: {when}\nمحل: {place}"
)
SMS_INTERVIEW = "سامانه اصناف: دعوت به مصاحبهٔ پروانه کسب. {when}، {place}"
SUBJECT_INTERVIEW_MOVED = "زمان یا محل مصاحبه عوض شد"
BODY_INTERVIEW_MOVED = (
    "قرار مصاحبهٔ درخواست پروانه کسب «{category}» عوض شد و قرار پیشین دیگر برقرار نیست.\n"
    "زمان تازه: {when}\nمحل: {place}"
)
SMS_INTERVIEW_MOVED = "سامانه اصناف: قرار مصاحبهٔ پروانه کسب عوض شد. زمان تازه: {when}، {place}"
BODY_ORIGINALS = "\nاصل این مدارک همراهتان باشد: {originals}"
SMS_LONG_PLACE = "محل در سامانه"
SMS_ORIGINALS = "\nاصل مدارک: {originals}"
SMS_MANY_ORIGINALS = "\nاصل {count} مدرک همراهتان باشد؛ فهرست آن‌ها در سامانه است."
SUBJECT_INTERVIEW_CANCELLED = "مصاحبه لغو شد"
BODY_INTERVIEW_CANCELLED = (
    "مصاحبهٔ درخواست پروانه کسب «{category}» که برای {when} بود، لغو شد. لازم نیست بروید."
)
SMS_INTERVIEW_CANCELLED = "سامانه اصناف: مصاحبهٔ پروانه کسب ({when}) لغو شد. لازم نیست بروید."
CALENDAR_SUMMARY = "مصاحبهٔ پروانه کسب: {category}"
CALENDAR_ORIGINALS = "اصل این مدارک همراهتان باشد: {originals}"
INTERVIEW_OPEN = "نخست نتیجهٔ مصاحبهٔ {when} را ثبت کنید."
NO_PLACE = "محل مصاحبه را بنویسید."

# Why something is refused.
NOT_A_TIME = "{label} را مانند ۹:۳۰ بنویسید."
IN_THE_PAST = "زمان مصاحبه گذشته است؛ زمانی در آینده بنویسید."
NO_INTERVIEW = "مصاحبه‌ای در پیش نیست که نتیجه‌اش ثبت شود."
WRONG_RESULT = "نتیجهٔ مصاحبه را از فهرست انتخاب کنید."
INTERVIEW_NOT_YET = "زمان مصاحبه هنوز نرسیده است. پیش از آن فقط لغو یا جابه‌جایی ممکن است."
