"""A dozen differences for the test run. TEST_DATABASE_URL and TEST_REDIS_URL choose the engines."""

import os
import tempfile

os.environ["DEBUG"] = "1"
os.environ["DEMO"] = "1"
os.environ["DATABASE_URL"] = os.environ.get("TEST_DATABASE_URL", "")
os.environ["REDIS_URL"] = os.environ.get("TEST_REDIS_URL", "")
os.environ.setdefault("ASNAF_VAR", tempfile.mkdtemp(prefix="asnaf-test-"))

from asnaf.settings import *  # noqa: F403
from asnaf.settings import DATABASES, VAR

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["TEST"] = {"NAME": str(VAR / "test.sqlite3")}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
(VAR / "static").mkdir(exist_ok=True)
SMS_BACKEND = "messaging.backends.file.FileBackend"
CELERY_TASK_ALWAYS_EAGER = False
CLOCK_FROM_DATABASE = False
# A broker address that leads nowhere: whatever needs the worker must survive without it.
if not os.environ["REDIS_URL"]:
    CELERY_BROKER_URL = "redis://127.0.0.1:1/0"
    CELERY_BROKER_TRANSPORT_OPTIONS = {"max_retries": 0, "socket_connect_timeout": 1}
