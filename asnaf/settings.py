"""Settings of the portal, read from the environment. With nothing set it is a safe production site
that refuses to start for want of a key; `make run` sets DEBUG=1 and DEMO=1."""

import os
import shutil
import sys
from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF

from asnaf import env, production

BASE_DIR = Path(__file__).resolve().parent.parent
VAR = Path(env.text("ASNAF_VAR", str(BASE_DIR / "var")))
VAR.mkdir(parents=True, exist_ok=True)

DEBUG = env.flag("DEBUG")
DEMO = env.flag("DEMO") and DEBUG  # the demo shows people's codes: never outside development
SECRET_KEY = env.text("SECRET_KEY")
DEVELOPMENT_KEY = "development-only-key-never-used-where-debug-is-off-0123456789"  # nosec B105
if not SECRET_KEY and DEBUG:
    SECRET_KEY = DEVELOPMENT_KEY
SECRET_KEY_FALLBACKS = env.names("SECRET_KEY_FALLBACKS")
ALLOWED_HOSTS = env.names("ALLOWED_HOSTS", "127.0.0.1,localhost,[::1]" if DEBUG else "")
SITE_URL = env.text("SITE_URL", f"http://127.0.0.1:{env.text('PORT', '8000')}" if DEBUG else "").rstrip("/")

INSTALLED_APPS = [
    "asnaf.apps.AsnafConfig",
    "support",
    "personnel",
    "guild_units",
    "licensing",
    "messaging",
    "deadlines",
    "organizations",
    "accounts",
    "registries",
    "core",
    "asnaf.apps.StaffAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "captcha",
    "csp",
]

MIDDLEWARE = [
    "core.middleware.CountingMiddleware",
    "core.middleware.RequestIdMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "core.middleware.PermissionsPolicyMiddleware",
    "core.middleware.PlainRequestsMiddleware",
    "core.failures.OverloadMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "accounts.middleware.PrivateAnswersMiddleware",
    "accounts.middleware.SessionLimitsMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "asnaf.urls"
WSGI_APPLICATION = "asnaf.wsgi.application"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "asnaf.context.portal",
            ],
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ]
            if not DEBUG
            else [
                "django.template.loaders.filesystem.Loader",
                "django.template.loaders.app_directories.Loader",
            ],
        },
    }
]

# Data ----------------------------------------------------------------------------------------------------------

DATABASES = {
    "default": env.database(
        env.text("DATABASE_URL"),
        sqlite_file=str(VAR / "db.sqlite3"),
        statement_ms=env.number("DATABASE_STATEMENT_MS", 60_000),
    )
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
REDIS_URL = env.text("REDIS_URL")
# In each process: what is kept is cheap to make again, and a cache elsewhere is one more thing that can be away.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
MEDIA_ROOT = VAR / "media"
# Where the server in front finds private files on our word (X-Accel-Redirect); empty: the portal sends them itself.
PRIVATE_MEDIA_ADDRESS = env.text("PRIVATE_MEDIA_ADDRESS")
STATIC_ROOT = VAR / "static"
FONTS_ROOT = VAR / "fonts"
FONTS_ROOT.mkdir(parents=True, exist_ok=True)
STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static", ("fonts", FONTS_ROOT)]
STYLES_ROOT = BASE_DIR / "styles"
STATICFILES_FINDERS = [
    "core.style_sheets.StyleSheetFinder",
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
]
STORAGES: dict[str, Any] = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
#: Bytes a form without files may have, by the beginning of its address. A Persian letter takes six of them: 48 kB are
#: eight thousand letters. The desk also writes the articles of conditions.
FORM_BYTES = (("/admin/", 1024 * 1024), ("/", 48 * 1024))
DATA_UPLOAD_MAX_MEMORY_SIZE = 6 * 1024 * 1024
FILE_UPLOAD_PERMISSIONS = 0o640

# Drawing one PDF (core/pdf.py, security bar 3): seconds of the processor, and memory.
PDF_SECONDS = env.number("PDF_SECONDS", 10, at_most=60)
PDF_MEGABYTES = env.number("PDF_MEGABYTES", 400, at_most=2000)

# What people may send (core/uploads/checking.py, security bar 3). A present-day phone's photo is welcome.
UPLOAD_MEGABYTES = env.number("UPLOAD_MEGABYTES", 20, at_most=50)
UPLOAD_FILES_AT_ONCE = env.number("UPLOAD_FILES_AT_ONCE", 10, at_most=20)
UPLOAD_REQUEST_MEGABYTES = env.number("UPLOAD_REQUEST_MEGABYTES", 40, at_most=100)
UPLOAD_FILES = env.number("UPLOAD_FILES", 20, at_most=100)  # kept of one request or ticket, and together:
UPLOAD_TOTAL_MEGABYTES = env.number("UPLOAD_TOTAL_MEGABYTES", 100, at_most=500)
UPLOAD_FILES_A_DAY = env.number("UPLOAD_FILES_A_DAY", 100, at_most=1000)
UPLOAD_MEGABYTES_A_DAY = env.number("UPLOAD_MEGABYTES_A_DAY", 200, at_most=1000)
UPLOAD_STAFF_FILES_A_DAY = env.number("UPLOAD_STAFF_FILES_A_DAY", 500, at_most=5000)
UPLOAD_STAFF_MEGABYTES_A_DAY = env.number("UPLOAD_STAFF_MEGABYTES_A_DAY", 1000, at_most=10_000)
UPLOAD_JPEG_MEGAPIXELS = env.number("UPLOAD_JPEG_MEGAPIXELS", 200, at_most=200)
UPLOAD_OTHER_MEGAPIXELS = env.number("UPLOAD_OTHER_MEGAPIXELS", 64, at_most=64)
UPLOAD_PDF_PAGES = env.number("UPLOAD_PDF_PAGES", 30, at_most=100)
UPLOAD_READER_MEGABYTES = 512
UPLOAD_READER_SECONDS = 20
# As much as nginx lets through: an upload is never put aside on a disk that may be full before a form can say so.
FILE_UPLOAD_MAX_MEMORY_SIZE = (UPLOAD_REQUEST_MEGABYTES + 1) * 1024 * 1024

# Background work -----------------------------------------------------------------------------------------------

#: Without Redis there is no broker: rows are the queue, and asnaf/local_timetable.py finds them.
CELERY_BROKER_URL = REDIS_URL or None
# A broker away or silent must not hold a request: the row is written, a sweep finds it.
CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, Any] = {
    "max_retries": 0,
    "socket_connect_timeout": 1,
    "socket_timeout": 5,
}
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_TIME_LIMIT = 120
CELERY_TASK_SOFT_TIME_LIMIT = 90
CELERY_TASK_ALWAYS_EAGER = False
CELERY_TIMEZONE = "Asia/Tehran"
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_TIMEOUT = 2
CELERY_TASK_PUBLISH_RETRY = False
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR / "timetable")

