"""What every page may show without asking: the site's name and whether this is a demo."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, Any]:  # noqa: ARG001 - a context processor is given the request
    return {"site_name": settings.SITE_NAME, "demo": settings.DEMO}
