"""Boosts on pages: what each side sees, by every role, with whatever they type."""

from datetime import timedelta

import pytest

from common import clock, policies
from connects import services as connects
from connects.models import Plan
from jobs import services as jobs
from proposals import boost_closing, services, settlement
from proposals.models import Boost, BoostAuction, BoostPolicy, Proposal, ProposalDraft
from proposals.talk import writing
from talent import services as talent
from tests.books import assert_books_balance
from tests.hires import hire
from tests.proposals.boosts import bid, boost_of, table
from tests.proposals.conftest import LETTER, balance, endow
from tests.queries import cost

pytestmark = pytest.mark.django_db


@pytest.fixture
def web(client):
    """`web(ben)` is Ben's browser."""

    def log_in(who):
        client.force_login(who)
        return client

    return log_in


@pytest.fixture
def crowd(person, send):
    def come(name):
        who = person(name, freelancer=True)
        endow(who, 40)
        talent.open_profile(who)
        return send(who)

    return [come(name) for name in ("Dora", "Emil", "Fay", "Gus", "Hal")]


def text(answer) -> str:
    return " ".join(answer.content.decode().split())


def apply(web, job, boost, **more):
    return web.post(f"/jobs/{job.pk}/apply/", {"letter": LETTER, "bid": "450", "boost": boost, **more})


def test_the_form_shows_the_table_before_anybody_bids(web, job, ben, crowd):
    bid(crowd[0], 7)
    page = text(web(ben).get(f"/jobs/{job.pk}/apply/"))
    assert "Connects to bid for a place on top" in page
    assert "Can be outbid" in page
    assert "leaves you with" in page
    assert "Dora" not in page


def test_a_proposal_is_sent_with_a_boost(web, job, ben):
    assert apply(web(ben), job, "6").status_code == 302
    assert (balance(ben), table(job)) == (30, [("Ben", 6)])
    page = text(web(ben).get(f"/proposals/{Proposal.objects.get().pk}/"))
    assert "Raise the bid" in page
    assert "Boost placed" in page
    assert "Boosted" in text(web(ben).get("/proposals/"))
    assert "Held for boosts" in text(web(ben).get("/settings/connects/"))
    assert_books_balance()


def test_without_a_boost_it_is_sent_as_before(web, job, ben):
    assert apply(web(ben), job, "").status_code == 302
    assert (balance(ben), Boost.objects.count()) == (36, 0)


HOSTILE = [
    "0", "-1", "51", "1.5", "1e3", "six", "<script>alert(1)</script>", "=1+1", "9" * 5000, "\x00", "5\x00", "‮5",
    "💸", "٣٣٣", "0x10", "NaN", "Infinity", "1_0", "+-5", "'; DROP TABLE x; --", "{{ 7*7 }}", "[]", "5,5", "⁵",
]  # fmt: skip


@pytest.mark.parametrize("typed", HOSTILE)
def test_what_is_no_bid_is_refused_beside_the_field_and_kept(web, job, ben, typed):
    answer = apply(web(ben), job, typed)
    assert answer.status_code == 200
    assert answer.context["form"].errors["boost"]
    assert (balance(ben), Proposal.objects.count()) == (40, 0)
    assert ProposalDraft.objects.get().boost == typed.replace("\x00", "")[:20]
    assert "<script>alert(1)" not in answer.content.decode()
    again = web(ben).get(f"/jobs/{job.pk}/apply/")
    assert again.status_code == 200


@pytest.mark.parametrize("typed", HOSTILE)
def test_nor_on_the_proposals_own_page(web, proposal, ben, typed):
    answer = web(ben).post(f"/proposals/{proposal.pk}/boost/", {"boost": typed})
    assert answer.status_code == 200
    assert answer.context["form"].errors["boost"]
    assert Boost.objects.count() == 0


def test_too_low_for_a_place_nothing_is_sent_and_the_field_says_what_would_do(web, job, ben, crowd):
    for sent in crowd[:4]:
        bid(sent, 9)
    answer = apply(web(ben), job, "9")
    assert answer.context["form"].errors["boost"] == ["That would not take a place now: bid 10 or more."]
    assert ProposalDraft.objects.get().boost == "9"
    assert Proposal.objects.filter(author=ben).count() == 0
    assert apply(web(ben), job, "10").status_code == 302
    assert boost_of(crowd[3])[1] == "outbid"


