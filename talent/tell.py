"""What people are told about certifications and badges, in the transaction of what is told, once each."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common import dates
from common.numbers import figure
from common.reading import read_by
from common.telling import News, tell
from talent.models import Attempt, Badge


def passed(attempt: Attempt) -> None:
    with read_by(attempt.person):
        name, brought = attempt.certification.name, attempt.brought
        lines = (
            _("Your profile shows it from now on, with its date."),
            _("Whoever wants to check it finds it under the address of your certificate."),
        )
        right = _("{n} of {all}").format(n=figure(attempt.right or 0), all=figure(len(attempt.asked)))
        facts = [(_("Right answers"), right), (_("Needed"), figure(attempt.needed))]
        if brought:
            facts.append((_("Connects"), figure(brought)))
        tell(
            News(
                attempt.person,
                "certification",
                f"certification:passed:{attempt.pk}",
                _with_what_it_brought(_("You have passed “{name}”.").format(name=name), brought),
                attempt.certificate_url,
                _("Certified: {name}").format(name=name),
                lines,
                tuple(facts),
                _("See your certificate"),
            )
        )


def ran_out(attempt: Attempt) -> None:
    """A notice only: there is nothing to do before the next try."""
    with read_by(attempt.person):
        words = _(
            "The time for “{name}” ran out: {right} of {all} were right, {needed} were needed. "
            "You can try again from {day} on."
        )
        text = words.format(
            name=attempt.certification.name,
            right=figure(attempt.right or 0),
            all=figure(len(attempt.asked)),
            needed=figure(attempt.needed),
            day=dates.long_day(attempt.retry_at),
        )
        link = attempt.get_absolute_url()
        tell(News(attempt.person, "certification", f"certification:ran_out:{attempt.pk}", text, link))


def badge_given(badge: Badge, brought: int) -> None:
    person = badge.profile.person
    with read_by(person):
        text = _with_what_it_brought(_("You are a Rising Talent."), brought)
        lines = (
            _("Clients see the badge on your profile and beside your name."),
            _("It stays while what it asks for holds: a night's check looks after that.")
            if badge.is_by_rule
            else _("It was given to you by the people who run this site."),
        )
        facts = ((_("Connects"), figure(brought)),) if brought else ()
        link = badge.profile.get_absolute_url()
        reference = f"rising_talent:given:{badge.pk}"
        tell(News(person, "rising_talent", reference, text, link, text, lines, facts, _("See your profile")))


def badge_taken(badge: Badge) -> None:
    person = badge.profile.person
    with read_by(person):
        text = _("You do not wear the badge Rising Talent any more: {why}").format(why=badge.taken_reason)
        lines = (text, _("The Connects that came with it stay yours."))
        reference = f"rising_talent:taken:{badge.pk}"
        subject = _("The badge Rising Talent was taken off your profile")
        link = reverse("ways_to_earn")
        tell(News(person, "rising_talent", reference, text, link, subject, lines, (), _("What it asks for")))


def _with_what_it_brought(text: str, brought: int) -> str:
    if not brought:
        return text
    words = ngettext("{n} Connect is in your wallet.", "{n} Connects are in your wallet.", brought)
    return f"{text} {words.format(n=figure(brought))}"
