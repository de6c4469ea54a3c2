"""What search engines and the cards of shared links are told of a page, taken from its own title and description.

A page says both once, in its blocks `title` and `description`; base.html wraps them in `{% described %}`, which
repeats them in the words of Open Graph and adds the page's one address.
"""

import re
from typing import Any

from django import template
from django.conf import settings
from django.template.base import FilterExpression, NodeList, Parser, Token
from django.template.context import Context
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.safestring import SafeString, mark_safe

register = template.Library()
_TITLE = re.compile(r"<title>\s*(.*?)\s*</title>", re.DOTALL)
_SAID = re.compile(r'<meta name="description" content="([^"]*)">')


class Described(template.Node):
    def __init__(self, within: NodeList, otherwise: FilterExpression) -> None:
        self.within, self.otherwise = within, otherwise

    def render(self, context: Context) -> SafeString:
        own = self.within.render(context)
        request = context.get("request")
        title, said = _TITLE.search(own), _SAID.search(own)
        more: dict[str, Any] = {
            # They come out of the page, where they were escaped.
            "title": mark_safe(title[1].rsplit(" · ", 1)[0]) if title else settings.SITE_NAME,
            "description": mark_safe(said[1]) if said else self.otherwise.resolve(context),
            "is_said": said is not None,
            "site_name": settings.SITE_NAME,
            "address": f"{settings.SITE_URL}{request.path}" if request else settings.SITE_URL,
            "card": f"{settings.SITE_URL}{static('img/social-card.png')}",
        }
        return mark_safe(own + render_to_string("components/described.html", more))


@register.tag
def described(parser: Parser, token: Token) -> Described:
    """`{% described words %}<title>…</title>{% block description %}{% endblock %}{% enddescribed %}`: `words` are said
    of pages that say nothing of themselves."""
    _, otherwise = token.split_contents()
    within = parser.parse(("enddescribed",))
    parser.delete_first_token()
    return Described(within, parser.compile_filter(otherwise))
