"""What people are told about reports and decisions. Whoever reported stays unnamed to whom it was about."""

from django.urls import reverse
from django.utils.formats import date_format

from accounts.models import User
from accounts.trust import registry
from accounts.trust.models import Case, CaseEvent, StandingEvent
from common.telling import News, tell_many

_CAME_OF_IT = {
    Case.Verdict.REMOVED: "It is taken down. Thank you for telling us.",
    Case.Verdict.WARNED: "We have spoken to whom it concerns. Thank you for telling us.",
    Case.Verdict.KEPT: "We found nothing against our rules: we left it as it is. Thank you all the same.",
}


def outcome(case: Case) -> str:
    """What came of a report, for whoever made it."""
    return _CAME_OF_IT.get(Case.Verdict(case.verdict), "An operator will look at it.")


def judged(case: Case, event: CaseEvent) -> None:
    """To everybody who reported it, and to its owner unless nothing was wrong."""
    people = User.objects.filter(reports__case=case).distinct().order_by("id")
    news = [_to_reporter(case, event, person) for person in people]
    if case.verdict in Case.UPHELD:
        news.append(_to_owner(case, event))
    tell_many(news)


def _to_reporter(case: Case, event: CaseEvent, person: User) -> News:
    text = f"You reported “{case.title[:120]}”. {outcome(case)}"
    return News(
        to=person,
        kind="report_judged",
        reference=f"judged:{event.pk}:reporter",
        text=text,
        link=reverse("my_reports"),
        subject="What came of your report",
        lines=(text, "Whom it is about does not learn who reported it."),
        label="Your reports",
    )


def _to_owner(case: Case, event: CaseEvent) -> News:
    removed = case.verdict == Case.Verdict.REMOVED
    done = "was removed because it breaks our rules" if removed else "was reported, and an operator found it wrong"
    text = f"“{case.title[:120]}” {done}."
    thing = registry.find(case.kind, case.object_id, None)
    return News(
        to=case.owner,
        kind="moderation",
        reference=f"judged:{event.pk}:owner",
        text=text,
        link=thing.url if thing and thing.url else reverse("market_rules"),
        subject="Removed for a violation" if removed else "A warning about something of yours",
        lines=(text, *([case.said] if case.said else []), "If we have that wrong, write to us: a person reads it."),
    )


def standing(event: StandingEvent) -> None:
    """To the person, by mail above all: they cannot log in to read it."""
    subject, text = _STANDING[StandingEvent.Kind(event.kind)]
    until = f"It ends on {date_format(event.until, 'j F Y, H:i')} UTC." if event.until else ""
    why = f"The reason: {event.reason}" if event.kind in StandingEvent.LIMITS else ""
    object_ = "If we have that wrong, answer this mail: a person reads it." if why else ""
    tell_many(
        [
            News(
                to=event.person,
                kind="standing",
                reference=f"standing:{event.pk}",
                text=text,
                link=reverse("settings"),
                subject=subject,
                lines=tuple(line for line in (text, why, until, object_) if line),
                label="Your account",
                urgent=True,
            )
        ]
    )


_STANDING = {
    StandingEvent.Kind.SUSPENDED: ("Your account is suspended", "Your account is suspended for a while."),
    StandingEvent.Kind.BANNED: ("Your account is banned", "Your account is banned from this site."),
    StandingEvent.Kind.LIFTED: ("You can log in again", "Your account may be used again."),
    StandingEvent.Kind.ENDED: ("You can log in again", "Your suspension is over: your account may be used again."),
}
