"""Persian texts of the dashboard and of the desk's own pages."""

YOU = "شما"
APPLICANT = "متقاضی"  # as licensing.cases.states.TURN names the person whose dashboard this is

FINISH_REQUEST = "درخواست پروانه را کامل کنید"
GO_TO_INTERVIEW = "مصاحبه"
YOUR_STEP = "نوبت شماست"
ATTACH_LICENCE = "واحد صنفی این پروانه را ثبت کنید"
LICENCE_OVER = "پروانهٔ واحد را تمدید کنید"
LICENCE_OVER_HINT = "{unit}؛ پروانه معتبر نیست. برای تمدید به اتحادیه مراجعه کنید."
LICENCE_ENDS = "اعتبار پروانه رو به پایان است"
GO_ON_ADDING = "افزودن واحد صنفی را ادامه دهید"
ASK_FOR_LICENCE = "درخواست پروانه کسب بدهید"
ADD_FIRST_UNIT = "واحد صنفی خود را ثبت کنید"
ASK_HINT = "استان، شهرستان و رسته را بگویید؛ اتحادیه خودش پیدا می‌شود."
ADD_HINT = "اگر پروانه کسب دارید، با شمارهٔ آن."
UNFINISHED, YOUR_TURN, NEW, LAST_DAY = "ناتمام", "نوبت شما", "تازه", "امروز روز آخر است"
OVERDUE = "نامعتبر"

CATEGORY, GUILD_ID = "رستهٔ واحد صنفی", "شناسهٔ واحد صنفی"
PEOPLE, KIND = "شاغلان در واحد صنفی", "نوع کاربری"
ALONE = "خودتان"
NAMELESS = "حساب من"

INSTRUCTIONS = "دستورالعمل‌ها"
INSTRUCTIONS_ALL = "همه"
INSTRUCTIONS_MINE = "رستهٔ من"

READINESS = "آمادگی سامانه"
DONE, NEEDED, ADVISED = "انجام شده", "لازم است", "بهتر است باشد"