def test_a_bid_typed_before_the_auction_closed_is_not_dropped_in_silence(web, job, ada, ben, crowd):
    hire(crowd[0], by=ada)
    answer = apply(web(ben), job, "9")
    assert "The auction has closed" in text(answer)
    assert not Proposal.objects.filter(author=ben).exists()
    assert balance(ben) == 40
    # The page has no field for it any more: sent again, it goes without.
    assert apply(web(ben), job, "").status_code == 302
    assert_books_balance()


def test_whoever_is_invited_is_told_what_they_really_have_left(web, job, ada, ben):
    services.invite(job, person=ben, by=ada)
    for path in (f"/jobs/{job.pk}/apply/", f"/boosts/?job={job.pk}"):
        offer = web(ben).get(path).context["offer"]
        assert (offer.balance, offer.cost, offer.spare) == (40, 0, 40)
    assert "you are invited: the proposal itself costs nothing" in text(web(ben).get(f"/boosts/?job={job.pk}"))


def test_a_new_message_shows_on_a_boosted_proposal_too(web, job, ada, ben, crowd):
    bid(crowd[0], 3)
    writing.write(crowd[0], by=ada, text="Hello")
    writing.write(crowd[0], by=crowd[0].author, text="Hello Ada")
    assert "1 new message" in text(web(ada).get(f"/jobs/{job.pk}/proposals/"))


def test_more_than_the_wallet_holds_is_said_beside_the_field(web, job, ben):
    answer = apply(web(ben), job, "37")
    assert answer.context["form"].errors["boost"] == ["37 Connects needed for the boost, 36 left for it."]
    assert balance(ben) == 40


def test_it_warns_of_a_lot_that_lapses_before_the_auction_closes(web, job, ben):
    endow(ben, 6, lives_days=3)
    page = text(web(ben).get(f"/jobs/{job.pk}/apply/"))
    # The proposal's 4 come first; of the least bid, 1, all is at risk.
    assert "1 of these expire before the auction closes" in page
    services.save_draft(job, author=ben, letter="", bid="", answers={}, boost="9")
    page = text(web(ben).get(f"/jobs/{job.pk}/apply/"))
    assert "2 of these expire before the auction closes" in page
    assert "A bid of 9 leaves you with" in page


def test_a_bid_is_placed_and_raised_on_the_proposals_page(web, proposal, ben):
    path = f"/proposals/{proposal.pk}/boost/"
    assert "Hold this bid" in text(web(ben).get(path))
    assert web(ben).post(path, {"boost": "5"}).status_code == 302
    assert "Raise to this" in text(web(ben).get(path))
    answer = web(ben).post(path, {"boost": "5"})
    assert "can be raised, not lowered" in answer.context["form"].errors["boost"][0]
    endow(ben, 3, lives_days=2)
    assert "A raise holds those first" in text(web(ben).get(path))
    assert web(ben).post(path, {"boost": "8"}).status_code == 302
    assert balance(ben) == 31
    assert "Boost raised" in text(web(ben).get(f"/proposals/{proposal.pk}/"))
    assert_books_balance()


def test_posting_twice_holds_once(web, proposal, ben):
    for _ in range(2):
        web(ben).post(f"/proposals/{proposal.pk}/boost/", {"boost": "5"})
    assert (balance(ben), Boost.objects.count()) == (31, 1)


def test_after_the_close_the_page_says_so_and_takes_nothing(web, proposal, ben, ada):
    bid(proposal, 5)
    services.view(proposal, by=ada)
    assert "is spent and keeps its place" in text(web(ben).get(f"/proposals/{proposal.pk}/boost/"))
    with clock.at(clock.now() + timedelta(days=8)):
        boost_closing.close_due(clock.now())
        answer = web(ben).post(f"/proposals/{proposal.pk}/boost/", {"boost": "9"})
        assert answer.status_code == 200
        assert "has closed" in text(answer)
    assert balance(ben) == 31


