"""What people are told about certifications and badges, in the transaction of what is told, once each."""

from django.urls import reverse

from common.telling import News, tell
from talent.models import Attempt, Badge


def passed(attempt: Attempt) -> None:
    name, brought = attempt.certification.name, attempt.brought
    text = f"You have passed “{name}”." + (f" {brought} Connects are in your wallet." if brought else "")
    lines = (
        "Your profile shows it from now on, with its date.",
        "Whoever wants to check it finds it under the address of your certificate.",
    )
    facts = [("Right answers", f"{attempt.right} of {len(attempt.asked)}"), ("Needed", str(attempt.needed))]
    if brought:
        facts.append(("Connects", str(brought)))
    tell(
        News(
            attempt.person,
            "certification",
            f"certification:passed:{attempt.pk}",
            text,
            attempt.certificate_url,
            f"Certified: {name}",
            lines,
            tuple(facts),
            "See your certificate",
        )
    )


def ran_out(attempt: Attempt) -> None:
    """A notice only: there is nothing to do before the next try."""
    text = (
        f"The time for “{attempt.certification.name}” ran out: {attempt.right} of {len(attempt.asked)} were right, "
        f"{attempt.needed} were needed. You can try again from {attempt.retry_at:%d %B %Y} on."
    )
    link = attempt.get_absolute_url()
    tell(News(attempt.person, "certification", f"certification:ran_out:{attempt.pk}", text, link))


def badge_given(badge: Badge, brought: int) -> None:
    text = "You are a Rising Talent." + (f" {brought} Connects are in your wallet." if brought else "")
    lines = [
        "Clients see the badge on your profile and beside your name.",
        "It stays while what it asks for holds: a night's check looks after that."
        if badge.is_by_rule
        else "It was given to you by the people who run this site.",
    ]
    facts = (("Connects", str(brought)),) if brought else ()
    link = badge.profile.get_absolute_url()
    reference = f"rising_talent:given:{badge.pk}"
    person = badge.profile.person
    tell(News(person, "rising_talent", reference, text, link, text, tuple(lines), facts, "See your profile"))


def badge_taken(badge: Badge) -> None:
    text = f"You do not wear the badge Rising Talent any more: {badge.taken_reason}"
    lines = (text, "The Connects that came with it stay yours.")
    reference = f"rising_talent:taken:{badge.pk}"
    subject = "The badge Rising Talent was taken off your profile"
    link = reverse("ways_to_earn")
    tell(News(badge.profile.person, "rising_talent", reference, text, link, subject, lines, (), "What it asks for"))
