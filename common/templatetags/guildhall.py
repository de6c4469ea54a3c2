"""Tags and filters that every template has: icons, Connects, times, money, statuses, countries, faces."""

from datetime import date, datetime
from typing import Any

from django import template
from django.conf import settings
from django.forms import BoundField
from django.template.context import Context, RequestContext
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import ngettext

from common import clock, dates
from common.countries import country_name
from common.money import format_money
from common.numbers import figure as written
from common.numbers import in_connects
from common.pills import look
from common.prices import format_price
from common.relative import relative

register = template.Library()


@register.simple_tag
def icon(name: str, size: str = "", **extra: str) -> SafeString:
    """`{% icon "search" %}`, `{% icon "check" "small" %}`. Decoration: the words beside it carry the meaning."""
    classes = " ".join(filter(None, ["icon", size and f"icon--{size}", extra.get("class", "")]))
    return format_html(
        '<svg class="{}" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        classes,
        static("img/icons.svg"),
        name,
    )


@register.simple_tag
def token() -> SafeString:
    """The brass token alone. It always means Connects."""
    return mark_safe(
        '<svg class="token" viewBox="0 0 20 20" aria-hidden="true" focusable="false">'
        '<circle class="token__disc" cx="10" cy="10" r="10"/>'
        '<path class="token__mark" stroke-width="1.8" stroke-linejoin="round" d="M10 4.6 15.4 10 10 15.4 4.6 10z"/>'
        "</svg>"
    )


@register.simple_tag
def connects(number: int | None, size: str = "", *, signed: bool = False) -> SafeString:
    """`{% connects 40 %}`: the token and its number; screen readers hear "40 Connects"."""
    count = int(number or 0)
    figure = written(abs(count))
    sign = "\N{MINUS SIGN}" if count < 0 else "+" if signed and count > 0 else ""
    return format_html(
        '<span class="connects{}">{}<span data-figure>{}{}</span><span class="visually-hidden"> {}</span></span>',
        f" connects--{size}" if size else "",
        token(),
        sign,
        figure,
        ngettext("Connect", "Connects", abs(count)),
    )


@register.simple_tag
def brass(number: int) -> SafeString:
    """`{% brass 40 as connects %}`: "40 Connects" in a mail's brass, for a sentence of it."""
    return format_html('<strong class="mail-brass" style="color:#7d5a14;">{}</strong>', in_connects(number))


@register.simple_tag
def when(instant: datetime | None) -> SafeString | str:
    """`{% when job.expires_at %}`: "in 3 days", with the exact time on hover and for machines."""
    if instant is None:
        return ""
    return _time(instant, relative(instant, now=clock.now()), title=dates.exact(instant))


@register.simple_tag
def exact_time(instant: datetime | None = None) -> SafeString:
    """`{% exact_time paid_at %}`: day and time in the person's zone; without an instant, the site's clock now."""
    instant = instant or clock.now()
    return _time(instant, dates.exact(instant))


@register.simple_tag
def day(instant: datetime | None) -> SafeString | str:
    """`{% day lot.expires_at %}`: "4 Mar 2026", with the exact time on hover."""
    if instant is None:
        return ""
    return _time(instant, dates.short_day(instant), title=dates.exact(instant))


@register.filter
def figure(number: int | None) -> str:
    """`{{ count|figure }}`: "1,234", as the reader writes it."""
    return written(int(number or 0))


@register.filter
def dated(at: datetime | date | None, form: str) -> str:
    """`{{ lot.opened_at|dated:"long_day" }}`: as common.dates writes it, for a day inside a sentence."""
    return str(getattr(dates, form)(at)) if at else ""


@register.simple_tag
def money(minor: int | None, currency: str = "USD") -> SafeString | str:
    """`{% money 870 "USD" %}`: "$8.70". Minor units, never a float."""
    return "" if minor is None else format_html('<span class="number">{}</span>', format_money(minor, currency))


@register.simple_tag(takes_context=True)
def price(context: Context, minor: int | None, currency: str = "USD") -> SafeString | str:
    """`{% price 870 "EUR" %}`: "8,70 €" for somebody in Germany. What a reader pays, as their country writes it."""
    if minor is None:
        return ""
    return format_html('<span class="number">{}</span>', format_price(minor, currency, _country_of(context)))


@register.simple_tag
def status(state: str, label: str = "") -> SafeString:
    """`{% status "refunded" %}`, `{% status job.state job.get_state_display %}`: a pill with icon and word."""
    tone, mark, known = look(state)
    words = label or known or state.replace("_", " ").capitalize()
    return format_html('<span class="status status--{}">{}{}</span>', tone, icon(mark), words)


@register.simple_tag
def country(code: str) -> str:
    """`{% country "DE" %}`: "Germany"."""
    return country_name(code or "")


@register.simple_tag(takes_context=True)
def nav_link(
    context: RequestContext, name: str, label: str, css: str = "site-nav__link", mark: str = ""
) -> SafeString:
    """`{% nav_link "job_list" "Find work" %}`: knows whether one is on its page, or on one below it."""
    href = reverse(name)
    here = _whereabouts(context["request"].path, href) if "request" in context else ""
    sign = format_html(' aria-current="{}"', here) if here else ""
    return format_html('<a class="{}" href="{}"{}>{}{}</a>', css, href, sign, icon(mark) if mark else "", label)


@register.simple_tag
def absolute(path: str) -> str:
    """`{% absolute "/settings/" %}`: the whole address, for mail."""
    return f"{settings.SITE_URL}{path}"


@register.filter
def address(name: str) -> str:
    """`{% include "components/empty.html" with href="job_list"|address %}`: a named page, inside another tag."""
    return reverse(name)


@register.filter
def initials(name: str) -> str:
    """`{{ "Ada Lovelace"|initials }}`: "AL"."""
    words = str(name or "?").split()
    return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()


@register.filter
def ink(name: str) -> int:
    """One of five inks for somebody's initials, always the same for the same name."""
    return sum(str(name).encode()) % 5


@register.filter
def split_words(words: str) -> list[str]:
    """`{% for name in "search star"|split_words %}`"""
    return words.split()


@register.filter
def typed_length(field: BoundField) -> str:
    """How long an answer is so far, a line break counted once."""
    return written(len(str(field.value() or "").replace(chr(13), "")))


@register.filter
def affix(field: BoundField, side: str) -> Any:
    """What stands before or after an answer: the widget's `data-prefix` or `data-suffix`."""
    return field.field.widget.attrs.get(f"data-{side}", "")


def _country_of(context: Context) -> str:
    """The reader's: of whoever asked for the page, or, in a mail, of the person it goes to."""
    request = context.get("request")
    reader = context.get("person") if request is None else getattr(request, "user", None)
    return str(context.get("price_country") or getattr(reader, "country", ""))


def _whereabouts(path: str, href: str) -> str:
    """What `aria-current` says. Addresses of one folder ("/settings/") have others of their own kind below them."""
    if path == href:
        return "page"
    return "true" if href.count("/") > 2 and path.startswith(href) else ""


def _time(instant: datetime, words: str, *, title: str = "") -> SafeString:
    hover = format_html(' title="{}"', title) if title else ""
    return format_html('<time datetime="{}"{}>{}</time>', instant.isoformat(timespec="seconds"), hover, words)
