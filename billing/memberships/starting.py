"""Beginning a membership: its row is committed first, Stripe is asked outside any transaction, its session is kept.

Whoever clicks twice, or in two tabs, comes back to the one checkout that the wallet may have open.
"""

import logging

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext

from accounts.models import User
from accounts.trust import standing
from billing import customers, gone, stripe_gateway
from billing.errors import AttemptSpoiled, CustomerGone
from billing.memberships import following, offers, site_clock
from billing.memberships.errors import AlreadyMember
from billing.memberships.holders import Holder
from billing.models import Membership, PlanPrice
from billing.reconciliation import FIRST_LOOK
from billing.stripe_gateway import MembershipSession
from common import clock

log = logging.getLogger(__name__)
Status = Membership.Status
ATTEMPTS = 3


def start(payer: User, holder: Holder, *, plan: str, interval: str) -> Membership:
    """A membership whose `session_url` takes the payer to Stripe, or, found paid meanwhile, one that runs.

    Raises PlanNotSold, AlreadyMember, NotAllowedNow, PaymentsUnavailable, PaymentsRefused.
    """
    price = offers.sold(plan, interval, for_agencies=holder.is_agency)
    membership = _open(payer, holder, price)
    if membership.can_be_paid or membership.subscription_id:
        return membership
    site_clock.bring_stripe_along()
    return _reach_stripe(membership, holder, price)


def come_back(session_id: str) -> Membership | None:
    """Ask Stripe how this checkout stands and act on it. None when it is no membership's.

    Return page, webhook and reconciliation all come through here, in any order. Raises NoSuchSession,
    PaymentsUnavailable, PaymentsRefused.
    """
    session = stripe_gateway.membership_session(session_id)
    with transaction.atomic():
        membership = _locked(session)
        if membership is None:
            return None
        _take(membership, session)
    return following.follow(membership.pk) if membership.subscription_id else membership


def abandon(membership: Membership) -> Membership:
    """Close a checkout for good. One that was completed meanwhile is begun instead."""
    if membership.session_id is None:
        Membership.objects.filter(pk=membership.pk, status=Status.STARTING, session_id=None).update(
            status=Status.ABANDONED, look_at=None
        )
        return Membership.objects.get(pk=membership.pk)
    stripe_gateway.expire(membership.session_id)
    return come_back(membership.session_id) or membership


def _open(payer: User, holder: Holder, price: PlanPrice) -> Membership:
    """The wallet's open checkout of this plan at today's price, a new one where there is none."""
    found = Membership.objects.live().filter(wallet_id=holder.wallet_id).first()
    if found and found.status == Status.STARTING and not _still_good(found, payer, price):
        found = abandon(found)
        if found.status == Status.ABANDONED:
            found = None
    if found is None:
        found = _new(payer, holder, price)
    if found.runs:
        raise AlreadyMember(gettext("There is a membership already: {plan}.").format(plan=found.plan.name))
    return found


def _still_good(membership: Membership, payer: User, price: PlanPrice) -> bool:
    if membership.subscription_id:
        # Complete at Stripe, its money under way: nothing else may be begun meanwhile.
        return True
    promised = (membership.plan_id, membership.interval, membership.price_minor, membership.currency)
    same = promised == (price.plan_id, price.interval, price.price_minor, price.currency)
    return same and membership.payer_id == payer.pk and (membership.can_be_paid or not membership.session_id)


def _new(payer: User, holder: Holder, price: PlanPrice) -> Membership:
    try:
        with transaction.atomic():
            # First of all that is held: closing the account waits, or came first.
            standing.check_there(payer)
            return Membership.objects.create(
                wallet_id=holder.wallet_id,
                payer=payer,
                plan_id=price.plan_id,
                interval=price.interval,
                currency=price.currency,
                price_minor=price.price_minor,
                look_at=clock.real_now() + FIRST_LOOK,
            )
    except IntegrityError:
        # The other click was quicker.
        return Membership.objects.live().get(wallet_id=holder.wallet_id)


