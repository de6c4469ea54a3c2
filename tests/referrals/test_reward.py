"""Both get their Connects when the newcomer has really begun, once, and only while nothing speaks against it."""

from datetime import timedelta

import pytest

from accounts.identity import IdentitySign
from accounts.models import Agency, AgencyMember, User
from accounts.normalise import sign_mark
from common import clock, policies
from common.models import Notice
from connects import judging, referral_rewards, referrals, services, suspicions
from connects.models import HeldGrant, Lot, Referral, ReferralPolicy, Source, Transaction
from tests.books import assert_books_balance
from tests.conftest import MONDAY

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def after(days: int) -> int:
    with clock.at(MONDAY + DAY * days):
        return referral_rewards.reward_due(clock.now())


def earned(*people: User) -> list[int]:
    sources = (Source.REFERRAL, Source.REFERRED)
    lots = Lot.objects.filter(source__in=sources)
    return [sum(lots.filter(wallet__person=who).values_list("granted", flat=True)) for who in people]


def state(newcomer: User) -> tuple[str, str]:
    row = Referral.objects.get(newcomer=newcomer)
    return row.state, row.why


def same(one: User, other: User, kind: str = "device") -> None:
    for person in (one, other):
        IdentitySign.objects.create(person=person, kind=kind, mark=sign_mark(kind, "one"))


def test_both_get_theirs_when_the_purchase_is_14_days_old(monday, ben, dora, invite, purchases):
    row = invite(ben, dora)
    purchases.buy(dora)
    assert referral_rewards.next_due() == MONDAY + 14 * DAY
    assert after(13) == 0
    assert earned(ben, dora) == [0, 0]
    assert after(14) == 1
    assert earned(ben, dora) == [20, 10]
    assert state(dora) == ("rewarded", "")
    causes = set(Transaction.objects.filter(kind="grant").values_list("cause", flat=True))
    assert causes == {f"referral:{row.pk}"}
    assert referral_rewards.next_due() is None
    assert_books_balance()


def test_it_is_once_per_newcomer(monday, ben, cleo, dora, invite, purchases):
    invite(ben, dora)
    purchases.buy(dora)
    after(14)
    assert invite(cleo, dora).referrer == ben
    purchases.buy(dora, 2)
    assert after(40) == 0
    again = Referral.objects.get()
    referral_rewards.settle(again.pk, ben.pk, at=MONDAY + 50 * DAY)
    assert earned(ben, cleo, dora) == [20, 0, 10]
    assert_books_balance()


def test_a_killed_sweep_goes_on_where_it_was(monday, ben, person, invite, purchases, monkeypatch):
    people = [person(f"New{n}", freelancer=True) for n in range(4)]
    for number, who in enumerate(people):
        invite(ben, who)
        purchases.buy(who, number)
    calls = []

    def killed(*args, **kwargs):
        calls.append(args)
        if len(calls) == 3:
            raise SystemExit
        return settle(*args, **kwargs)

    settle = referral_rewards.settle
    monkeypatch.setattr(referral_rewards, "settle", killed)
    with pytest.raises(SystemExit):
        after(14)
    monkeypatch.undo()
    monkeypatch.setattr(referrals, "_purchases", [purchases])
    after(14)
    assert earned(ben, *people) == [80, 10, 10, 10, 10]
    assert_books_balance()


def test_two_silent_months_are_caught_up_once(monday, ben, dora, invite, purchases):
    invite(ben, dora)
    purchases.buy(dora)
    assert after(75) == 1
    assert after(75) == 0
    assert earned(ben, dora) == [20, 10]
    assert_books_balance()


def test_a_refunded_purchase_does_not_count_and_the_next_one_does(monday, ben, dora, invite, purchases):
    invite(ben, dora)
    purchases.buy(dora)
    del purchases.found[dora.pk]
    after(14)
    assert state(dora) == ("joined", "")
    purchases.buy(dora, 2, at=MONDAY + 20 * DAY)
    after(33)
    assert earned(ben, dora) == [0, 0]
    after(34)
    assert earned(ben, dora) == [20, 10]