def test_it_is_nobody_elses(client, web, proposal, ada, cleo, charlie, olga):
    path = f"/proposals/{proposal.pk}/boost/"
    for method in ("get", "post"):
        assert getattr(client, method)(path).url.startswith("/accounts/login/")
    for who in (ada, cleo, charlie, olga):
        for method in ("get", "post"):
            assert getattr(web(who), method)(path, {"boost": "5"}).status_code == 404
    assert web(ada).put(path).status_code == 405
    assert Boost.objects.count() == 0


@pytest.mark.parametrize("asked", ["", "?job=0", "?job=99999", "?job=x", "?job=٣", "?job=-1", "?job=" + "9" * 40])
def test_the_public_page_for_everybody_whatever_is_asked(client, web, ben, ada, charlie, asked):
    for browser in (client, web(ben), web(ada), web(charlie)):
        assert browser.get(f"/boosts/{asked}").status_code == (404 if asked else 200)


def test_the_public_page_works_the_readers_own_case_through(client, web, job, ben, ada, crowd):
    for sent in crowd[:4]:
        bid(sent, 5)
    stranger = text(client.get(f"/boosts/?job={job.pk}"))
    assert "4 of 4 places are taken" in stranger
    assert "Your own case" not in stranger
    page = text(web(ben).get(f"/boosts/?job={job.pk}"))
    assert "all 6 come back at once, and you have 36 again" in page
    assert "and you keep 30" in page
    assert "Your own case" not in text(web(ada).get(f"/boosts/?job={job.pk}"))


def test_the_rules_are_written_from_the_policy(client, olga):
    policies.change(BoostPolicy.objects.get(), actor=olga, reason="More", places=6, cap=80, closes_days=5)
    policies.change(BoostPolicy.objects.get(), actor=olga, reason="Newcomers", newcomers_place=True)
    page = text(client.get("/boosts/"))
    assert "6 places on top" in page
    assert "closes 5 days after" in page
    assert "kept for people who were never hired here" in page
    rules = text(client.get("/market-rules/"))
    assert "A boost already spent, when the job is removed" in rules
    assert "6 places on top" in rules


def test_plus_sees_the_whole_table(web, job, ben, crowd):
    for place, sent in enumerate(crowd):
        bid(sent, 5 + place)
    path = f"/boosts/?job={job.pk}"
    assert "Bids that have no place any more" not in text(web(ben).get(path))
    plus = connects.wallet_of(ben)
    type(plus).objects.filter(pk=plus.pk).update(plan=Plan.objects.get(code="plus"))
    page = text(web(ben).get(path))
    assert "Bids that have no place any more: 5 (returned" in page
    assert "Since" in page


def test_the_client_sees_boosted_ones_on_top_and_may_sort_without(web, job, ada, crowd):
    bid(crowd[0], 3)
    bid(crowd[1], 9)
    page = web(ada).get(f"/jobs/{job.pk}/proposals/")
    assert [each.author.name for each, _ in page.context["rows"]] == ["Emil", "Dora", "Hal", "Gus", "Fay"]
    assert text(page).count("Boosted</span>") == 2 or text(page).count("Boosted") >= 2
    page = web(ada).get(f"/jobs/{job.pk}/proposals/?boosts=off")
    assert [each.author.name for each, _ in page.context["rows"]] == ["Hal", "Gus", "Fay", "Emil", "Dora"]
    assert "Boosted on top" in text(page)
    one = text(web(ada).get(f"/proposals/{crowd[1].pk}/"))
    assert "Boosted" in one
    assert "9 Connects" not in one
    assert boost_of(crowd[1])[:2] == ("spent", "seen")


def test_boosted_ones_stand_on_the_first_page_only(web, job, ada, person, send, crowd):
    bid(crowd[0], 3)
    for number in range(22):
        who = person(f"Many{number}", freelancer=True)
        endow(who, 10)
        send(who)
    first = web(ada).get(f"/jobs/{job.pk}/proposals/")
    second = web(ada).get(f"/jobs/{job.pk}/proposals/{first.context['page'].older}")
    names = [[each.author.name for each, _ in page.context["rows"]] for page in (first, second)]
    assert names[0][0] == "Dora"
    assert len(names[0]) + len(names[1]) == 27
    assert "Dora" not in names[1]


