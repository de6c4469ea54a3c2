"""How allauth behaves in this house: mail through the outbox, verification in one transaction, known proxies."""

import logging
from contextlib import AbstractContextManager, nullcontext
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.stagekit import clear_login
from allauth.account.models import EmailAddress
from django.contrib import messages
from django.contrib.sites.shortcuts import get_current_site
from django.core.exceptions import ImproperlyConfigured, PermissionDenied, ValidationError
from django.core.mail import EmailMultiAlternatives
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.agencies.answering import KEPT
from accounts.models import User
from accounts.trust.middleware import standing_page
from common import mail
from common.reading import read_by

log = logging.getLogger(__name__)
# What an envelope can carry (RFC 5321).
_LONGEST_ADDRESS = 254


def _read_there(email: str, context: dict[str, Any]) -> AbstractContextManager[None]:
    """In the language of the account that it goes to, whoever has caused it; a stranger's is that of the page."""
    person = context.get("user") or User.objects.filter(email__iexact=email).first()
    return read_by(person) if isinstance(person, User) else nullcontext()


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth is untyped
    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Write the mail into the outbox: signing up must not depend on a mail server being there."""
        site = get_current_site(self.request)
        details = {"request": self.request, "email": email, "current_site": site, **context}
        with _read_there(email, context):
            letter: EmailMultiAlternatives = self.render_mail(template_prefix, email, details)
        pages = [str(page[0]) for page in letter.alternatives if page[1] == "text/html"]
        mail.queue_written(email, subject=str(letter.subject), text=str(letter.body), html="".join(pages))

    def pre_login(self, request: HttpRequest, user: User, **more: Any) -> HttpResponse | None:
        """Whoever is suspended or banned is told why and until when, once they have shown who they are."""
        if user.is_barred:
            clear_login(request)
            return standing_page(request, user)
        stopped: HttpResponse | None = super().pre_login(request, user, **more)
        return stopped

    def clean_email(self, email: str) -> str:
        if len(email) > _LONGEST_ADDRESS:
            raise ValidationError(_("This address is too long to be one."))
        return email

    def confirm_email(self, request: HttpRequest, email_address: EmailAddress) -> bool:
        """Verify an address together with all that follows from it, or not at all."""
        try:
            with transaction.atomic():
                return bool(super().confirm_email(request, email_address))
        except IntegrityError:
            # Somebody else proved the same address a moment ago.
            log.info("address of %s was verified by another account first", email_address.user_id)
            template = "account/messages/email_confirmation_failed.txt"
            self.add_message(request, messages.ERROR, template, {"email": email_address.email})
            return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        person = request.user
        if kept := request.session.get(KEPT):
            return str(kept)
        if isinstance(person, User) and person.is_staff and not (person.is_freelancer or person.is_client):
            return reverse("admin:index")
        return str(super().get_login_redirect_url(request))

    def get_signup_redirect_url(self, request: HttpRequest) -> str:
        """Straight to the first thing a newcomer has to do: the invitation that they came by, or their profile."""
        person = request.user
        if kept := request.session.get(KEPT):
            return str(kept)
        if isinstance(person, User) and person.hat == "client":
            return reverse("client_profile_edit")
        return reverse("profile_edit")

    def get_client_ip(self, request: HttpRequest) -> str:
        try:
            return str(super().get_client_ip(request))
        except ImproperlyConfigured as too_few_hops:
            # The request came past one of our proxies. Without a true address there is nothing to throttle by.
            raise PermissionDenied(str(too_few_hops)) from too_few_hops
