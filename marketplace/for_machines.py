"""What machines ask a site for: which pages to read, where they are, and how to put it on a home screen."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect, JsonResponse
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from jobs.models import Job
from marketplace.help.articles import ARTICLES

# A list of addresses may hold 50,000; who wants older jobs finds them by the list's own pages.
_JOBS_LISTED = 5_000
_PAGES = ("home", "job_list", "talent_search", "certifications", "pricing", "market_rules", "boosts", "help")
# Pages of people's own, and what only asks something of the site.
_PRIVATE = ("/accounts/", "/admin/", "/settings/", "/messages/", "/notifications/", "/report/", "/stripe/")
_THIS_MACHINE = ("127.0.0.1", "::1", "localhost")
_PAPER = "#faf6ee"


@require_safe
@cache_control(max_age=3600, public=True)
def robots(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - the same for everybody
    """Invented people and jobs are nothing to be found: a demo that others can reach asks to be left out."""
    hidden = settings.DEMO and urlsplit(settings.SITE_URL).hostname not in _THIS_MACHINE
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in (["/"] if hidden else _PRIVATE))]
    if not hidden:
        lines += [f"Sitemap: {settings.SITE_URL}{reverse('sitemap')}"]
    return HttpResponse("\n".join([*lines, ""]), content_type="text/plain; charset=utf-8")


@require_safe
@cache_control(max_age=3600, public=True)
def sitemap(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - the same for everybody
    """The public pages and the newest open jobs; people decide themselves where their profile is linked."""
    rows = ((f"{settings.SITE_URL}{path}", _changed(at)) for path, at in _addresses())
    urls = format_html_join("\n", "<url><loc>{}</loc>{}</url>", rows)
    head = '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
    return HttpResponse(f"{head}\n{urls}\n</urlset>\n", content_type="application/xml; charset=utf-8")


@require_safe
@cache_control(max_age=3600, public=True)
def manifest(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - the same for everybody
    icons: list[dict[str, Any]] = [
        {"src": static(f"img/icon-{size}.png"), "sizes": f"{size}x{size}", "type": "image/png"} for size in (192, 512)
    ]
    icons.append(
        {"src": static("img/icon-maskable.png"), "sizes": "512x512", "type": "image/png", "purpose": "maskable"}
    )
    said = {
        "name": settings.SITE_NAME,
        "short_name": settings.SITE_NAME,
        "start_url": "/",
        "display": "minimal-ui",
        "background_color": _PAPER,
        "theme_color": _PAPER,
        "icons": icons,
    }
    return JsonResponse(said, content_type="application/manifest+json")


@require_safe
def favicon(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - the same for everybody
    """Where browsers look for it without being told."""
    return HttpResponsePermanentRedirect(static("img/favicon.ico"))


def _addresses() -> Iterator[tuple[str, datetime | None]]:
    yield from ((reverse(name), None) for name in _PAGES)
    yield from ((article.get_absolute_url(), None) for article in ARTICLES)
    jobs = Job.objects.newest().values_list("pk", "edited_at", "published_at")[:_JOBS_LISTED]
    yield from ((reverse("job_detail", args=[pk]), edited or published) for pk, edited, published in jobs)


def _changed(at: datetime | None) -> str:
    return format_html("<lastmod>{}</lastmod>", f"{at:%Y-%m-%d}") if at else ""
