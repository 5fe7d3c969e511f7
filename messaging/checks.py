"""What `manage.py check --deploy` says about the way messages leave."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.core.exceptions import ImproperlyConfigured

from messaging.backends import get_backend


@register(Tags.security, deploy=True)
def gateway_is_ready(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """A production site without a working SMS gateway lets nobody sign in."""
    try:
        get_backend()
    except (ImproperlyConfigured, ImportError) as error:
        return [Error(str(error), hint=f"SMS_BACKEND={settings.SMS_BACKEND}", id="messaging.E001")]
    return []
