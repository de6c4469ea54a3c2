"""Hiring in one call, for tests about what comes after: the client offers, the other side accepts."""

from datetime import timedelta

from accounts.models import AgencyMember
from common import clock
from proposals import services
from proposals.services.withdrawing import may_withdraw


def terms(proposal=None, **fields):
    """Terms on somebody's bid: `terms(proposal, amount_minor=60_000)`."""
    words = {
        "title": "The work, as we talked about it",
        "scope": "All of it.",
        "unit": proposal.job.budget_type if proposal else "fixed",
        "amount_minor": proposal.bid_minor if proposal else 45_000,
        "starts_on": clock.now().date() + timedelta(days=1),
    }
    return services.Terms(**(words | fields))


def hire(proposal, *, by):
    """Hire its author (or, when they have left, by the owner of their agency). Raises what an offer raises."""
    offer = services.offer(proposal, terms(proposal), by=by)
    contract = services.accept(offer, by=answerer(proposal))
    proposal.refresh_from_db()
    return contract


def answerer(proposal):
    if may_withdraw(proposal, proposal.author):
        return proposal.author
    return AgencyMember.objects.get(agency=proposal.agency, role=AgencyMember.Role.OWNER).person
