"""Sentences around a message of the union."""

SUBJECT_NOTE = "پیام اتحادیه دربارهٔ درخواست شما"
BODY_NOTE = "{union} دربارهٔ درخواست «{category}» نوشته است:\n\n{text}"
SMS_NOTE = (
    "اتحادیه دربارهٔ درخواست پروانه کسب شما پیامی نوشته است. آن را در صندوق پیام‌های سامانه اصناف بخوانید."
)

# Why something is refused.
NO_TEXT = "متن پیام را بنویسید."
