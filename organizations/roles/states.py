"""The kinds of bodies, their levels, and the roles people hold in them (handbook 2)."""

from django.db import models


class BodyKind(models.TextChoices):
    """The kinds of body a person can work for."""

    UNION = "UNION", "اتحادیه"
    CHAMBER = "CHAMBER", "اتاق اصناف شهرستان"
    COMMISSION = "COMMISSION", "کمیسیون نظارت"
    NATIONAL_CHAMBER = "NATIONAL_CHAMBER", "اتاق اصناف ایران"
    SECRETARIAT = "SECRETARIAT", "دبیرخانه هیأت عالی نظارت"
    INQUIRY_BODY = "INQUIRY_BODY", "دستگاه استعلام‌شونده"
    HEALTH = "HEALTH", "وزارت بهداشت"
    EXECUTIVE_BODY = "EXECUTIVE_BODY", "دستگاه اجرایی"
    BANK = "BANK", "بانک عامل"
    SUPPORT = "SUPPORT", "پشتیبانی"


class Level(models.TextChoices):
    """How far a body reaches."""

    COUNTY = "COUNTY", "شهرستان"
    PROVINCE = "PROVINCE", "استان"
    NATIONAL = "NATIONAL", "کشور"


class Role(models.TextChoices):
    """The roles of handbook 2.2. A citizen's role (applicant, owner) follows from their rows, not from here."""

    UNION_OPERATOR = "UNION_OPERATOR", "کاربر اتحادیه"
    UNION_BOARD = "UNION_BOARD", "هیأت مدیره اتحادیه"
    CHAMBER_OPERATOR = "CHAMBER_OPERATOR", "کاربر اتاق اصناف"
    CHAMBER_INSPECTOR = "CHAMBER_INSPECTOR", "بازرس اتاق اصناف"
    COMMISSION_COUNTY = "COMMISSION_COUNTY", "کمیسیون نظارت شهرستان"
    COMMISSION_PROVINCE = "COMMISSION_PROVINCE", "کمیسیون نظارت مرکز استان"
    NATIONAL_CHAMBER = "NATIONAL_CHAMBER", "اتاق اصناف ایران"
    SECRETARIAT = "SECRETARIAT", "دبیرخانه هیأت عالی نظارت"
    INQUIRY_BODY = "INQUIRY_BODY", "دستگاه استعلام‌شونده"
    HEALTH_VERIFIER = "HEALTH_VERIFIER", "ناظر وزارت بهداشت"
    EXECUTIVE_BODY = "EXECUTIVE_BODY", "دستگاه اجرایی"
    BANK_OFFICER = "BANK_OFFICER", "کارشناس بانک عامل"
    SUPPORT_STAFF = "SUPPORT_STAFF", "کارشناس پشتیبانی"


#: The kind of body in which a role can be held; the service that grants it refuses any other pair.
BODY_OF_ROLE: dict[str, str] = {
    Role.UNION_OPERATOR: BodyKind.UNION,
    Role.UNION_BOARD: BodyKind.UNION,
    Role.CHAMBER_OPERATOR: BodyKind.CHAMBER,
    Role.CHAMBER_INSPECTOR: BodyKind.CHAMBER,
    Role.COMMISSION_COUNTY: BodyKind.COMMISSION,
    Role.COMMISSION_PROVINCE: BodyKind.COMMISSION,
    Role.NATIONAL_CHAMBER: BodyKind.NATIONAL_CHAMBER,
    Role.SECRETARIAT: BodyKind.SECRETARIAT,
    Role.INQUIRY_BODY: BodyKind.INQUIRY_BODY,
    Role.HEALTH_VERIFIER: BodyKind.HEALTH,
    Role.EXECUTIVE_BODY: BodyKind.EXECUTIVE_BODY,
    Role.BANK_OFFICER: BodyKind.BANK,
    Role.SUPPORT_STAFF: BodyKind.SUPPORT,
}

#: Who may grant and withdraw a role: the holder of one of these roles in the body above (handbook 2.3). The role of
#: the secretariat is opened by whoever runs the installation: nobody inside the portal stands above it.
GRANTED_BY: dict[str, tuple[str, ...]] = {
    Role.UNION_OPERATOR: (Role.CHAMBER_OPERATOR, Role.NATIONAL_CHAMBER),
    Role.UNION_BOARD: (Role.CHAMBER_OPERATOR, Role.NATIONAL_CHAMBER),
    Role.CHAMBER_OPERATOR: (Role.COMMISSION_COUNTY,),
    Role.CHAMBER_INSPECTOR: (Role.COMMISSION_COUNTY,),
    Role.COMMISSION_COUNTY: (Role.COMMISSION_PROVINCE, Role.SECRETARIAT),
    Role.COMMISSION_PROVINCE: (Role.SECRETARIAT,),
    Role.NATIONAL_CHAMBER: (Role.SECRETARIAT,),
    Role.SECRETARIAT: (),
    Role.INQUIRY_BODY: (Role.SECRETARIAT,),
    Role.HEALTH_VERIFIER: (Role.SECRETARIAT,),
    Role.EXECUTIVE_BODY: (Role.SECRETARIAT,),
    Role.BANK_OFFICER: (Role.SECRETARIAT,),
    Role.SUPPORT_STAFF: (Role.SECRETARIAT,),
}
#: The level a commission must have for the role held in it.
LEVEL_OF_ROLE: dict[str, str] = {
    Role.COMMISSION_COUNTY: Level.COUNTY,
    Role.COMMISSION_PROVINCE: Level.PROVINCE,
}


class Party(models.TextChoices):
    """In which part somebody acts on a proposal: the body that brings it, the one that decides, the secretariat."""

    CHAMBER = "CHAMBER", "اتاق اصناف"
    COMMISSION = "COMMISSION", "کمیسیون نظارت"
    SECRETARIAT = "SECRETARIAT", "دبیرخانه"
