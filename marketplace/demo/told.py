"""What people of the demo world are told, and how they want it: enough unread to look through, digests, a newsletter."""

from django.db.models import Max

from accounts.models import User
from common import clock, newsletter, preferences, subscribing
from common.models import Issue, Notice

_WORDS = """Half a year ago the first of you came here. Since then a few hundred jobs were posted, and most of the letters that answered them were read.

What we hear most often: that it is good to know what a proposal costs before it is written, and what became of it afterwards.

Thank you for being here."""


def leave_unread(person: User) -> None:
    """The latest of every kind that they were told has not been looked at yet."""
    latest = (
        Notice.objects.filter(person=person).values("kind").annotate(last=Max("pk")).values_list("last", flat=True)
    )
    Notice.objects.filter(pk__in=list(latest)).update(read_at=None)


def want_digests(person: User) -> None:
    """Mail of theirs that is not urgent comes together in the morning; of offers they want to hear."""
    preferences.set_pace(person, pace="daily", hour=8)
    preferences.choose(person, [("special_offer", "mail", True), ("proposal_viewed", "mail", True)])


def write_a_newsletter(readers: list[User], operator: User) -> None:
    """One issue to those who said yes."""
    for reader in readers:
        subscribing.confirm(reader.email)
    issue = Issue.objects.create(
        subject="Half a year of few letters", text=_WORDS, written_by=operator, written_at=clock.now()
    )
    newsletter.begin(issue)
    newsletter.send_due(clock.now())
