"""Redeeming a code that gives Connects without a purchase (PRODUCT 3): once for each form, within the code's limits.

The code's row is the mutex of its uses, as it is when buying (billing.redemptions), and is held before the wallet.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext, gettext_lazy

from accounts.models import User
from billing import quotes, redemptions
from billing.buyers import Purse
from billing.errors import CodeRefused
from billing.models import PromoCode, Redemption
from common import clock
from connects import services as connects

NO_SUCH_CODE = gettext_lazy("There is no such code. Look at how it is written.")


@dataclass(frozen=True, slots=True)
class Redeemed:
    """What a code gave, and until when. `waits`: an operator looks at the account first."""

    redemption: Redemption
    connects: int
    expires_at: datetime
    waits: bool


@transaction.atomic
def redeem(person: User, written: str, *, key: str) -> Redeemed:
    """Give the person what the code gives. `key` is the form's: the same again answers with the same redemption.

    Raises CodeRefused with the reason for beside the field, NoWallet.
    """
    wallet_id = connects.wallet_of(person).pk
    code = PromoCode.objects.filter(code=_plain(written)).first()
    if code is None:
        raise CodeRefused(str(NO_SUCH_CODE))
    redemptions.lock(code)
    known = Redemption.objects.filter(key=key).select_related("code").first()
    if known is not None and (known.person_id, known.code_id) != (person.pk, code.pk):
        raise CodeRefused(gettext("This form was used before. Load the page again."))
    return _give(known or _use(code, person, wallet_id, key), wallet_id)


def _use(code: PromoCode, person: User, wallet_id: int, key: str) -> Redemption:
    fresh = PromoCode.objects.select_related("region", "plan").get(pk=code.pk)
    who = quotes.standing(person, Purse(wallet_id, gettext("Your wallet"), ""))
    used, mine = quotes.uses(fresh).count(), quotes.uses_by(fresh, person).count()
    if why := quotes.refusal(fresh, who, clock.now(), used=used, used_by_person=mine, buying=False):
        raise CodeRefused(why)
    return Redemption.objects.create(
        code=fresh, person=person, state=Redemption.State.USED, connects=fresh.connects, key=key
    )


def _give(redemption: Redemption, wallet_id: int) -> Redeemed:
    assert redemption.connects
    lives = redemption.code.lives_days
    booking = connects.give(
        wallet_id,
        redemption.connects,
        source=connects.Source.PROMO,
        reference=f"promo:{redemption.pk}",
        lives_days=lives,
        cause=redemption.reference,
    )
    expires_at = redemption.created_at + timedelta(days=lives)
    return Redeemed(redemption, redemption.connects, expires_at, waits=booking is None)


def _plain(written: str) -> str:
    return written.strip().upper()