def _reach_stripe(membership: Membership, holder: Holder, price: PlanPrice) -> Membership:
    for _ in range(ATTEMPTS - 1):
        try:
            return _keep(membership, _ask(membership, holder, price))
        except AttemptSpoiled as spoiled:
            if isinstance(spoiled, CustomerGone):
                customers.forget(membership.wallet_id)
            Membership.objects.filter(pk=membership.pk, attempt=membership.attempt).update(attempt=F("attempt") + 1)
            membership.refresh_from_db()
    return _keep(membership, _ask(membership, holder, price))


def _ask(membership: Membership, holder: Holder, price: PlanPrice) -> MembershipSession:
    language = membership.payer.language
    # The language is part of it: the same key never asks for another page.
    key = f"{membership.key}-{membership.attempt}-{language}"
    enrolment = stripe_gateway.Enrolment(
        key=membership.key,
        number=membership.number,
        description=f"{price.plan.name} on {settings.SITE_NAME}, {membership.number}",
        language=language,
        customer=customers.of_payer(
            holder.wallet_id, membership.payer, name=holder.name, idempotency_key=f"customer-{key}"
        ),
        price=stripe_gateway.price_of(offers.at_stripe(price)),
        # Stripe fills in the placeholder, so it must not be percent-encoded.
        success_url=f"{settings.SITE_URL}{reverse('membership_return')}?session_id={{CHECKOUT_SESSION_ID}}",
        cancel_url=f"{settings.SITE_URL}{holder.page()}?left={membership.pk}",
        expires_at=membership.session_expires_at,
    )
    return stripe_gateway.create_membership_session(enrolment, idempotency_key=f"membership-{key}")


def _keep(membership: Membership, session: MembershipSession) -> Membership:
    Membership.objects.filter(pk=membership.pk, session_id=None, status=Status.STARTING).update(
        session_id=session.id, session_url=session.url
    )
    membership.refresh_from_db()
    if membership.session_id != session.id:
        # Another tab had gone on to something else: only the session that the row knows may be paid.
        stripe_gateway.expire(session.id)
        if gone.nobody_is_left(membership):
            # Made after closing the account had looked for one.
            stripe_gateway.delete_customer(session.customer)
    return membership


def _locked(session: MembershipSession) -> Membership | None:
    rows = Membership.objects.locked()
    found = rows.filter(session_id=session.id).first()
    if found is None and session.key:
        # Stripe was quicker than our own note of the session, or that note was lost with the process.
        found = rows.filter(key=session.key, session_id=None, status=Status.STARTING).first()
        if found is not None:
            found.session_id, found.session_url = session.id, session.url
            found.save(update_fields=["session_id", "session_url"])
    return found


def _take(membership: Membership, session: MembershipSession) -> None:
    """What the session says, onto the row that is not running yet, or whose payer left before it could."""
    left_before = membership.status == Status.ABANDONED and gone.nobody_is_left(membership)
    if membership.status != Status.STARTING and not left_before:
        return
    if session.status == "expired":
        membership.status, membership.look_at = Status.ABANDONED, None
        membership.save(update_fields=["status", "look_at"])
    elif differences := _differences(membership, session):
        following.call_operator(membership, "; ".join(differences))
    elif session.subscription and membership.subscription_id is None:
        membership.subscription_id = session.subscription
        membership.save(update_fields=["subscription_id"])


def _differences(membership: Membership, session: MembershipSession) -> list[str]:
    """What Stripe's session says otherwise than our row; each one would give the wrong plan to the wrong wallet."""
    pairs = {
        "membership": (session.key, membership.key),
        "number": (session.number, membership.number),
        "amount": (session.amount_minor, membership.price_minor),
        "currency": (session.currency, membership.currency),
        "mode": (session.mode, "subscription"),
        "live": (session.live, stripe_gateway.is_live()),
    }
    return [f"{name}: Stripe says {theirs}, we say {ours}" for name, (theirs, ours) in pairs.items() if theirs != ours]
