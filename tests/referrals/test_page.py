"""Settings > Referrals: one's link, and what came of it. Nobody reads of others' invitations."""

from datetime import timedelta

import pytest

from common import clock, policies
from connects import referrals, ways
from connects.models import Referral, ReferralPolicy, Source
from tests.queries import cost

pytestmark = pytest.mark.django_db
PAGE = "/settings/referrals/"


def test_the_link_can_be_copied_by_hand_and_sent_by_mail(client, ben):
    client.force_login(ben)
    page = client.get(PAGE).content.decode()
    code = referrals.code_of(ben).code
    assert f'value="http://testserver/r/{code}/" readonly' in page
    assert "mailto:?subject=Join%20me%20on%20Guildhall&amp;body=" in page
    assert "Nobody yet" in page


@pytest.mark.parametrize(
    ("state", "fields", "label", "words"),
    [
        ("joined", {}, "Joined", "14 days after it"),
        ("waiting", {"due_at": "soon"}, "Waiting", "It counts from"),
        ("rewarded", {"decided_at": "now"}, "Rewarded", "Counted on"),
        ("over_cap", {"decided_at": "now"}, "Over the limit", "as a month can bring"),
        ("not_counted", {"decided_at": "now", "why": "device"}, "Not counted", "people who are new here"),
    ],
)
def test_each_state_says_what_is_next(client, ben, person, state, fields, label, words):
    instants = {"now": clock.now(), "soon": clock.now() + timedelta(days=3)}
    facts = {name: instants.get(value, value) for name, value in fields.items()}
    Referral.objects.create(referrer=ben, newcomer=person("Dora Quill", email="d@example.com"), state=state, **facts)
    client.force_login(ben)
    page = client.get(PAGE).content.decode()
    for expected in ("Dora", label, words):
        assert expected in page
    # The exact reason is for operators, and the rest of the name for nobody.
    assert "browser" not in page
    assert "Quill" not in page


def test_others_invitations_are_not_shown(client, ben, cleo, person):
    Referral.objects.create(referrer=ben, newcomer=person("Dora"))
    client.force_login(cleo)
    page = client.get(PAGE).content.decode()
    assert "Dora" not in page
    assert referrals.code_of(ben).code not in page


def test_the_newcomer_reads_who_invited_and_what_it_brings(client, ben, cleo):
    Referral.objects.create(referrer=ben, newcomer=cleo)
    client.force_login(cleo)
    page = client.get(PAGE).content.decode()
    assert "Ben invited you" in page


def test_both_find_it_among_the_ways_to_earn(ben, cleo):
    Referral.objects.create(referrer=ben, newcomer=cleo)
    theirs = {way.source: way for way in ways.for_person(cleo)}
    assert theirs[Source.REFERRED].connects == 10
    assert theirs[Source.REFERRAL].url == PAGE
    mine = {way.source: way for way in ways.for_person(ben)}
    assert Source.REFERRED not in mine
    assert mine[Source.REFERRAL].note == "1 joined, 0 rewarded"


def test_a_resting_programme_says_so_and_is_no_way(client, ben, olga):
    policies.change(ReferralPolicy.objects.get(), actor=olga, reason="Budget", enabled=False)
    client.force_login(ben)
    assert "Invitations rest at the moment" in client.get(PAGE).content.decode()
    assert not [way for way in ways.for_person(ben) if way.source == Source.REFERRAL]


def test_a_stranger_logs_in_first_and_a_client_reads_what_connects_are_for(client, ada):
    assert client.get(PAGE).status_code == 302
    client.force_login(ada)
    assert "hiring costs no Connects" in client.get(PAGE).content.decode()
    assert client.post(PAGE).status_code == 405


@pytest.mark.parametrize("query", ["?before=x", "?after=-1", "?before=" + "9" * 40, "?page=2", "?before=%00"])
def test_nonsense_in_the_address_shows_the_first_page(client, ben, query):
    client.force_login(ben)
    assert client.get(PAGE + query).status_code == 200


def test_it_costs_the_same_with_many(client, ben, person):
    client.force_login(ben)

    def come(numbers: range) -> None:
        for number in numbers:
            Referral.objects.create(referrer=ben, newcomer=person(f"New{number}"))

    come(range(5))
    few = cost(client, PAGE)
    come(range(5, 50))
    assert cost(client, PAGE) == few


def test_an_operator_reads_the_exact_reason_and_changes_nothing(client, olga, ben, cleo):
    row = Referral.objects.create(
        referrer=ben, newcomer=cleo, state="not_counted", why="device", decided_at=clock.now()
    )
    client.force_login(olga)
    assert "Used in the referrer&#x27;s browser" in client.get("/admin/connects/referral/").content.decode()
    page = client.get(f"/admin/connects/referral/{row.pk}/change/")
    assert page.status_code == 200
    assert 'name="_save"' not in page.content.decode()
