"""What bidders are told: outbid, won, void, and what came back when a job was removed."""

from collections.abc import Iterable

from django.urls import reverse

from common.telling import News
from proposals import tell, wording
from proposals.models import Boost


def outbid(boost: Boost) -> None:
    title, number = _title(boost), wording.connects(boost.connects)
    news = News(
        boost.proposal.author,
        "outbid",
        f"outbid:{boost.reference}",
        f"Outbid on “{title}”: your whole bid of {number} came back.",
        reverse("proposal_boost", args=[boost.proposal_id]),
        f"Outbid: {title}",
        ("Another bid took the place before the client looked at your proposal.", "You may bid again."),
        (("Job", title), ("Came back", number)),
        "See the bids",
    )
    tell.about([(boost.proposal, news)])


def won(boosts: Iterable[Boost]) -> None:
    """To everybody in a place when the auction closed."""
    tell.about([(boost.proposal, _won(boost)) for boost in boosts])


def void(boosts: Iterable[Boost]) -> None:
    tell.about([(boost.proposal, _void(boost)) for boost in boosts])


def refunded(boost: Boost, row: str) -> None:
    title, number = _title(boost), wording.connects(boost.connects)
    text = f"The {number} that your boost for “{title}” had cost came back: the job was removed."
    lines = (f"{number} are back in the lots they came from.",)
    facts = (("Job", title), ("Refunded", number), ("Market rules", row))
    tell.about([(boost.proposal, _back(boost, f"refunded:{boost.reference}", text, lines, facts))])


def _won(boost: Boost) -> News:
    title, number = _title(boost), wording.connects(boost.connects)
    seen = boost.why == Boost.Why.SEEN
    when = "when the client looked at it" if seen else "now that the auction has closed"
    return News(
        boost.proposal.author,
        "boost_won",
        f"boost_won:{boost.reference}",
        f"Your proposal for “{title}” has won a place on top. The {number} were spent {when}.",
        boost.proposal.get_absolute_url(),
        f"Boosted: {title}",
        ("It stays on top of the client's list, labelled Boosted.", f"The {number} were spent {when}."),
        (("Job", title), ("Bid", number)),
        "See the proposal",
    )


def _void(boost: Boost) -> News:
    title, number = _title(boost), wording.connects(boost.connects)
    text = f"The auction for “{title}” is void: your bid of {number} came back."
    lines = ("The job was cancelled or removed, so bids that were still held came back at once.",)
    return _back(boost, f"void:{boost.reference}", text, lines, (("Job", title), ("Came back", number)))


def _back(boost: Boost, reference: str, text: str, lines: tuple[str, ...], facts: tuple[tuple[str, str], ...]) -> News:
    subject = f"{wording.connects(boost.connects)} came back: {_title(boost)}"
    link = boost.proposal.get_absolute_url()
    return News(boost.proposal.author, "refunded", reference, text, link, subject, lines, facts, "See the proposal")


def _title(boost: Boost) -> str:
    return boost.proposal.job.title