# People and sessions -------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
PASSWORD_HASHERS = ["accounts.hashers.BoundedArgon2Hasher"]
AUTHENTICATION_BACKENDS = ["accounts.backends.StaffBackend", "accounts.backends.CitizenBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "accounts.passwords.GuessableValidator"},
]
LOGIN_URL = "sign_in"
LOGIN_REDIRECT_URL = "dashboard"
OTP_TOTP_ISSUER = "Asnaf"  # in ASCII: Persian letters would double the QR code
OTP_TOTP_THROTTLE_FACTOR = 0  # tries are counted by accounts.limits, which tells the truth about waits
SESSION_ENGINE = "accounts.sessions"
SESSION_COOKIE_NAME = "sessionid" if DEBUG else "__Host-sessionid"
#: Pages a code on a wall or a paper leads to, and those a machine asks for: a session is not even read there.
PATHS_WITHOUT_SESSION = ("/v/", "/q/", "/healthz", "/readyz", "/metrics")
#: Pages on which a one-time code is asked for or typed.
PATHS_OF_CODES = ("/sign-in/", "/panel/mobile/", "/track/open/", "/track/code/")
#: Seconds a request may have waited under overload and is still answered: see core.failures.
OVERLOAD_SECONDS = {"newcomer": 2.0, "inside": 6.0, "code": 10.0}
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_SECURE = not DEBUG
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_COOKIE_NAME = "csrftoken" if DEBUG else "__Host-csrftoken"
CSRF_COOKIE_SECURE = not DEBUG
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_TRUSTED_ORIGINS = [SITE_URL] if SITE_URL.startswith("https://") else []

#: Mark browsers in which a member of staff, or a citizen, has signed in (accounts/browsers.py).
STAFF_BROWSER_COOKIE = "staff_browser" if DEBUG else "__Host-staff_browser"
CITIZEN_BROWSER_COOKIE = "known_browser" if DEBUG else "__Host-known_browser"

# Idle and absolute limits of a session, in seconds (security bar 1).
CITIZEN_IDLE_SECONDS = env.number("CITIZEN_IDLE_SECONDS", 30 * 60, at_most=60 * 60)
CITIZEN_SESSION_SECONDS = 12 * 3600
STAFF_IDLE_SECONDS = env.number("STAFF_IDLE_SECONDS", 15 * 60, at_most=30 * 60)
STAFF_SESSION_SECONDS = 8 * 3600

