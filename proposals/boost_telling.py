"""What bidders are told: outbid, won, void, and what came back when a job was removed."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from common.numbers import in_connects
from proposals.addressing import Facts, Saying, Told, about
from proposals.models import Boost
from proposals.rules import Verdict


def outbid(boost: Boost) -> None:
    def said() -> Told:
        title, bid = _title(boost), in_connects(boost.connects)
        return Told(
            "outbid",
            f"outbid:{boost.reference}",
            _("Outbid on “{job}”: your whole bid of {connects} came back.").format(job=title, connects=bid),
            reverse("proposal_boost", args=[boost.proposal_id]),
            _("Outbid: {job}").format(job=title),
            (_("Another bid took the place before the client looked at your proposal."), _("You may bid again.")),
            ((_("Job"), title), (_("Came back"), bid)),
            _("See the bids"),
        )

    about([(boost.proposal, said)])


def won(boosts: Iterable[Boost]) -> None:
    """To everybody in a place when the auction closed."""
    about([(boost.proposal, _won(boost)) for boost in boosts])


def void(boosts: Iterable[Boost]) -> None:
    about([(boost.proposal, _void(boost)) for boost in boosts])


def refunded(boost: Boost, verdict: Verdict) -> None:
    def said() -> Told:
        title, bid = _title(boost), in_connects(boost.connects)
        text = _("The {connects} that your boost for “{job}” had cost came back: the job was removed.").format(
            connects=bid, job=title
        )
        lines = (_("{connects} are back in the lots they came from.").format(connects=bid),)
        facts = ((_("Job"), title), (_("Refunded"), bid), (_("Market rules"), verdict.row))
        return _back(boost, f"refunded:{boost.reference}", text, lines, facts)

    about([(boost.proposal, said)])


def _won(boost: Boost) -> Saying:
    def said() -> Told:
        title, bid = _title(boost), in_connects(boost.connects)
        spent = _spent(boost, bid)
        return Told(
            "boost_won",
            f"boost_won:{boost.reference}",
            " ".join((_("Your proposal for “{job}” has won a place on top.").format(job=title), spent)),
            boost.proposal.get_absolute_url(),
            _("Boosted: {job}").format(job=title),
            (_("It stays on top of the client's list, labelled Boosted."), spent),
            ((_("Job"), title), (_("Bid"), bid)),
            _("See the proposal"),
        )

    return said


def _spent(boost: Boost, bid: str) -> str:
    if boost.why == Boost.Why.SEEN:
        return _("The {connects} were spent when the client looked at it.").format(connects=bid)
    return _("The {connects} were spent now that the auction has closed.").format(connects=bid)


def _void(boost: Boost) -> Saying:
    def said() -> Told:
        title, bid = _title(boost), in_connects(boost.connects)
        text = _("The auction for “{job}” is void: your bid of {connects} came back.").format(job=title, connects=bid)
        lines = (_("The job was cancelled or removed, so bids that were still held came back at once."),)
        return _back(boost, f"void:{boost.reference}", text, lines, ((_("Job"), title), (_("Came back"), bid)))

    return said


def _back(boost: Boost, reference: str, text: str, lines: tuple[str, ...], facts: Facts) -> Told:
    subject = _("{connects} came back: {job}").format(connects=in_connects(boost.connects), job=_title(boost))
    link = boost.proposal.get_absolute_url()
    return Told("refunded", reference, text, link, subject, lines, facts, _("See the proposal"))


def _title(boost: Boost) -> str:
    return boost.proposal.job.title