def test_the_lists_take_as_many_queries_with_50_as_with_5(web, post, person, ada, ben, send):
    def received(number):
        job = post(title=f"Job with {number}")
        for each in range(number):
            who = person(f"P{number}x{each}", freelancer=True)
            endow(who, 40)
            talent.open_profile(who)
            sent = send(who, job=job)
            if each < 4:
                bid(sent, 3)
        return f"/jobs/{job.pk}/proposals/"

    few, many = received(5), received(50)
    browser = web(ada)
    assert cost(browser, few) == cost(browser, many)


def test_my_proposals_take_as_many_queries_however_many_are_boosted(web, post, person, ada, fund, send):
    def mine(number):
        who = person(f"Sender{number}", freelancer=True)
        fund(who, 1000)
        for each in range(number):
            bid(send(who, job=post(title=f"Job {number}-{each}")), 3)
        return who

    few, many = mine(5), mine(30)
    for path in ("/proposals/", "/settings/connects/"):
        assert cost(web(few), path) == cost(web(many), path)


def test_the_page_of_a_hold_tells_what_became_of_it(web, proposal, ben, ada, job, olga):
    bid(proposal, 5)
    booking = ben.wallet.transactions.get(kind="hold")
    path = f"/settings/connects/transactions/{booking.pk}/"
    assert "Not spent yet" in text(web(ben).get(path))
    services.view(proposal, by=ada)
    page = text(web(ben).get(path))
    assert "Held for a boost first, then spent." in page
    assert "The client looked at the proposal while it was boosted." in page
    csv = b"".join(web(ben).get("/settings/connects/history.csv").streaming_content).decode()
    assert ",Spent,-5," in csv
    assert f"Boost: {job.title}" in csv
    jobs.remove(job, by=olga, violation="fraud", reason="Asks for a deposit")
    assert "on their way back" in text(web(ben).get(path))
    assert "Refund pending" in text(web(ben).get(f"/proposals/{proposal.pk}/"))
    settlement.settle_due(clock.now() + timedelta(hours=25))
    assert "These came back." in text(web(ben).get(path))
    assert "5 Connects of the boost came back" in text(web(ben).get(f"/proposals/{proposal.pk}/"))


def test_history_filters_know_held_and_returned(web, proposal, ben, ada, job):
    bid(proposal, 5)
    assert "Boost held" in text(web(ben).get("/settings/connects/history/?status=hold"))
    jobs.cancel(job, by=ada)
    for status in ("hold", "return"):
        assert len(web(ben).get(f"/settings/connects/history/?status={status}").context["lines"]) == 1


def test_withdrawing_says_that_the_bid_is_spent(web, proposal, ben):
    bid(proposal, 5)
    assert "Its boost of" in text(web(ben).get(f"/proposals/{proposal.pk}/withdraw/"))


def test_operators_see_auctions_bids_and_holds_and_change_the_figures_with_a_reason(web, proposal, olga):
    bid(proposal, 5)
    browser = web(olga)
    for name, pk in (("boost", Boost.objects.get().pk), ("boostauction", BoostAuction.objects.get().pk)):
        assert browser.get(f"/admin/proposals/{name}/").status_code == 200
        assert browser.get(f"/admin/proposals/{name}/{pk}/change/").status_code == 200
    hold = proposal.wallet.holds.get()
    assert browser.get("/admin/connects/hold/").status_code == 200
    assert browser.get(f"/admin/connects/hold/{hold.pk}/change/").status_code == 200
    path = "/admin/proposals/boostpolicy/1/change/"
    figures = {"places": "3", "cap": "40", "closes_days": "5"}
    assert browser.post(path, figures).status_code == 200
    assert BoostPolicy.objects.get().places == 4
    assert browser.post(path, figures | {"reason": "Fewer places"}).status_code == 302
    assert BoostPolicy.objects.get().places == 3
    for wrong in ({"places": "0"}, {"places": "1", "newcomers_place": "on"}, {"cap": "0"}, {"closes_days": "x"}):
        assert browser.post(path, figures | wrong | {"reason": "Wrong"}).status_code == 200
    assert BoostPolicy.objects.get().places == 3
