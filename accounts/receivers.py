"""What this room makes of allauth's news."""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.account.signals import email_changed, email_confirmed, user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest

from accounts import services, signs
from accounts.agencies import inviting, news
from accounts.identity import MailDomain
from accounts.models import User
from accounts.trust import label
from common.signals import policy_changed


@receiver(email_confirmed)
def note_verified_email(email_address: EmailAddress, **_: Any) -> None:
    person = email_address.user
    services.email_verified(person)
    for invitation in inviting.waiting_for(person):
        news.waits_for(person, invitation)


@receiver(user_logged_in)
def note_visit(request: HttpRequest, user: User, **_: Any) -> None:
    signs.note_visit(request, user)


@receiver(email_changed)
def look_at_the_domain_again(user: User, **_: Any) -> None:
    """What another mailbox proved of a company is proven no more."""
    label.note_domain(User.objects.get(pk=user.pk))


@receiver(policy_changed, sender=MailDomain)
def look_at_its_companies_again(policy: MailDomain, **_: Any) -> None:
    label.follow_domain(policy.domain)
