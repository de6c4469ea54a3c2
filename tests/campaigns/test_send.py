"""Sending a campaign of Connects: everybody in it gets them, once, and is told once."""

from datetime import timedelta

import pytest

from billing.campaigns import acts, sending
from billing.models import Campaign, CampaignPerson
from common import clock, sweeps
from common.models import Notice, PolicyChange
from connects import services as connects
from connects.history import lines, movements
from connects.models import HeldGrant, Lot, Transaction, Wallet
from tests.books import assert_books_balance
from tests.crowd import open_wallets

pytestmark = pytest.mark.django_db


def test_everybody_gets_it_and_reads_of_it(ben, cleo, charlie, sent):
    done = sent(connects=20, lives_days=90)
    assert [connects.balance_of(who) for who in (ben, cleo)] == [20, 20]
    lot = ben.wallet.lots.get()
    assert (lot.source, lot.granted, lot.expires_at) == ("campaign", 20, clock.now() + timedelta(days=90))
    ben.wallet.refresh_from_db()
    assert ben.wallet.next_expiry_at == lot.expires_at
    notice = Notice.objects.get(person=ben)
    assert notice.kind == "special_offer"
    assert notice.text == "Spring thanks: Thank you for being here. 20 Connects are in your wallet, for 90 days."
    assert notice.link == "/settings/connects/"
    assert not Notice.objects.filter(person=charlie).exists()
    assert (done.state, done.expected, done.reached, done.finished_at) == ("sent", 2, 2, clock.now())
    assert_books_balance()


def test_one_is_one(ben, sent):
    sent(connects=1, lives_days=1)
    assert Notice.objects.get(person=ben).text.endswith("1 Connect is in your wallet, for 1 day.")


def test_history_names_the_campaign(ben, sent):
    sent()
    [line] = lines(movements(ben.wallet.pk))
    assert (line.what.text, line.amount, line.label) == ("Campaign: Spring thanks", 20, "Granted")


def test_the_books_name_nobody(ben, sent):
    done = sent()
    reference = Transaction.objects.get().reference
    assert reference.startswith(f"campaign:{done.pk}:")
    assert "ben" not in reference
    assert str(ben.wallet.pk) not in reference.split(":")[2:]


def test_twice_is_once(ben, cleo, sent):
    done = sent()
    # As if the cursor had been lost: the people and the books still know.
    Campaign.objects.filter(pk=done.pk).update(state="sending", cursor=0, finished_at=None)
    assert sending.send(clock.now()) == 0
    CampaignPerson.objects.all().delete()
    Campaign.objects.filter(pk=done.pk).update(state="sending", cursor=0, finished_at=None)
    assert sending.send(clock.now()) == 0
    assert [connects.balance_of(who) for who in (ben, cleo)] == [20, 20]
    assert Notice.objects.count() == 2
    assert_books_balance()


def test_two_accounts_of_one_mailbox_get_it_once(person, campaign, start):
    one = person("Dana", freelancer=True, email="dana+one@example.com")
    two = person("Dana", freelancer=True, email="dana+two@example.com")
    started = start(campaign())
    for _ in range(4):
        sending.send_batch(started.pk, 1)
    assert [connects.balance_of(who) for who in (one, two)] == [20, 0]
    assert Notice.objects.get().person == one
    started.refresh_from_db()
    assert (started.expected, started.reached, started.state) == (2, 1, "sent")
    assert_books_balance()


def test_in_one_batch_they_get_it_once_too(person, sent):
    one = person("Dana", freelancer=True, email="dana+one@example.com")
    two = person("Dana", freelancer=True, email="dana+two@example.com")
    done = sent()
    assert [connects.balance_of(who) for who in (one, two)] == [20, 0]
    assert done.reached == 1
    assert_books_balance()


def test_two_campaigns_are_two_gifts(ben, sent):
    sent()
    sent(connects=5)
    assert connects.balance_of(ben) == 25
    assert_books_balance()


def test_a_wallet_under_suspicion_waits_and_is_told_so(ben, cleo, sent):
    Wallet.objects.filter(person=ben).update(held_since=clock.now())
    done = sent()
    held = HeldGrant.objects.get()
    assert (held.wallet, held.connects, held.lives_days, held.source) == (ben.wallet, 20, 90, "campaign")
    assert (held.cause, held.reference.rpartition(":")[0]) == (done.reference, done.reference)
    assert [connects.balance_of(who) for who in (ben, cleo)] == [0, 20]
    assert (done.reached, done.held) == (2, 1)
    notice = Notice.objects.get(person=ben)
    assert (notice.kind, "wait for a look" in notice.text) == ("grant_held", True)
    assert_books_balance()