def test_a_later_purchase_takes_the_place_of_a_refunded_one(monday, ben, dora, invite, purchases):
    invite(ben, dora)
    purchases.buy(dora)
    purchases.found[dora.pk] = services.Bought("purchase:2", MONDAY + 5 * DAY, True)
    after(14)
    assert earned(ben, dora) == [0, 0]
    assert after(19) == 1
    assert earned(ben, dora) == [20, 10]


def test_a_disputed_purchase_waits_until_the_dispute_is_over(monday, ben, dora, invite, purchases):
    invite(ben, dora)
    purchases.buy(dora, settled=False)
    after(14)
    assert state(dora) == ("waiting", "")
    purchases.buy(dora)
    assert after(15) == 1
    assert earned(ben, dora) == [20, 10]


def test_a_refund_after_the_reward_changes_nothing(monday, ben, dora, invite, purchases):
    invite(ben, dora)
    purchases.buy(dora)
    after(14)
    purchases.found.clear()
    after(30)
    assert earned(ben, dora) == [20, 10]


def test_days_that_were_promised_hold(monday, ben, dora, olga, invite, purchases):
    invite(ben, dora)
    purchases.buy(dora)
    policies.change(ReferralPolicy.objects.get(), actor=olga, reason="Cards are slower", age_days=30)
    after(14)
    assert earned(ben, dora) == [20, 10]


def test_while_the_programme_rests_nothing_is_rewarded_and_later_it_is(monday, ben, dora, olga, invite, purchases):
    invite(ben, dora)
    purchases.buy(dora)
    programme = ReferralPolicy.objects.get()
    policies.change(programme, actor=olga, reason="Budget", enabled=False)
    assert after(20) == 0
    assert referral_rewards.next_due() is None
    policies.change(programme, actor=olga, reason="New year", enabled=True)
    assert after(21) == 1
    assert earned(ben, dora) == [20, 10]


def test_a_month_brings_so_many_and_the_next_month_more(monday, ben, person, olga, invite, purchases):
    policies.change(ReferralPolicy.objects.get(), actor=olga, reason="A lean spring", monthly_cap=2)
    people = [person(f"New{n}", freelancer=True) for n in range(4)]
    for number, who in enumerate(people):
        invite(ben, who)
        # The last one's fourteen days end in April.
        purchases.buy(who, number, at=MONDAY + (25 if number == 3 else 0) * DAY)
    after(14)
    assert [state(who)[0] for who in people] == ["rewarded", "rewarded", "over_cap", "waiting"]
    # The newcomer is not at fault.
    assert earned(ben, *people) == [40, 10, 10, 10, 0]
    after(39)
    assert earned(ben, people[3]) == [60, 10]
    assert_books_balance()


@pytest.mark.parametrize(
    ("kind", "why"), [("device", "device"), ("card", "card"), ("mailbox", "mailbox"), ("domain", ""), ("numbered", "")]
)
def test_signs_in_common_with_the_referrer(monday, ben, dora, invite, purchases, kind, why):
    invite(ben, dora)
    purchases.buy(dora)
    same(ben, dora, kind)
    after(14)
    assert state(dora) == (("not_counted", why) if why else ("rewarded", ""))
    assert earned(ben, dora) == ([0, 0] if why else [20, 10])


def test_the_same_browser_is_seen_at_sign_up(monday, ben, dora, invite):
    same(ben, dora)
    assert invite(ben, dora).why == "device"


def test_the_same_mailbox_refers_nobody(monday, ben, person, invite):
    twin = person("Ben2", email="ben+two@example.com", freelancer=True)
    assert invite(ben, twin).why == "mailbox"


def test_nobody_refers_themselves(monday, ben):
    assert referrals.joined(ben, code=referrals.code_of(ben).code) is None


def test_members_of_one_agency_do_not_refer_each_other(monday, ben, dora, invite, purchases):
    invite(ben, dora)
    purchases.buy(dora)
    agency = Agency.objects.create(name="Fieldstone", handle="fieldstone")
    for who, role in ((ben, "owner"), (dora, "member")):
        AgencyMember.objects.create(agency=agency, person=who, role=role)
    after(14)
    assert state(dora) == ("not_counted", "agency")


