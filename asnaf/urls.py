"""Addresses of the portal. Demo and gallery exist only in development."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path

from asnaf import demo, gallery, health, instructions, views

handler500 = "core.failures.server_error"

urlpatterns = [
    path("", views.home, name="home"),
    path("panel/", views.dashboard, name="dashboard"),
    path("panel/national-code/", views.show_national_code, name="show_national_code"),
    path("panel/instructions/", instructions.instructions, name="instructions"),
    path("panel/instructions/<number:pk>/", instructions.instruction, name="instruction"),
    path("panel/instructions/<number:pk>/file/", instructions.instruction_file, name="instruction_file"),
    path("", include("accounts.urls")),
    path("", include("guild_units.urls")),
    path("", include("support.urls")),
    path("", include("personnel.urls")),
    path("", include("licensing.urls")),
    path("", include("messaging.urls")),
    path("", include("deadlines.urls")),
    path("", include("organizations.urls")),
    path("captcha/", include("captcha.urls")),
    path("admin/", admin.site.urls),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("metrics", health.metrics_page, name="metrics"),
]
if settings.DEBUG:
    urlpatterns.append(path("components/", gallery.components_gallery, name="components"))
if settings.DEMO:
    urlpatterns.append(path("demo/", demo.demo, name="demo"))
