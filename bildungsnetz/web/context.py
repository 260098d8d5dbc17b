"""What every page shows beside its own content."""

from django.conf import settings
from django.http import HttpRequest

from .navigation import navigation


def site(request: HttpRequest) -> dict[str, object]:
    return {
        "SITE_NAME": settings.SITE_NAME,
        "SITE_SLOGAN": "Handlungsziele zum Leitbild Bildung „Lernen! in Herne“",
        "DEMO": settings.DEMO,
        "navigation": navigation(request),
    }
