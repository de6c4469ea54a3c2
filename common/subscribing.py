"""The newsletter's list: on it is who asked for it and confirmed by a link in a mail (double opt-in), and nobody else.

Until then nothing of the address is kept but the mail that asks. Both links are signed; the one that ends it never
expires.
"""

from django.db.models import F
from django.db.models.functions import Coalesce

from common import clock, mail, newsletter_links
from common.models import Subscriber
from common.newsletter_links import CONFIRM, CONFIRM_WITHIN


def ask(email: str) -> None:
    """Send the mail that asks whether the newsletter may come; the same to those who have it already."""
    link = newsletter_links.address(CONFIRM, email)
    mail.queue(email, template="newsletter_confirm", context={"link": link, "days": CONFIRM_WITHIN.days})


def confirm(email: str) -> None:
    """The owner of the mailbox says yes. Again changes nothing; after an end it begins anew."""
    now = clock.now()
    Subscriber.objects.bulk_create([Subscriber(email=email, confirmed_at=now)], ignore_conflicts=True)
    ended = Subscriber.objects.filter(email__iexact=email, unsubscribed_at__isnull=False)
    ended.update(confirmed_at=now, unsubscribed_at=None)


def end(email: str) -> None:
    """No more newsletters. Again changes nothing."""
    held = Subscriber.objects.filter(email__iexact=email)
    held.update(unsubscribed_at=Coalesce(F("unsubscribed_at"), clock.now()))
    mail.withdraw_newsletters(email)


def subscription(email: str) -> Subscriber | None:
    """The address's standing subscription."""
    return Subscriber.objects.filter(email__iexact=email, unsubscribed_at=None).first()
