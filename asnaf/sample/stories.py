"""The people a visitor of the demo plays, each with what can be tried with them."""

from dataclasses import dataclass

from registries.models import SamplePerson

FEMALE, MALE = SamplePerson.Gender.FEMALE, SamplePerson.Gender.MALE
Jalali = tuple[int, int, int]


@dataclass(frozen=True)
class Shop:
    """A licence issued before the portal, and the workshop behind it.

    `age` is how many Jalali months ago the licence was issued; it runs for `months`. `insured` people are on the
    workshop's list; with none there is no workshop.
    """

    isic: str
    county: str
    name: str
    age: int
    insured: int = 0
    months: int = 60


@dataclass(frozen=True)
class Story:
    """A person of the sample nation. `sim_of` names the owner of the SIM when it is another ("" for nobody known)."""

    national_code: str
    first: str
    last: str
    father: str
    gender: str
    born: Jalali | None
    mobile: str
    title: str
    tells: str
    shops: tuple[Shop, ...] = ()
    doses: int = 3
    died: Jalali | None = None
    sim_of: str | None = None


NEWCOMER = "0070000018"
OWNER = "0012345679"

STORIES = (
    Story(
        OWNER,
        "نیما",
        "آذرنوش",
        "بهرام",
        MALE,
        (1365, 4, 12),
        "09121234567",
        "صاحب پروانه با کارکنان",
        "سوپرمارکت در تهران، پروانهٔ معتبر و چهار کارمند بیمه‌شده؛ برای آشنایی با همهٔ بخش‌ها.",
        shops=(Shop("521101", "تهران", "سوپرمارکت بهار", age=26, insured=4),),
    ),
    Story(
        NEWCOMER,
        "پریسا",
        "کاویان",
        "منوچهر",
        FEMALE,
        (1372, 9, 3),
        "09700000002",
        "متقاضی تازه",
        "هنوز پروانه ندارد؛ در شهرستان تهران برای رستهٔ «سوپرمارکت» درخواست می‌دهد.",
    ),
    Story(
        "1279999993",
        "کیان",
        "فرهمند",
        "اسفندیار",
        MALE,
        (1360, 1, 25),
        "09700000003",
        "صاحب پروانهٔ خویش‌فرما",
        "پیرایشگر در اصفهان، بدون کارمند؛ کد کارگاه و شعبه لازم ندارد.",
        shops=(Shop("930202", "اصفهان", "پیرایش آریا", age=14),),
    ),
    Story(
        "0000000124",
        "رها",
        "سپهری",
        "داریوش",
        FEMALE,
        (1370, 6, 18),
        "09700000004",
        "متقاضی کسب‌وکار مجازی",
        "برای رستهٔ ۵۲۱۱۲۸ از هر شهرستانی که بخواهد درخواست می‌دهد؛ اتحادیهٔ کشوری پاسخ می‌دهد.",
    ),
    Story(
        "9970010018",
        "مهسا",
        "دلاور",
        "کیومرث",
        FEMALE,
        (1363, 11, 7),
        "09700000005",
        "صاحب دو واحد",
        "رستوران و کافی‌شاپ در مشهد، هر کدام با پروانه و کارگاه خود؛ یکی از کارکنان واکسن نزده است.",
        shops=(
            Shop("552001", "مشهد", "رستوران خورشید", age=31, insured=5),
            Shop("552021", "مشهد", "کافهٔ مهتاب", age=8, insured=3),
        ),
    ),
    Story(
        "9970010026",
        "فرزاد",
        "نیک‌اندیش",
        "هوشنگ",
        MALE,
        (1355, 2, 30),
        "09700000006",
        "پروانهٔ رو به پایان",
        "نانوایی در شیراز؛ اعتبار پروانه به‌تازگی گذشته و یک ماه برای تمدید مهلت دارد.",
        shops=(Shop("154102", "شیراز", "نانوایی گلستان", age=60, insured=3),),
    ),
    Story(
        "9970010034",
        "شهرام",
        "بیستونی",
        "رستم",
        MALE,
        (1348, 8, 14),
        "09700000007",
        "پروانهٔ باطل",
        "تعمیرگاه در کرمانشاه؛ مهلت تمدید مدت‌هاست گذشته و واحد بدون پروانه شمرده می‌شود.",
        shops=(Shop("502001", "کرمانشاه", "تعمیرگاه الوند", age=84, insured=2),),
    ),
    Story(
        "9970010042",
        "آرمین",
        "نوجو",
        "سیاوش",
        MALE,
        (1392, 5, 5),
        "09700000008",
        "زیر هجده سال",
        "سامانه توضیح می‌دهد که هنوز به سن قانونی نرسیده است.",
        doses=2,
    ),
    Story(
        "9970010050",
        "ایرج",
        "روان‌شاد",
        "فریدون",
        MALE,
        (1320, 10, 1),
        "09700000009",
        "درگذشته",
        "ثبت احوال او را درگذشته می‌داند؛ پروانه‌اش نیازمند اقدام ورثه است.",
        shops=(Shop("523931", "تبریز", "کتاب‌فروشی سهند", age=40),),
        died=(1402, 3, 9),
    ),
    Story(
        "9970010069",
        "نازنین",
        "بهروز",
        "کامران",
        FEMALE,
        (1376, 12, 20),
        "09700000010",
        "سیم‌کارت به نام دیگری",
        "سیم‌کارت او به نام نیما آذرنوش است؛ کد فعال‌سازی فرستاده نمی‌شود.",
        sim_of=OWNER,
    ),
    Story(
        "9970010077",
        "بهزاد",
        "پاکزاد",
        "جمشید",
        MALE,
        (1368, 7, 11),
        "09700000011",
        "مالکیت سیم‌کارت نامعلوم",
        "دفتر سیم‌کارت پاسخ روشنی ندارد؛ سامانه می‌گوید بعداً دوباره تلاش کنید.",
        sim_of="",
    ),
    Story(
        "9970010085",
        "گلناز",
        "یزدان‌پناه",
        "خسرو",
        FEMALE,
        None,
        "09700000012",
        "تاریخ تولد ثبت‌نشده",
        "ثبت احوال تاریخ تولدش را نمی‌گوید؛ تطبیق هویت کامل نمی‌شود.",
        doses=0,
    ),
)
