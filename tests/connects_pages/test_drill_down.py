"""A spend opened shows the lots that paid, a lot opened shows where it went, a refund leads to its spend and back."""

import re

import pytest
from django.urls import reverse

from connects.models import Lot, Source, Transaction
from tests.books import assert_books_balance
from tests.queries import cost


def at(booking) -> str:
    return reverse("connects_transaction", args=[booking.id])


def lot_at(lot: Lot) -> str:
    return reverse("connects_lot", args=[lot.pk])


def test_a_spend_shows_each_lot_that_paid_and_how_much(page, grant, spend):
    grant(3, days=10, source=Source.PERK)
    grant(40, days=300)
    spent = spend(5, 17)
    text = page(at(spent))
    assert "The lots that paid" in text
    paid = re.findall(r'<a href="(/settings/connects/lots/\d+/)">', text)
    assert paid == [lot_at(lot) for lot in Lot.objects.order_by("expires_at")]
    amounts = re.findall(r"data-figure>([^<]+)<", text.split("The lots that paid")[1])
    assert amounts == ["−3", "−2", "−5"]
    assert 'href="/proposals/17/"' in text
    assert_books_balance()


def test_a_lot_shows_where_it_went_with_what_it_held_after_each(page, grant, spend, refund):
    grant(40)
    first, second = spend(6, 1), spend(8, 2)
    back = refund(1)
    text = page(lot_at(Lot.objects.get()))
    assert re.findall(r'history__what"><a href="([^"]+)"', text)[:3] == [at(back), at(second), at(first)]
    assert re.findall(r'history__balance">(\d+)<', text) == ["32", "26", "34", "40"]
    assert "Left of 40" in text
    assert_books_balance()


def test_what_a_lot_held_is_right_on_every_page(page, grant, spend):
    grant(100)
    for n in range(70):
        spend(1, n)
    address = lot_at(Lot.objects.get())
    first = page(address)
    older = re.search(r'rel="next" href="([^"]+)"', first)[1]
    second = page(address + older)
    held = [int(number) for text in (first, second) for number in re.findall(r'history__balance">(\d+)<', text)]
    assert held == list(range(30, 101))
    newer = re.search(r'rel="prev" href="([^"]+)"', second)[1]
    assert re.findall(r'history__balance">(\d+)<', page(address + newer)) == [str(n) for n in held[:50]]


def test_a_bought_lot_says_what_was_paid(page, grant):
    grant(60, source=Source.PURCHASE, kind="purchase", paid_minor=870, paid_currency="USD")
    assert "$8.70" in page(lot_at(Lot.objects.get()))


def test_a_refund_and_its_spend_lead_to_each_other(page, grant, spend, refund):
    grant(40)
    spent = spend(6, 17)
    assert "came back" not in page(at(spent))
    back = refund(17)
    assert f'href="{at(back)}"' in page(at(spent))
    assert f'href="{at(spent)}"' in page(at(back))
    assert "The client cancelled the job." in page(at(back))


def test_a_spend_whose_refund_is_announced_says_when_it_comes(page, grant, spend, announce):
    grant(40)
    spent = spend(6, 17)
    announce(17, 6)
    assert "on their way back" in page(at(spent))


def test_an_operators_hand_is_visible_without_a_name(page, wallet, olga, grant):
    booking = grant(5, source=Source.ADJUSTMENT, actor=olga, reason="Goodwill")
    text = page(at(booking))
    assert "An operator" in text
    assert "Goodwill" in text
    assert "Olga" not in text


@pytest.mark.parametrize("number", [0, 999_999, 10**18, 10**40])
@pytest.mark.parametrize("name", ["connects_lot", "connects_transaction"])
def test_what_is_not_there_is_not_found(client, ben, name, number):
    client.force_login(ben)
    assert client.get(reverse(name, args=[number])).status_code == 404


def test_others_lots_and_movements_do_not_exist(client, cleo, grant, spend):
    grant(40)
    spent = spend(6, 17)
    client.force_login(cleo)
    assert client.get(at(spent)).status_code == 404
    assert client.get(lot_at(Lot.objects.get())).status_code == 404


@pytest.mark.parametrize("name", ["connects_overview", "connects_history", "connects_history_csv"])
def test_looking_changes_nothing(client, ben, name):
    client.force_login(ben)
    assert client.post(reverse(name)).status_code == 405


def test_a_busy_lot_costs_no_more_queries_than_a_quiet_one(client, ben, grant, spend):
    client.force_login(ben)
    grant(200)
    for n in range(5):
        spend(1, n)
    address = lot_at(Lot.objects.get())
    few = cost(client, address)
    for n in range(45):
        spend(1, 100 + n)
    assert cost(client, address) == few


def test_a_spend_from_many_lots_costs_no_more_queries_than_from_few(client, ben, grant, spend):
    client.force_login(ben)
    for n in range(60):
        grant(1, days=10 + n)
    few, many = cost(client, at(spend(5, 1))), cost(client, at(spend(50, 2)))
    assert few == many
    assert Transaction.objects.get(reference="proposal:2").entries.count() == 50
