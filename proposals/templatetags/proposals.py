"""What this room shows on its own pages and on those of the rooms below: `{% load proposals %}`."""

from typing import Any

from django import template
from django.template.context import RequestContext
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from common.templatetags.guildhall import status
from jobs import wording
from jobs.models import BudgetType, Job, JobEnd
from proposals import activity, closing, panel, reviews, rules
from proposals import wording as offer_wording
from proposals.models import Offer, Proposal
from proposals.services import inviting
from talent.models import FreelancerProfile

register = template.Library()
REVIEWS_SHOWN = 10
CLIENT_REVIEWS_SHOWN = 3
_ENDED = {
    JobEnd.FILLED: gettext_lazy("Job filled"),
    JobEnd.CANCELLED: gettext_lazy("Job cancelled"),
    JobEnd.REMOVED: gettext_lazy("Job removed"),
    JobEnd.EXPIRED: gettext_lazy("Job expired"),
}


@register.inclusion_tag("proposals/panels/apply.html", takes_context=True)
def apply_panel(context: RequestContext, job: Job) -> dict[str, Any]:
    """`{% apply_panel job %}`: what sending a proposal would cost this person, or what became of the one they sent."""
    person = context["request"].user
    return {"job": job, "panel": panel.of(job, person if isinstance(person, User) else None)}


@register.inclusion_tag("proposals/panels/closing.html")
def closing_effect(job: Job) -> dict[str, Any]:
    """`{% closing_effect job %}`: for how many proposals Connects come back if the client closes the job now."""
    return {"job": job, "effect": closing.effect(job), "open": closing.still_open(job)}


@register.simple_tag(takes_context=True)
def is_invited(context: RequestContext, job: Job) -> bool:
    """`{% is_invited job as invited %}`: whether this reader's own proposal would cost nothing."""
    person = context["request"].user
    return isinstance(person, User) and job.is_live and inviting.waits_for(job, person)


@register.inclusion_tag("proposals/panels/activity.html")
def hiring_activity(job: Job) -> dict[str, Any]:
    """`{% hiring_activity job %}`: how many are invited, interviewing, offered the work: rows of the facts."""
    return {"activity": activity.of(job)}


@register.inclusion_tag("proposals/panels/invite_person.html", takes_context=True)
def invite_panel(context: RequestContext, profile: FreelancerProfile) -> dict[str, Any]:
    """`{% invite_panel profile %}`: for a client with open jobs, the way to invite this freelancer to one."""
    person = context["request"].user
    own = not isinstance(person, User) or person.pk == profile.person_id or not person.is_client
    return {"profile": profile, "may_invite": not own and Job.objects.open().filter(client=person).exists()}


@register.inclusion_tag("proposals/panels/reviews.html")
def reviews_of(person: User, *, by_clients: bool = True) -> dict[str, Any]:
    """`{% reviews_of profile.person %}`: what the other sides of their contracts said, the latest first."""
    return {"reviews": reviews.shown_of(person, by_clients=by_clients)[:REVIEWS_SHOWN]}


@register.inclusion_tag("proposals/panels/client_reviews.html")
def client_reviews(job: Job) -> dict[str, Any]:
    """`{% client_reviews job %}`: the newest texts by freelancers about its client, and the way to the others."""
    profile = getattr(job.client, "client_profile", None)
    # Who has no rating has no review that is shown: most jobs cost no query here.
    rated = profile is not None and profile.rating_count > 0
    found = list(reviews.shown_of(job.client, by_clients=False)[: CLIENT_REVIEWS_SHOWN + 1]) if rated else []
    return {"job": job, "reviews": found[:CLIENT_REVIEWS_SHOWN], "more": len(found) > CLIENT_REVIEWS_SHOWN}


@register.simple_tag
def offer_amount(offer: Offer) -> str:
    """`$450.00`, or `$45.50 an hour`."""
    return offer_wording.offered(offer)


@register.simple_tag
def proposal_status(proposal: Proposal) -> SafeString:
    """Where it stands for its author; one still undecided when its job ended says how that ended."""
    if proposal.state in rules.UNDECIDED and not proposal.job.is_live:
        ends = {closure.end for closure in proposal.job.closures.all()}
        end = JobEnd.REMOVED if JobEnd.REMOVED in ends else next(iter(ends), JobEnd.EXPIRED)
        return status(end, str(_ENDED[JobEnd(end)]))
    return status(proposal.state, proposal.get_state_display())


@register.simple_tag
def bid(proposal: Proposal) -> str:
    """`$450`, or `$45.50 an hour`."""
    hourly = proposal.job.budget_type == BudgetType.HOURLY
    amount = wording.dollars(proposal.bid_minor)
    return _("{amount} an hour").format(amount=amount) if hourly else amount


@register.simple_tag
def booking_url(proposal: Proposal, booking: int) -> str:
    """The page of a booking about this proposal, in the wallet that paid for it."""
    if proposal.agency is not None:
        return reverse("agency_connects_transaction", args=[proposal.agency.handle, booking])
    return reverse("connects_transaction", args=[booking])


@register.inclusion_tag("components/avatar.html")
def author_face(person: User) -> dict[str, Any]:
    """The freelancer's photo or initials."""
    profile = getattr(person, "freelancer_profile", None)
    photo = profile.photo.url if profile and profile.photo else ""
    return {"name": person.name, "photo": photo}
