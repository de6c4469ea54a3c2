"""From hire to reviews in the demo world: contracts of every status, what both sides said, offers and invitations."""

from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from random import Random

from accounts.models import AgencyMember, User
from common import clock
from jobs.models import Job
from marketplace.demo.agenda import Agenda
from proposals import services
from proposals.errors import ProposalError
from proposals.models import Contract, Offer, Proposal, State
from proposals.services.withdrawing import may_withdraw
from talent.models import FreelancerProfile

_PRAISE = (
    "Clear from the first day, and finished before the date. I would ask again without a second thought.",
    "Good work and good questions. One round took longer than planned, and I was told before I had to ask.",
    "Everything as agreed, with notes that the next person can work from.",
)
_GRUMBLES = (
    "The result is fine. Getting answers took days, so plan for more time than the offer says.",
    "We had pictured different things. Talk it through before you begin.",
)
_OF_CLIENTS = (
    "Knew what was wanted, answered within the day, and said thank you. A pleasure.",
    "A clear brief and no surprises. Feedback came late once, with an apology.",
    "Fair and friendly. The brief grew a little on the way; we settled it in one call.",
)
_ENDS = ("The project has been put off until next year.", "We found that this needs somebody on site.")


def terms(proposal: Proposal) -> services.Terms:
    """An offer on the terms of the bid."""
    job = proposal.job
    return services.Terms(
        title=job.title,
        scope=job.description,
        unit=job.budget_type,
        amount_minor=proposal.bid_minor,
        starts_on=clock.now().date() + timedelta(days=2),
        message="You seem right for this. Shall we begin next week?",
    )


def hire(proposal: Proposal, *, by: User) -> Contract:
    """Offered, and accepted in the same hour."""
    offer = services.offer(proposal, terms(proposal), by=by)
    return services.accept(offer, by=_speaker(offer.proposal))


@dataclass
class Hirings:
    """What follows a hire. The chance is its own, so that it changes nobody else's story."""

    agenda: Agenda
    chance: Random = field(default_factory=lambda: Random(23))

    def follow(self, proposal: Proposal) -> None:
        """Most work is finished within weeks; some ends early, some goes on."""
        contract, luck = proposal.contract, self.chance.random()
        after = clock.now() + timedelta(days=self.chance.randint(6, 35), hours=self.chance.randint(0, 9))
        if luck < 0.72:
            self.agenda.plan(after - timedelta(days=1), partial(self._ask, contract.pk))
            self.agenda.plan(after, partial(self._finish, contract.pk))
        elif luck < 0.85:
            self.agenda.plan(after, partial(self._end, contract.pk))

    def _ask(self, pk: int) -> None:
        contract = _contract(pk)
        if contract.is_running and self.chance.random() < 0.6:
            services.ask_to_finish(contract, by=_speaker(contract.proposal))

    def _finish(self, pk: int) -> None:
        contract = _contract(pk)
        # Whoever is asked does not always answer at once.
        if contract.is_running and self.chance.random() < 0.9:
            services.finish(contract, by=contract.proposal.job.client)
            self._plan_reviews(pk)

    def _end(self, pk: int) -> None:
        contract = _contract(pk)
        if contract.is_running:
            services.end(contract, by=contract.proposal.job.client, reason=self.chance.choice(_ENDS))
            self._plan_reviews(pk)

    def _plan_reviews(self, pk: int) -> None:
        for by_client, likely in ((True, 0.85), (False, 0.75)):
            if self.chance.random() < likely:
                at = clock.now() + timedelta(days=self.chance.randint(0, 7), hours=self.chance.randint(1, 20))
                self.agenda.plan(at, partial(self._review, pk, by_client))

    def _review(self, pk: int, by_client: bool) -> None:
        proposal = _contract(pk).proposal
        liked = self.chance.random() < 0.82
        stars = self.chance.choice((5, 5, 5, 4)) if liked else self.chance.choice((3, 2))
        words = self.chance.choice((_PRAISE if liked else _GRUMBLES) if by_client else _OF_CLIENTS)
        by = proposal.job.client if by_client else _speaker(proposal)
        with suppress(ProposalError):
            services.review(_contract(pk), by=by, stars=stars if by_client else max(stars, 4), text=words)


def leave_open(ben: User, clients: list[User]) -> None:
    """Whoever tries the demo finds offers to answer and invitations to take, on both sides."""
    for place, client in enumerate(clients):
        for job in Job.objects.open().filter(client=client).order_by("-id")[:2]:
            _invite_some(job, place)
            _offer_one(job)
    _for_ben(ben)


def _invite_some(job: Job, place: int) -> None:
    """Three people of the trade: one of them has already said no."""
    able = FreelancerProfile.objects.public().filter(skills__in=job.skills.all()).distinct().order_by("id")
    for number, profile in enumerate(able[place : place + 3]):
        with suppress(ProposalError):
            words = "Your past work is close to what we need."
            invitation = services.invite(job, person=profile.person, by=job.client, message=words)
            if number == 1:
                services.decline_invitation(invitation, by=profile.person, reason="I am booked until spring.")


def _offer_one(job: Job) -> None:
    liked = Proposal.objects.filter(job=job, state__in=(State.SHORTLISTED, State.VIEWED)).order_by("-stage", "id")
    for proposal in liked.select_related("job__client", "author", "agency")[:1]:
        with suppress(ProposalError):
            services.offer(proposal, terms(proposal), by=job.client)


def _for_ben(ben: User) -> None:
    """An invitation and an offer that wait for him, wherever he has not written yet."""
    fresh = Job.objects.open().exclude(proposals__author=ben).exclude(client=ben).exclude(invitations__person=ben)
    first, *rest = list(fresh.select_related("client").order_by("-id")[:2])
    with suppress(ProposalError):
        services.invite(first, person=ben, by=first.client, message="We have read your profile twice. Would you?")
    for job in rest:
        with suppress(ProposalError):
            made = Proposal(job=job, bid_minor=job.fixed_minor or job.hourly_to_minor or 50_000)
            services.offer_unasked(job, terms(made), to=ben, by=job.client)
    waiting = Offer.objects.open().exclude(proposal__author=ben).select_related("proposal__author", "proposal__agency")
    for offer in waiting.order_by("id")[:1]:
        services.decline_offer(offer, by=_speaker(offer.proposal), reason="Another job has begun meanwhile.")


def _contract(pk: int) -> Contract:
    rows = Contract.objects.select_related("proposal__job__client", "proposal__author", "proposal__agency")
    return rows.get(pk=pk)


def _speaker(proposal: Proposal) -> User:
    """Its author; whoever owns the agency when the author has left that."""
    if may_withdraw(proposal, proposal.author):
        return proposal.author
    return AgencyMember.objects.get(agency=proposal.agency_id, role=AgencyMember.Role.OWNER).person
