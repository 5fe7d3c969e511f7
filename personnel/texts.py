"""Persian texts that the pages of units and their people need."""

COLUMNS = ["نام و نام خانوادگی", "کد ملی", "ماه فهرست بیمه"]
NOBODY_FORMAL = "در آخرین فهرست بیمهٔ این کارگاه کسی نبود."
NOBODY_SELF_EMPLOYED = "خویش‌فرما هستید و کارمند بیمه‌شده‌ای ثبت نشده است."
NOT_ON_A_LIST = "در فهرست بیمه نیست"
EVERYBODY = "همهٔ {count} نفر"
