"""One operator of each role: Sue supports, Mo moderates, Fay keeps the money, Adam administers, Nora has no role."""

import pytest
from django.contrib.auth.models import Group

from marketplace.roles import ADMINISTRATOR, FINANCE, MODERATOR, SUPPORT

CAST = {"Sue": SUPPORT, "Mo": MODERATOR, "Fay": FINANCE, "Adam": ADMINISTRATOR, "Nora": None}


@pytest.fixture
def staff(person):
    """The cast by name."""
    people = {name: person(name, is_staff=True) for name in CAST}
    for name, role in CAST.items():
        if role:
            people[name].groups.add(Group.objects.get(name=role))
    return people
