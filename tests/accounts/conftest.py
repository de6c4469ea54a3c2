"""What sign-up and log-in stories need."""

import re
from collections.abc import Callable

import pytest

from common.models import Mail

PASSWORD = "a long walk by the sea"


@pytest.fixture
def sign_up(client, db) -> Callable:
    """Fill in the sign-up form: `sign_up(name="Dora", hat="client")`. Answers with the response."""

    def fill_in(**changes):
        form = {
            "hat": "freelancer",
            "name": "Dora Quill",
            "email": "dora@example.com",
            "password1": PASSWORD,
            "country": "AT",
            "terms": "on",
        }
        form.update(changes)
        return client.post("/accounts/signup/", {k: v for k, v in form.items() if v is not None})

    return fill_in


def link_in(mail: Mail) -> str:
    """The path of the first link of this site in a mail."""
    found = re.search(r"https?://[^/\s]+(/\S+)", mail.text)
    assert found, mail.text
    return found.group(1)


def last_mail(to: str) -> Mail:
    return Mail.objects.filter(to=to).latest("id")
