"""The pool's pages: as the personal ones, with who did what; and who spent what."""

import csv
import io

import pytest

from accounts.agencies import people
from connects import services as connects
from proposals import services
from tests.proposals.conftest import LETTER
from tests.queries import cost

HERE = "/agencies/fieldstone/connects/"


@pytest.fixture
def spent(pool, fund, guild, ben, cleo, post):
    """Ben's proposal and Cleo's, from one lot of 100."""
    fund(pool, 100, days=20)
    send = services.submit
    return [
        send(post(title=f"Job of {who.name}"), author=who, letter=LETTER, bid_minor=9_000, answers={}, agency=guild)
        for who in (ben, cleo)
    ]


def test_balance_lots_and_what_expires(page, spent, noor, pool):
    text = page(noor, HERE)
    assert "Connects of Fieldstone" in text
    assert "expire soon" in text
    assert f"{HERE}lots/{pool.lots.get().pk}/" in text
    assert "by Cleo" in text
    assert "/settings/connects/lots/" not in text
    assert "?agency=fieldstone" in text


def test_an_empty_pool_says_what_to_do(page, guild, maya):
    text = page(maya, HERE)
    assert "The pool has no Connects to spend" in text
    assert "/settings/connects/buy/?agency=fieldstone" in text


def test_history_says_who_and_can_be_asked_for_one_person(page, spent, maya, ben, cleo):
    text = page(maya, f"{HERE}history/")
    assert "by Ben" in text
    assert "by Cleo" in text
    text = page(maya, f"{HERE}history/", who=str(ben.pk))
    assert "by Ben" in text
    assert "by Cleo" not in text
    assert "Without these filters" in text


@pytest.mark.parametrize("query", [{"who": "x"}, {"who": "999999"}, {"who": "9" * 30}, {"since": "never"}])
def test_a_filter_that_makes_no_sense_is_said(client, spent, maya, query):
    client.force_login(maya)
    assert "This cannot be shown." in client.get(f"{HERE}history/", query).content.decode()
    assert client.get(f"{HERE}history.csv", query).status_code == 400


def test_somebody_who_left_can_still_be_asked_for(page, spent, guild, maya, ben):
    people.leave(guild, person=ben)
    assert "by Ben" in page(maya, f"{HERE}history/", who=str(ben.pk))


def test_the_file_has_who(client, spent, maya):
    client.force_login(maya)
    response = client.get(f"{HERE}history.csv")
    assert response["Content-Disposition"] == 'attachment; filename="connects-fieldstone.csv"'
    rows = list(csv.DictReader(io.StringIO(b"".join(response).decode())))
    assert [(row["Who"], row["Connects"]) for row in rows] == [("Cleo", "-4"), ("Ben", "-4"), ("", "100")]


def test_a_booking_and_a_lot_open_within_the_pool(page, spent, maya, pool):
    booking = pool.transactions.get(cause=spent[0].reference)
    text = page(maya, f"{HERE}transactions/{booking.pk}/")
    assert "<dt>By</dt><dd>Ben</dd>" in text
    assert f"{HERE}lots/{pool.lots.get().pk}/" in text
    text = page(maya, f"{HERE}lots/{pool.lots.get().pk}/")
    assert "by Ben" in text
    assert f"{HERE}transactions/{booking.pk}/" in text


def test_the_proposals_page_leads_there_for_those_who_may(page, spent, maya, ben, pool):
    path = spent[0].get_absolute_url()
    booking = pool.transactions.get(cause=spent[0].reference)
    assert f"{HERE}transactions/{booking.pk}/" in page(maya, path)
    assert "Which lots paid" not in page(ben, path)


def test_operators_are_not_named(page, spent, maya, pool, olga):
    connects.adjust(pool.pk, 5, reason="Goodwill", actor=olga, reference="adjust:1")
    text = page(maya, f"{HERE}history/")
    assert "by An operator" in text
    assert "Olga" not in text


def test_spending_shows_everybody_to_those_who_run_it_and_a_member_only_themselves(
    page, spent, guild, maya, ben, place
):
    people.set_limit(guild, place(guild, ben).pk, by=maya, monthly_limit=10)
    text = page(maya, "/agencies/fieldstone/spending/")
    for name in ("Maya", "Noor", "Ben", "Cleo"):
        assert name in text
    assert '<td data-label="Limit" class="table__number">10</td>' in text
    assert '<td data-label="Left" class="table__number">6</td>' in text
    text = page(ben, "/agencies/fieldstone/spending/")
    assert "Cleo" not in text
    assert "Left of your 10" in text


def test_spending_still_names_who_has_left(page, spent, guild, maya, ben):
    people.leave(guild, person=ben)
    assert 'Ben<span class="table__detail">Has left</span>' in page(maya, "/agencies/fieldstone/spending/")


@pytest.mark.parametrize(
    "tail",
    ["members/", "spending/", "connects/", "connects/history/", "connects/history.csv", "proposals/", "purchases/"],
)
def test_lists_cost_the_same_whatever_their_length(client, crowd, guild, maya, tail):
    client.force_login(maya)
    crowd(5)
    few = cost(client, f"/agencies/fieldstone/{tail}")
    crowd(45)
    assert cost(client, f"/agencies/fieldstone/{tail}") == few


@pytest.fixture
def crowd(guild, pool, fund, person, post, join, maya):
    """So many more members, each with a proposal, a purchase for the pool and an open invitation."""
    from accounts.agencies import inviting, standing  # noqa: PLC0415
    from billing.models import Package, Purchase  # noqa: PLC0415

    numbers = iter(range(1_000))

    def come(many):
        standing.AgencyPolicy.objects.update(invitations_a_day=900)
        fund(pool, 4 * many)
        for _ in range(many):
            number = next(numbers)
            who = person(f"Person{number}", freelancer=True)
            join(guild, who, limit=20)
            inviting.invite(guild, by=maya, email=f"guest{number}@example.com")
            job = post(title=f"Job {number}")
            services.submit(job, author=who, letter=LETTER, bid_minor=9_000, answers={}, agency=guild)
            Purchase.objects.create(
                wallet_id=pool.pk,
                buyer=who,
                package=Package.objects.first(),
                status=Purchase.Status.EXPIRED,
                connects=10,
                list_minor=150,
                amount_minor=150,
                currency="USD",
                session_id=f"cs_test_{number}",
            )

    return come
