"""Who has closed the account: nobody is left to have what is paid for them, so it goes back."""

from django.utils.translation import gettext, gettext_noop

from accounts.models import User
from billing.memberships.errors import PayerGone
from billing.models import Membership, Purchase

ACCOUNT_CLOSED = gettext_noop("The account was closed.")


def nobody_is_left(row: Purchase | Membership) -> bool:
    """Whether its wallet is of somebody who has closed the account. A pool goes on without the one who paid."""
    payer_id = row.buyer_id if isinstance(row, Purchase) else row.payer_id
    if row.wallet.person_id != payer_id:
        return False
    return _has_gone(payer_id)


def check_payer(row: Membership) -> None:
    """Nothing more is charged to somebody who has closed the account, whoever runs the agency. Raises PayerGone."""
    if _has_gone(row.payer_id):
        raise PayerGone(
            gettext("Whoever paid for it has closed the account. When it has ended, you can begin a new membership.")
        )


def _has_gone(person_id: int) -> bool:
    # Asked for anew: whoever waited for the row's lock has read its payer before.
    return User.objects.filter(pk=person_id, closed_at__isnull=False).exists()
