"""Uses of promo codes: reserved with the purchase, used once it is paid, released when it ends unpaid.

The code's row is the mutex of its uses, so that its limits hold however many redeem it at once.
"""

from django.db.models import Q

from accounts.models import User
from billing import quotes
from billing.errors import CodeTaken
from billing.models import PromoCode, Purchase, Redemption
from billing.quotes import Standing
from common import clock

State = Redemption.State


def lock(code: PromoCode) -> None:
    """Hold the code until the transaction ends. Before any row of the purchase: the order that everybody keeps."""
    PromoCode.objects.select_for_update(no_key=True).get(pk=code.pk)


def check(code: PromoCode, who: Standing) -> None:
    """Whether one more use is left, by what the books say under the lock. Raises CodeTaken."""
    fresh = PromoCode.objects.select_related("region", "plan").get(pk=code.pk)
    used, mine = quotes.uses(fresh).count(), quotes.uses_by(fresh, who.buyer).count()
    if why := quotes.refusal(fresh, who, clock.now(), used=used, used_by_person=mine):
        raise CodeTaken(why)


def reserve(code: PromoCode, purchase: Purchase) -> None:
    Redemption.objects.create(code=code, purchase=purchase, person=purchase.buyer)


def settle(purchase: Purchase) -> None:
    """Bring the use of a purchase's code, if it has one, to where the purchase is now."""
    if purchase.is_paid:
        state = State.USED
    elif purchase.status in (Purchase.Status.EXPIRED, Purchase.Status.FAILED):
        state = State.RELEASED
    else:
        state = State.RESERVED
    Redemption.objects.filter(purchase=purchase).exclude(state=state).update(state=state)


def in_the_way(buyer: User, wallet_id: int, *, code: PromoCode | None, claims_first: bool) -> list[Purchase]:
    """This buyer's open checkouts that hold what a new one needs: the same code, or the first purchase."""
    holds = Q(redemption__code=code) if code else Q()
    if claims_first:
        holds |= Q(claims_first=True)
    if not holds:
        return []
    rows = Purchase.objects.filter(Q(buyer=buyer) | Q(wallet_id=wallet_id), holds, status=Purchase.Status.OPEN)
    return list(rows.select_related("buyer").order_by("id"))
