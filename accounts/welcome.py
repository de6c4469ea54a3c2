"""The first thing a client is told, once the mailbox is theirs. Freelancers are greeted with their Connects."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from common.reading import read_by
from common.telling import News, tell


def welcome_client(person: User) -> None:
    """Greet somebody who has come to hire, once."""
    site = settings.SITE_NAME
    with read_by(person):
        text = _("Welcome to {site}. Post your first job: it costs nothing.").format(site=site)
        lines = (
            _("Good to have you here. Say in plain words what you need; you can pause or close a job at any time."),
            _("Everybody who writes to you has paid for your attention, so expect few letters, and serious ones."),
        )
        tell(
            News(
                person,
                "welcome",
                "welcome:client",
                text,
                reverse("job_new"),
                subject=_("Welcome to {site}").format(site=site),
                lines=lines,
                label=_("Post a job"),
            )
        )
