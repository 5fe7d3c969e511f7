from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class AsnafConfig(AppConfig):
    name = "asnaf"
    verbose_name = "سامانه اصناف"


class StaffAdminConfig(AdminConfig):
    """Django's admin with our site as the default one, so that apps register without knowing it."""

    default_site = "asnaf.admin_site.StaffSite"