# One-time codes (R5–R7, security bar 1).
OTP_LENGTH = 6
OTP_VALID_SECONDS = env.number("OTP_VALID_SECONDS", 300, at_most=600)
OTP_RESEND_SECONDS = 120
OTP_MAX_ATTEMPTS = 5
OTP_PER_HOUR = 5
OTP_PER_DAY = 10
OTP_PER_DAY_FROM_ADDRESS = 6  # of those, from one unknown address
OTP_OF_REQUEST_PER_HOUR, OTP_OF_REQUEST_PER_DAY = 3, 5  # to open one request from the tracking page
#: How many one-time codes may be with the gateway at the same time (manage.py send_codes).
CODE_SENDERS = env.number("CODE_SENDERS", 4, at_most=32)
PORTAL_CODES_PER_HOUR = env.number("PORTAL_CODES_PER_HOUR", 100_000)
CODES_KEPT_FOR_SIGN_IN_PERCENT = 20

# Limits on tries (accounts/ceilings.py, security bar 1 and 2). Whole mobile networks share an address.
NETWORK_FACTOR = 4  # a network (/24, for IPv6 /48) may do so many times what one of its addresses may
CODES_PER_ADDRESS, CODES_PER_ADDRESS_FOR_HARD_CAPTCHA = 300, 30  # an hour
LOST_SIMS_PER_ADDRESS = 100  # an hour
LOST_SIMS_PER_PERSON = 3  # a day, for the national code and for the new number
MISMATCHES_PER_PAIR = 3  # an hour
MISMATCHES_PER_ASKER = env.number("MISMATCHES_PER_ASKER", 3, at_most=30)  # an hour
LOOKUPS_PER_MINUTE = 10  # of one address
LOOKUPS_PER_DAY = env.number("LOOKUPS_PER_DAY", 300, at_most=3000)
LOOKUPS_OF_ONE_CODE_PER_DAY = 30
CAPTCHA_LISTENS_PER_ADDRESS = 300  # an hour

SUGGESTIONS_PER_DAY = 3  # of one citizen; with one number, of people who have not signed in
SUGGESTIONS_PER_ADDRESS_HOUR, SUGGESTIONS_PER_ADDRESS_DAY = 30, 60

# Text messages of any kind, within an hour unless it says a day (messaging/pacing.py). Above them status messages wait;
# one-time codes count and go, since they are limited when they are asked for.
SMS_PER_NUMBER, SMS_PER_NUMBER_DAY = 20, 60
SMS_PER_ADDRESS = 600  # caused by requests from one address
SMS_PER_KIND = env.number("SMS_PER_KIND", 100_000)
SMS_OF_PORTAL = env.number("SMS_OF_PORTAL", 200_000)

# Staff sign-in, within a quarter of an hour (accounts/services/staff.py).
STAFF_TRIES = 5  # of one name from one address, or in one known browser
STAFF_TRIES_PER_NAME = 50  # from everywhere
STAFF_TRIES_PER_ADDRESS = 10  # whatever the names; then with a captcha
STAFF_TRIES_WITH_CAPTCHA, STAFF_TRIES_FOR_HARD_CAPTCHA = 20, 5
#: Passwords each process hashes at the same time (accounts/hashers.py): one takes 0.4 s and 100 MB.
PASSWORDS_AT_ONCE = env.number("PASSWORDS_AT_ONCE", 1, at_most=16)
PASSWORD_WAIT_SECONDS = 1.0

# Tickets: how many of a person's may wait for an answer, and how many messages a person may write within an hour.
SUPPORT_OPEN_TICKETS = env.number("SUPPORT_OPEN_TICKETS", 5)
SUPPORT_POSTS_PER_HOUR = env.number("SUPPORT_POSTS_PER_HOUR", 20)

# Behind a proxy: the header our own proxy writes, for instance X-Forwarded-For. Its last hop is the visitor.
CLIENT_ADDRESS_HEADER = env.text("CLIENT_ADDRESS_HEADER")

CAPTCHA_FONT_PATH = str(FONTS_ROOT / "ttf" / "Vazirmatn-Bold.ttf")
CAPTCHA_FONT_SIZE = 34
CAPTCHA_IMAGE_SIZE = (180, 60)
CAPTCHA_LENGTH = 5
CAPTCHA_CHALLENGE_FUNCT = "accounts.captcha.persian_digits"
CAPTCHA_NOISE_FUNCTIONS = ("captcha.helpers.noise_arcs", "captcha.helpers.noise_dots")
CAPTCHA_LETTER_ROTATION = (-18, 18)
CAPTCHA_FOREGROUND_COLOR = "#0b4f52"
CAPTCHA_BACKGROUND_COLOR = "#f4f8f8"
CAPTCHA_TIMEOUT = 5
CAPTCHA_2X_IMAGE = True
# The spoken form is offered where both programs are installed; the noise is sox's part.
_speaks = shutil.which("espeak-ng") and shutil.which("sox")
CAPTCHA_FLITE_PATH = str(BASE_DIR / "accounts" / "speech.py") if _speaks else None
CAPTCHA_SOX_PATH = shutil.which("sox") if _speaks else None

