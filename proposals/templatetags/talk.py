"""Conversations on pages of this room and of others: `{% load talk %}`."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django import template
from django.template.context import RequestContext
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.models import User
from common import clock
from common.templatetags.guildhall import nav_link
from proposals.models import Message, Proposal, Side, Thread
from proposals.talk import events, page, parties, reading
from proposals.talk.interviews import open_one
from proposals.talk.links import linked as with_links
from proposals.talk.standing import why_closed

register = template.Library()


@register.filter
def linked(text: str) -> SafeString:
    """`{{ message.text|linked }}`: escaped, with web addresses that can be followed."""
    return with_links(text)


@register.simple_tag
def talk_day(of: date) -> str:
    """`{% talk_day line.day %}`: "Today", "Yesterday", "Monday, 2 March 2026"."""
    today = timezone.localtime(clock.now()).date()
    names = {0: _("Today"), 1: _("Yesterday")}
    return names.get((today - of).days, "") or date_format(of, pgettext("date format", "l, j F Y"))


@register.simple_tag
def event_words(message: Message, reader: User, proposal: Proposal) -> str:
    """`{% event_words message user proposal %}`: "You accepted the invitation: interviewing"."""
    return events.in_words(message, reader, proposal)


@register.simple_tag
def spoken_time(instant: datetime) -> SafeString:
    """`{% spoken_time seen_at %}`: "12:04"; with its day when that is not today."""
    local, today = timezone.localtime(instant), timezone.localtime(clock.now()).date()
    form = pgettext("date format", "H:i") if local.date() == today else pgettext("date format", "j M, H:i")
    words = date_format(local, form)
    return format_html('<time datetime="{}">{}</time>', instant.isoformat(timespec="seconds"), words)


@register.simple_tag(takes_context=True)
def messages_link(context: RequestContext) -> SafeString:
    """`{% messages_link %}`: the navigation's link to all conversations, with how many have something new."""
    number = context["unread_talk"]() if "unread_talk" in context else ""
    # Translators: how many messages are unread, beside the word "Messages".
    unread = format_html('<span class="visually-hidden">{}</span>', _("unread"))
    count = format_html(' <span class="count count--new">{} {}</span>', number, unread)
    return nav_link(context, "conversations", format_html("{}{}", _("Messages"), count if number else ""))


@register.simple_tag(takes_context=True)
def new_messages(context: RequestContext, proposals: Iterable[Proposal]) -> Mapping[int, int]:
    """`{% new_messages page.rows as new %}`: how many unread messages each of a page's proposals has; one query."""
    person = context["request"].user
    return reading.unread_in(person, [each.pk for each in proposals]) if isinstance(person, User) else {}


@register.inclusion_tag("proposals/talk/new.html")
def new_of(new: Mapping[int, int], proposal: Proposal) -> dict[str, Any]:
    """`{% new_of new proposal %}`: "2 new messages", with the way to them; nothing when there are none."""
    return {"number": new.get(proposal.pk, 0), "proposal": proposal}


@register.inclusion_tag("proposals/talk/panel.html", takes_context=True)
def talk_panel(context: RequestContext, proposal: Proposal) -> dict[str, Any]:
    """`{% talk_panel proposal %}`: the conversation beside a proposal, for its two sides; for others nothing."""
    person = context["request"].user
    side = parties.side_of(proposal, person)
    if side is None:
        return {"side": None}
    thread = Thread.objects.filter(pk=proposal.pk).first()
    waiting = open_one(proposal) if thread else None
    closed = why_closed(proposal)
    return {
        "side": side,
        "client_side": side == Side.CLIENT,
        "proposal": proposal,
        "thread": thread,
        "unread": reading.unread_in(person, [proposal.pk]).get(proposal.pk, 0) if thread else 0,
        "closed": closed,
        "waiting": None if closed else waiting,
        "may_invite": page.may_invite(proposal, side) and not waiting,
    }