def test_a_mailbox_that_was_here_before_is_no_newcomer(monday, ben, dora, person, invite):
    again = person("Dora2", email="dora+again@example.com", freelancer=True)
    assert invite(ben, again).why == "repeat"


def test_a_suspected_newcomer_waits_with_the_referral(monday, ben, cleo, dora, olga, invite, purchases):
    services.grant_once(cleo, Source.JOINING)
    invite(ben, dora)
    purchases.buy(dora)
    same(cleo, dora)
    found = suspicions.look_at(dora)
    after(14)
    assert (state(dora), earned(ben, dora)) == (("waiting", ""), [0, 0])
    judging.clear(found.pk, by=olga, why="Sisters")
    assert after(15) == 1
    assert earned(ben, dora) == [20, 10]
    assert_books_balance()


def test_a_newcomer_who_was_here_before_counts_for_nobody(monday, ben, cleo, dora, olga, invite, purchases):
    services.grant_once(cleo, Source.JOINING)
    invite(ben, dora)
    purchases.buy(dora)
    same(cleo, dora)
    judging.uphold(suspicions.look_at(dora).pk, by=olga, why="Same face")
    assert state(dora) == ("not_counted", "suspected")
    assert after(20) == 0
    assert earned(ben, dora) == [0, 0]


def test_cleared_of_the_referrers_browser_it_counts_after_all(monday, ben, dora, olga, invite, purchases):
    services.grant_once(ben, Source.JOINING)
    same(ben, dora)
    assert invite(ben, dora).why == "device"
    judging.clear(suspicions.look_at(dora).pk, by=olga, why="One household")
    after(1)
    assert state(dora) == ("joined", "")
    purchases.buy(dora)
    after(14)
    assert earned(ben, dora) == [20, 10]


def test_a_suspected_referrers_reward_waits(monday, ben, cleo, dora, invite, purchases):
    services.grant_once(cleo, Source.JOINING)
    invite(ben, dora)
    purchases.buy(dora)
    same(cleo, ben)
    suspicions.look_at(ben)
    after(14)
    assert state(dora) == ("rewarded", "")
    assert HeldGrant.objects.get().source == "referral"
    assert earned(ben, dora) == [0, 10]
    assert_books_balance()


def test_a_finished_contract_counts_at_once(monday, ada, ben, dora, invite):
    invite(ben, dora)
    for _ in range(2):
        services.qualified_by_contract(dora, client=ada, reference="contract:7", at=clock.now())
    assert earned(ben, dora) == [20, 10]
    assert Referral.objects.get().counted == "contract:7"
    assert_books_balance()


@pytest.mark.parametrize("how", ["referrer", "browser", "agency", "mailbox"])
def test_a_contract_with_a_related_client_proves_nothing(monday, ada, ben, dora, person, invite, how):
    client = ben if how == "referrer" else ada
    invite(ben, dora)
    if how == "browser":
        same(ada, dora)
    if how == "mailbox":
        client = person("Dora2", email="dora+hires@example.com", client=True)
    if how == "agency":
        agency = Agency.objects.create(name="Fieldstone", handle="fieldstone")
        for who, role in ((ada, "owner"), (dora, "member")):
            AgencyMember.objects.create(agency=agency, person=who, role=role)
    assert services.qualified_by_contract(dora, client=client, reference="contract:7", at=clock.now()) is None
    assert earned(ben, dora) == [0, 0]
    assert state(dora)[0] == "joined"


def test_a_contract_of_somebody_who_came_alone_rewards_nobody(monday, ada, dora):
    assert services.qualified_by_contract(dora, client=ada, reference="contract:7", at=clock.now()) is None


def test_both_are_told(monday, ben, dora, invite, purchases):
    invite(ben, dora)
    purchases.buy(dora)
    for _ in range(2):
        after(14)
    told = Notice.objects.filter(kind="referral").order_by("id").values_list("person__name", "text")
    assert [(name, text.split(":")[0]) for name, text in told] == [
        ("Ben", "Dora has joined by your link."),
        ("Ben", "20 Connects for you"),
        ("Dora", "10 Connects for you"),
    ]
