"""What people are told about reports and decisions. Whoever reported stays unnamed to whom it was about."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from accounts.trust import registry
from accounts.trust.models import Case, CaseEvent, StandingEvent
from common import dates
from common.reading import Words, read_by
from common.telling import News, tell_many

_CAME_OF_IT: dict[str, Words] = {
    Case.Verdict.REMOVED: gettext_lazy("It is taken down. Thank you for telling us."),
    Case.Verdict.WARNED: gettext_lazy("We have spoken to whom it concerns. Thank you for telling us."),
    Case.Verdict.KEPT: gettext_lazy(
        "We found nothing against our rules: we left it as it is. Thank you all the same."
    ),
}


def outcome(case: Case) -> str:
    """What came of a report, for whoever made it."""
    return str(_CAME_OF_IT.get(case.verdict) or _("An operator will look at it."))


def judged(case: Case, event: CaseEvent) -> None:
    """To everybody who reported it, and to its owner unless nothing was wrong."""
    people = User.objects.filter(reports__case=case).distinct().order_by("id")
    news = [_to_reporter(case, event, person) for person in people]
    if case.verdict in Case.UPHELD:
        news.append(_to_owner(case, event))
    tell_many(news)


def _to_reporter(case: Case, event: CaseEvent, person: User) -> News:
    with read_by(person):
        reported = _("You reported “{title}”.").format(title=case.title[:120])
        text = f"{reported} {outcome(case)}"
        return News(
            to=person,
            kind="report_judged",
            reference=f"judged:{event.pk}:reporter",
            text=text,
            link=reverse("my_reports"),
            subject=_("What came of your report"),
            lines=(text, _("Whom it is about does not learn who reported it.")),
            label=_("Your reports"),
        )


def _to_owner(case: Case, event: CaseEvent) -> News:
    thing = registry.find(case.kind, case.object_id, None)
    with read_by(case.owner):
        removed = case.verdict == Case.Verdict.REMOVED
        text = _because(removed=removed).format(title=case.title[:120])
        wrong = _("If we have that wrong, write to us: a person reads it.")
        return News(
            to=case.owner,
            kind="moderation",
            reference=f"judged:{event.pk}:owner",
            text=text,
            link=thing.url if thing and thing.url else reverse("market_rules"),
            subject=_("Removed for a violation") if removed else _("A warning about something of yours"),
            lines=(text, *([case.said] if case.said else []), wrong),
        )


def _because(*, removed: bool) -> str:
    if removed:
        return _("“{title}” was removed because it breaks our rules.")
    return _("“{title}” was reported, and an operator found it wrong.")


def standing(event: StandingEvent) -> None:
    """To the person, by mail above all: they cannot log in to read it."""
    with read_by(event.person):
        subject, text = _STANDING[StandingEvent.Kind(event.kind)]
        news = News(
            to=event.person,
            kind="standing",
            reference=f"standing:{event.pk}",
            text=str(text),
            link=reverse("settings"),
            subject=str(subject),
            lines=(str(text), *_details(event)),
            label=_("Your account"),
            urgent=True,
        )
    tell_many([news])


def _details(event: StandingEvent) -> list[str]:
    limited = event.kind in StandingEvent.LIMITS
    why = [_("The reason: {reason}").format(reason=event.reason)] if limited else []
    until = [_("It ends on {moment}.").format(moment=dates.exact(event.until))] if event.until else []
    object_ = [_("If we have that wrong, answer this mail: a person reads it.")] if limited else []
    return why + until + object_


_STANDING: dict[str, tuple[Words, Words]] = {
    StandingEvent.Kind.SUSPENDED: (
        gettext_lazy("Your account is suspended"),
        gettext_lazy("Your account is suspended for a while."),
    ),
    StandingEvent.Kind.BANNED: (
        gettext_lazy("Your account is banned"),
        gettext_lazy("Your account is banned from this site."),
    ),
    StandingEvent.Kind.LIFTED: (
        gettext_lazy("You can log in again"),
        gettext_lazy("Your account may be used again."),
    ),
    StandingEvent.Kind.ENDED: (
        gettext_lazy("You can log in again"),
        gettext_lazy("Your suspension is over: your account may be used again."),
    ),
}
