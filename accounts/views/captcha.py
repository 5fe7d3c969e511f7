"""The captcha's refresh and its spoken form: the library's views with our limits."""

from captcha.models import CaptchaStore
from captcha.views import captcha_audio, captcha_refresh
from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts import ceilings, limits, texts
from accounts.captcha import HARD_GENERATOR
from accounts.limits import HOUR, Limit
from core.addresses import client_address
from core.refusals import RuleBroken


@never_cache
@require_safe
def refresh(request: HttpRequest) -> HttpResponse:
    """A new picture; as long as the form of this address demands."""
    answer: HttpResponse = captcha_refresh(request)
    if not ceilings.captcha_is_hard(client_address(request.META)):
        return answer
    key = CaptchaStore.generate_key(HARD_GENERATOR)
    return JsonResponse(
        {"key": key, "image_url": reverse("captcha-image", args=[key]), "audio_url": audio_url(key)}
    )


def audio_url(key: str) -> str | None:
    """Where the picture is spoken, or None where nothing can speak."""
    from captcha.conf import settings as captcha_settings

    return reverse("captcha-audio", args=[key]) if captcha_settings.CAPTCHA_FLITE_PATH else None


@never_cache
@require_safe
def audio(request: HttpRequest, key: str) -> HttpResponse:
    """The digits, spoken. Making the sound costs the server something, so an address may listen so often."""
    address = client_address(request.META)
    try:
        listens = Limit(f"captcha-audio:{address}", settings.CAPTCHA_LISTENS_PER_ADDRESS, HOUR)
        limits.check(listens, refusal=texts.TOO_MANY_LISTENS)
    except RuleBroken as refusal:
        return HttpResponse(str(refusal), status=429, content_type="text/plain; charset=utf-8")
    answer: HttpResponse = captcha_audio(request, key)
    if answer.status_code in {200, 206}:
        answer["Content-Disposition"] = "inline"
    return answer