# Web -----------------------------------------------------------------------------------------------------------

X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = not DEBUG
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$", r"^metrics$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 0 if DEBUG else 2 * 365 * 24 * 3600
SECURE_HSTS_INCLUDE_SUBDOMAINS = not DEBUG
SECURE_HSTS_PRELOAD = not DEBUG
CONTENT_SECURITY_POLICY: dict[str, Any] = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
    }
}

LANGUAGE_CODE = "fa"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Tehran"

# What the law switches on -----------------------------------------------------------------------------------

#: Veterans ask for licences on paper until the ministry opens the electronic way for them (R75).
ISARGAR_ELECTRONIC = env.flag("ISARGAR_ELECTRONIC")

# Ports to the outside ------------------------------------------------------------------------------------------

REGISTRY_BACKEND = env.text("REGISTRY_BACKEND", "sample")
REGISTRIES = {
    "identity": f"registries.backends.{REGISTRY_BACKEND}.IdentityRegister",
    "licences": f"registries.backends.{REGISTRY_BACKEND}.LicenceRegister",
    "social_security": f"registries.backends.{REGISTRY_BACKEND}.SocialSecurityRegister",
    "health": f"registries.backends.{REGISTRY_BACKEND}.HealthRegister",
    "post": f"registries.backends.{REGISTRY_BACKEND}.PostRegister",
}
REGISTRY_HTTP_URL = env.text("REGISTRY_HTTP_URL")
REGISTRY_HTTP_TOKEN = env.text("REGISTRY_HTTP_TOKEN")
SMS_BACKEND = env.text("SMS_BACKEND", "messaging.backends.console.ConsoleBackend")
KAVENEGAR_URL = env.text("KAVENEGAR_URL")
KAVENEGAR_KEY = env.text("KAVENEGAR_KEY")
KAVENEGAR_SENDER = env.text("KAVENEGAR_SENDER")
KAVENEGAR_CODE_TEMPLATE = env.text("KAVENEGAR_CODE_TEMPLATE")
SMS_FOLDER = VAR / "sms"
# Uploads are held until this back end has looked through them (core/scanning).
NO_SCANNER = "core.scanning.none.NoScanner"
UNSCANNED_UPLOADS = env.flag("UNSCANNED_UPLOADS")
SCANNER_BACKEND = env.text("SCANNER_BACKEND", NO_SCANNER if DEBUG or UNSCANNED_UPLOADS else "")
CLAMD_ADDRESS = env.text("CLAMD_ADDRESS", "127.0.0.1:3310")
PERSON_DATA_KEY = env.text("PERSON_DATA_KEY", SECRET_KEY)

# Watching ----------------------------------------------------------------------------------------------------

#: Where worker and sender of codes answer Prometheus; 0: nowhere. Web processes answer on /metrics.
METRICS_PORT = env.number("METRICS_PORT", 0, at_least=0, at_most=65535)
if not env.text("PROMETHEUS_MULTIPROC_DIR"):  # set but empty, it would mean the folder somebody stands in
    os.environ.pop("PROMETHEUS_MULTIPROC_DIR", None)
LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")
LOG_FORMAT = env.one_of("LOG_FORMAT", ("line", "json"), "line")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {
        "request_id": {"()": "core.middleware.RequestIdFilter"},
        "not_ready": {"()": "core.failures.NotReadyFilter"},
        "one_line_a_second": {"()": "core.failures.OneLineASecondFilter"},
    },
    "formatters": {
        "line": {"format": "%(asctime)s %(levelname)s %(name)s [%(request_id)s] %(message)s"},
        "json": {"()": "core.logs.JsonFormatter"},
    },
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "stream": sys.stderr,
            "formatter": LOG_FORMAT,
            "filters": ["not_ready", "one_line_a_second", "request_id"],
        }
    },
    "root": {"handlers": ["console"], "level": env.one_of("LOG_LEVEL", LOG_LEVELS, "INFO")},
    "loggers": {
        "django": {"handlers": []},  # each line once: Django's own handler would say it again in development
        "httpx": {"level": "WARNING"},
        "weasyprint": {"level": "ERROR"},
        "fontTools": {"level": "WARNING"},
    },
}
os.environ.setdefault("LC_ALL", "C.UTF-8")
if not DEBUG:
    production.refuse(globals())
