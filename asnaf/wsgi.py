"""The WSGI entry point."""

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

from asnaf.start import load_settings

load_settings()
application = get_wsgi_application()
_ = get_resolver().url_patterns  # every view is imported now, and not by the first person who asks
