"""Plans by contract: an operator gives them for so long, as agreed. Stripe knows nothing of them (PRODUCT 5)."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from accounts.models import Agency, AgencyMember
from billing.memberships import booking
from billing.models import Membership, PlanTerms
from common import clock, dates
from connects import services as connects

Status = Membership.Status


def begin(agency: Agency, *, terms: PlanTerms, until: datetime, contract: str) -> Membership:
    """Give the agency a plan by contract from now on. Raises ValidationError for whoever filled in the form."""
    now = clock.now()
    if until <= now:
        raise ValidationError({"until": _("Choose a day in the future.")})
    owner = AgencyMember.objects.filter(agency=agency, role=AgencyMember.Role.OWNER).select_related("person").first()
    if owner is None:
        raise ValidationError({"agency": _("This agency has no owner to write to.")})
    wallet = connects.open_wallet(agency=agency)
    try:
        with transaction.atomic():
            row = Membership.objects.create(
                wallet_id=wallet.pk,
                payer=owner.person,
                plan=terms.plan,
                status=Status.ACTIVE,
                started_at=now,
                paid_until=until,
                look_at=until,
                contract=contract.strip(),
            )
            connects.begin_plan(wallet.pk, terms.plan.code, at=now, paid_until=until)
            connects.welcome(wallet.pk)
    except IntegrityError:
        raise ValidationError(
            {"agency": _("This agency has a membership, or is paying for one. That must end first.")}
        ) from None
    return row


@transaction.atomic
def extend(membership: Membership, *, until: datetime, contract: str) -> Membership:
    """Let a contract run longer."""
    row = _locked(membership.pk)
    if not row.is_contract or not row.runs:
        raise ValidationError(_("Only a running contract can be extended."))
    assert row.paid_until is not None
    if until <= row.paid_until:
        already = _("It runs until {day} already. Choose a later day.").format(day=dates.long_day(row.paid_until))
        raise ValidationError({"until": already})
    row.paid_until = row.look_at = until
    row.contract = contract.strip() or row.contract
    row.save()
    connects.extend_plan(row.wallet_id, paid_until=until)
    return row


@transaction.atomic
def end_if_over(membership_id: int, *, at: datetime) -> bool:
    """A contract that was not extended ends on its day."""
    row = _locked(membership_id)
    if not row.runs or row.paid_until is None or row.paid_until > at:
        return False
    booking.close(row, at=row.paid_until, because=gettext_noop("The contract has run out."))
    row.save()
    return True


def _locked(membership_id: int) -> Membership:
    return Membership.objects.locked().get(pk=membership_id)
