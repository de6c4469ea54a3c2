"""Who has closed the account: nobody is left to have what is paid for them, so it goes back."""

from django.utils.translation import gettext_noop

from accounts.models import User
from billing.models import Membership, Purchase

ACCOUNT_CLOSED = gettext_noop("The account was closed.")


def nobody_is_left(row: Purchase | Membership) -> bool:
    """Whether its wallet is of somebody who has closed the account. A pool goes on without the one who paid."""
    payer_id = row.buyer_id if isinstance(row, Purchase) else row.payer_id
    if row.wallet.person_id != payer_id:
        return False
    # Asked for anew: whoever waited for the row's lock has read its payer before.
    return User.objects.filter(pk=payer_id, closed_at__isnull=False).exists()
