"""The first thing a client is told, once the mailbox is theirs. Freelancers are greeted with their Connects."""

from django.conf import settings
from django.urls import reverse

from accounts.models import User
from common.telling import News, tell


def welcome_client(person: User) -> None:
    """Greet somebody who has come to hire, once."""
    text = f"Welcome to {settings.SITE_NAME}. Post your first job: it costs nothing."
    lines = (
        "Good to have you here. Say in plain words what you need; you can pause or close a job at any time.",
        "Everybody who writes to you has paid for your attention, so expect few letters, and serious ones.",
    )
    tell(
        News(
            person,
            "welcome",
            "welcome:client",
            text,
            reverse("job_new"),
            subject=f"Welcome to {settings.SITE_NAME}",
            lines=lines,
            label="Post a job",
        )
    )