def test_what_waits_is_not_given_to_the_mailbox_s_other_account(person, sent):
    one = person("Dana", freelancer=True, email="dana+one@example.com")
    two = person("Dana", freelancer=True, email="dana+two@example.com")
    Wallet.objects.filter(person=one).update(held_since=clock.now())
    sent()
    assert connects.balance_of(two) == 0
    assert HeldGrant.objects.get().wallet == one.wallet
    assert_books_balance()


def test_debts_are_paid_first(ben, cleo, sent, monday):
    bought = {"cause": "purchase:1", "paid_minor": 600, "paid_currency": "USD", "actor": ben}
    connects.credit_purchase(ben.wallet.pk, 40, reference="purchase:1", **bought)
    connects.spend(ben.wallet.pk, 30, reference="proposal:1")
    connects.claim("purchase:1", 40, reference="refund:1", cause="purchase:1", reason="Sorry")
    assert connects.debt_of(ben.wallet.pk) == 30
    sent(connects=20)
    assert (connects.balance_of(ben), connects.debt_of(ben.wallet.pk)) == (0, 10)
    assert connects.balance_of(cleo) == 20
    assert_books_balance()


def test_what_has_expired_is_booked_out_before(ben, monday, campaign, start):
    lives = monday + timedelta(days=1)
    connects.grant(ben.wallet.pk, 7, source=connects.Source.JOINING, expires_at=lives, reference="joining:x")
    with clock.at(monday + timedelta(days=2)):
        start(campaign())
        sending.send(clock.now())
        kinds = list(Transaction.objects.order_by("id").values_list("kind", "balance_after"))
        assert kinds == [("grant", 7), ("expire", 0), ("grant", 20)]
    assert_books_balance()


def test_an_offer_moves_no_connects(ben, cleo, sent, sale):
    done = sent("sale", sale=sale, message="Everything is cheaper.")
    assert not Transaction.objects.exists()
    notice = Notice.objects.get(person=ben)
    assert notice.text == (
        "Spring thanks: Everything is cheaper. Spring sale: 20 % off all packages until 9 March 2026."
    )
    assert notice.link == "/settings/connects/buy/"
    assert (done.reached, done.state) == (2, "sent")


def test_a_code_leads_to_where_it_is_used(ben, sent, code):
    sent("code", code=code())
    assert Notice.objects.get().link == "/settings/connects/redeem/?code=GIFT"
    sent("code", code=code("TOP", without_purchase=False))
    assert Notice.objects.order_by("-id")[0].link == "/settings/connects/buy/?code=TOP"
    assert "TOP gives 5 Connects when you buy." in Notice.objects.order_by("-id")[0].text


def test_the_longest_words_fit(ben, sent, code):
    far = clock.now().replace(year=2027, month=9, day=30)
    sent("code", code=code("C" * 30, connects=10_000, ends_at=far), name="N" * 60, message="M" * 160)
    assert Notice.objects.get().text.endswith("gives 10,000 Connects until 30 September 2027.")


def test_a_batch_costs_as_many_statements_for_five_as_for_fifty(
    campaign, start, monday, django_assert_max_num_queries
):
    from django.db import connection  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    open_wallets(55, at=monday)
    started = start(campaign())
    counts = []
    for size in (5, 50):
        with CaptureQueriesContext(connection) as queries:
            assert sending.send_batch(started.pk, size) == size
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert_books_balance()


def test_the_sweep_is_known_and_says_when_it_is_due(campaign, start, ben, monday):
    sweep = sweeps.named("billing.campaigns")
    assert sweep.next_due() is None
    start(campaign())
    assert sweep.next_due() == monday
    assert sweeps.run(sweep, monday) == 1
    assert sweep.next_due() is None


def test_nothing_is_sent_before_it_is_started(ben, campaign):
    campaign()
    assert sending.send(clock.now()) == 0
    assert not Lot.objects.exists()


def test_who_started_it_and_why_is_kept(ben, olga, sent):
    done = sent()
    change = PolicyChange.objects.get()
    assert (change.actor, change.reason, change.after) == (olga, "Spring", {"state": "sending"})
    assert (done.started_by, done.counts_days) == (olga, 30)


def test_a_started_one_keeps_its_words(ben, olga, sent):
    from common import policies  # noqa: PLC0415

    done = sent()
    with pytest.raises(acts.ValidationError, match="started"):
        policies.change(done, actor=olga, reason="A slip", message="Other words")
    with pytest.raises(acts.ValidationError, match="started"):
        policies.change(done, actor=olga, reason="A slip", connects=40)
