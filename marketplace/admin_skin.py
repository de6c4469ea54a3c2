"""The admin in the site's own colours, with its side bar."""

from typing import Any

from django.templatetags.static import static
from django.utils.translation import gettext_lazy as _

from marketplace.operator_pages import OPERATOR_PAGES


def unfold(site_name: str) -> dict[str, Any]:
    return {
        "SITE_TITLE": site_name,
        "SITE_HEADER": site_name,
        "SITE_SUBHEADER": _("Operators"),
        "SITE_ICON": lambda _request: static("img/favicon.svg"),
        "SITE_FAVICONS": [
            {"rel": "icon", "type": "image/svg+xml", "href": lambda _request: static("img/favicon.svg")},
        ],
        "STYLES": [lambda _request: static("css/fonts.css"), lambda _request: static("css/admin.css")],
        "DASHBOARD_CALLBACK": "marketplace.admin.dashboard",
        "SHOW_HISTORY": True,
        "BORDER_RADIUS": "4px",
        # Verdigris, the site's one accent, from light to dark.
        "COLORS": {
            "primary": {
                "50": "#eef7f4",
                "100": "#d5ece5",
                "200": "#aedacd",
                "300": "#7fc1b0",
                "400": "#62b09f",
                "500": "#4a9c8a",
                "600": "#2a6d60",
                "700": "#24574e",
                "800": "#204640",
                "900": "#1d3b36",
                "950": "#0c211e",
            },
            # Paper and ink by day, umber by lamplight, as in static/css/tokens.css.
            "base": {
                "50": "#faf6ee",
                "100": "#f3ecdf",
                "200": "#e8decb",
                "300": "#d5c7ae",
                "400": "#b0a28c",
                "500": "#756854",
                "600": "#655a4b",
                "700": "#4a3f30",
                "800": "#362c20",
                "900": "#292017",
                "950": "#1f1911",
            },
        },
        "SIDEBAR": {"show_search": True, "show_all_applications": True, "navigation": OPERATOR_PAGES},
    }
