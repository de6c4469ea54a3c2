"""A sale that cannot be is refused beside its field."""

import pytest
from django.urls import reverse

from billing.models import Sale

pytestmark = pytest.mark.django_db
AUTUMN = {
    **{"name": "Autumn sale", "percent": "20", "reason": "Quiet weeks", "active": "on"},
    **{"starts_at_0": "2026-10-01", "starts_at_1": "00:00", "ends_at_0": "2026-10-15", "ends_at_1": "00:00"},
}


@pytest.fixture
def announce(client, olga):
    client.force_login(olga)
    return lambda **said: client.post(reverse("admin:billing_sale_add"), AUTUMN | said)


def test_a_sale_is_announced_with_a_reason(announce):
    assert announce().status_code == 302
    assert Sale.objects.get(name="Autumn sale").percent == 20


@pytest.mark.parametrize(
    ("field", "said", "words"),
    [
        ("percent", {"percent": "100"}, "From 1 to 99."),
        ("percent", {"percent": "0"}, "From 1 to 99."),
        ("ends_at", {"ends_at_0": "2026-09-30"}, "A sale ends after it starts."),
        ("reason", {"reason": ""}, "This field is required."),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(announce, field, said, words):
    page = announce(**said)
    assert page.context["adminform"].form.errors == {field: [words]}
    assert not Sale.objects.filter(name="Autumn sale").exists()
