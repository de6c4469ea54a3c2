"""What a wallet's plan brings it today, beside its monthly Connects: its discount and its large packages."""

from billing.models import Membership, MembershipPolicy, PlanTerms
from common import clock
from connects import services as connects


def terms_of(wallet_id: int) -> PlanTerms | None:
    """The terms that hold for the wallet now; None for an agency without a plan.

    After a failed renewal they go on for the days of grace; then they rest until it is paid or Stripe ends it.
    """
    code = connects.plan_of(wallet_id).code
    terms = PlanTerms.objects.filter(plan__code=code).select_related("plan").first() if code else None
    if terms is None or not _rests(wallet_id):
        return terms
    return None if terms.for_agencies else PlanTerms.objects.select_related("plan").get(plan__code="basic")


def _rests(wallet_id: int) -> bool:
    late = Membership.objects.filter(wallet_id=wallet_id, status=Membership.Status.PAST_DUE).first()
    if late is None or late.past_due_since is None:
        return False
    return clock.now() >= late.past_due_since + MembershipPolicy.objects.get(pk=1).grace
