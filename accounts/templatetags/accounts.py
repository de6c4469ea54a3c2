"""What other rooms' pages show of people: a client's record, and the demo's open doors."""

from decimal import Decimal
from typing import Any

from django import template
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.browsers import browser_name
from accounts.models import ClientProfile, DemoPerson, User
from accounts.rules import hire_rate
from accounts.trust import label
from common.numbers import figure
from common.templatetags.guildhall import icon

register = template.Library()


register.filter("browser_name", browser_name)


@register.simple_tag(takes_context=True)
def passkey_address(context: template.RequestContext) -> str:
    """Where this page can make passkeys, when it was opened by the computer's number; else nothing."""
    request: HttpRequest = context["request"]
    host, _, port = request.get_host().partition(":")
    return f"{request.scheme}://localhost:{port}{request.path}" if host == "127.0.0.1" else ""


@register.simple_tag(takes_context=True)
def agency_link(context: template.RequestContext, name: str, label: str) -> SafeString:
    """`{% agency_link "agency_members" "People" %}`: a tab of the agency of `seat`; knows whether one is there."""
    href, path = reverse(name, args=[context["seat"].agency.handle]), context["request"].path
    here = "page" if path == href else "true" if path.startswith(href) else ""
    sign = format_html(' aria-current="{}"', here) if here else ""
    return format_html('<a class="tabs__link" href="{}"{}>{}</a>', href, sign, label)


@register.simple_tag
def rating(profile: Any) -> SafeString:
    """`{% rating profile %}`: "4.7 of 5 (12)", for a freelancer's or a client's profile that was rated."""
    # Tenths in whole numbers: a half is rounded up, as people do it.
    tenths = (20 * profile.rating_sum + profile.rating_count) // (2 * profile.rating_count)
    stars = _("{stars} of 5").format(stars=number_format(Decimal(tenths) / 10, decimal_pos=1))
    reviews = ngettext(
        '{n}<span class="visually-hidden"> review</span>',
        '{n}<span class="visually-hidden"> reviews</span>',
        profile.rating_count,
    )
    return format_html(
        '<span class="number">{} {} <span class="muted">({})</span></span>',
        icon("star", "small"),
        stars,
        format_html(reviews, n=figure(profile.rating_count)),
    )


@register.filter
def percent(number: int | None) -> str:
    """`{{ 85|percent }}`: "85 %"."""
    return _("{n} %").format(n=figure(number or 0))


@register.inclusion_tag("accounts/_client_record.html")
def client_record(client: User) -> dict[str, Any]:
    """`{% load accounts %}{% client_record job.client %}`; no query when `client__client_profile` came along."""
    profile = getattr(client, "client_profile", None) or ClientProfile(person=client, country=client.country)
    rate = hire_rate(filled=profile.jobs_filled, cancelled=profile.jobs_cancelled, unfilled=profile.jobs_unfilled)
    return {"client": client, "profile": profile, "hire_rate": rate}


@register.inclusion_tag("accounts/_trust_label.html")
def trust_label(client: User) -> dict[str, Any]:
    """`{% trust_label job.client %}`: wherever somebody decides whether to answer a client."""
    profile = getattr(client, "client_profile", None)
    return {"verified": label.words(profile) if profile else []}


@register.inclusion_tag("accounts/_demo_people.html", takes_context=True)
def demo_people(context: template.RequestContext) -> dict[str, Any]:
    """One button for each featured demo person; nothing at all outside demo mode."""
    people = DemoPerson.objects.filter(person__is_active=True).select_related("person") if settings.DEMO else []
    return {"people": people, "csrf_token": context.get("csrf_token")}
