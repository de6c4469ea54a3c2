"""An operator judges: another person gets what waited, the same person nothing more. Twice is once."""

from datetime import timedelta

import pytest
from django.urls import reverse

from common import clock
from common.models import Bookmark, Mail, Notice
from connects import grant_news, judging, services, suspicions, ways
from connects.models import HeldGrant, Lot, Source, Suspicion, Transaction, Wallet
from connects.ways import Standing
from tests.books import assert_books_balance
from tests.conftest import MONDAY
from tests.queries import cost

pytestmark = pytest.mark.django_db


def held_since(person):
    return Wallet.objects.values_list("held_since", flat=True).get(person=person)


def test_another_person_gets_what_waited_in_order(suspected, cleo, olga):
    services.grant_once(cleo, Source.PROFILE)
    for _ in range(2):
        judging.clear(suspected.pk, by=olga, why="Sisters, one laptop")
    assert services.balance_of(cleo) == 90
    booked = Transaction.objects.filter(wallet=cleo.wallet).order_by("id")
    assert [row.reference.split(":")[0] for row in booked] == ["joining", "profile"]
    assert set(HeldGrant.objects.values_list("state", "judged_by", "judged_why")) == {
        ("released", olga.pk, "Sisters, one laptop")
    }
    assert held_since(cleo) is None
    assert Notice.objects.filter(person=cleo, kind="granted").count() == 2
    assert_books_balance()


def test_what_an_operator_releases_is_told_of_once(suspected, cleo, olga):
    judging.clear(suspected.pk, by=olga, why="Sisters")
    Bookmark.objects.update(reached=0, ahead=0)
    grant_news.tell(clock.now())
    texts = Notice.objects.filter(person=cleo, kind="granted").values_list("text", flat=True)
    assert list(texts) == ["40 Connects (Joining) are yours: we have looked at your account. Thank you for waiting."]


def test_the_operators_first_page_counts_the_accounts_to_judge(suspected, olga, client):
    client.force_login(olga)
    assert waiting_at_the_desk(client) == 1
    judging.clear(suspected.pk, by=olga, why="Sisters")
    assert waiting_at_the_desk(client) == 0


def waiting_at_the_desk(client) -> int:
    desk = client.get(reverse("admin:index"))
    [row] = [row for row in desk.context["waiting"] if row.title == "Second accounts to judge"]
    assert client.get(row.url).status_code == 200
    return row.count


def test_the_same_reasons_do_not_raise_it_again(suspected, ben, cleo, olga):
    judging.clear(suspected.pk, by=olga, why="Sisters")
    assert suspicions.look_at(cleo) is None
    # Nor the other way round.
    assert suspicions.look_at(ben) is None


def test_a_new_reason_does(suspected, ben, cleo, olga, share):
    judging.clear(suspected.pk, by=olga, why="Sisters")
    share(ben, cleo, kind="card", what="one card")
    again = suspicions.look_at(cleo)
    assert again is not None
    assert again.pk != suspected.pk
    assert held_since(cleo) is not None


def test_the_same_person_gets_nothing_more(suspected, cleo, olga):
    for _ in range(2):
        judging.uphold(suspected.pk, by=olga, why="Same face")
    assert services.grant_once(cleo, Source.PROFILE) is None
    assert services.balance_of(cleo) == 0
    assert list(HeldGrant.objects.order_by("id").values_list("source", "state")) == [
        ("joining", "refused"),
        ("profile", "refused"),
    ]
    assert_books_balance()


def test_the_refused_person_is_told_once_and_not_accused(suspected, cleo, olga):
    judging.uphold(suspected.pk, by=olga, why="Same face")
    services.grant_once(cleo, Source.PROFILE)
    mail = Mail.objects.get(to=cleo.email, subject="About your free Connects")
    assert "40 free Connects were not added to this account" in mail.text
    for word in ("fraud", "cheat", "Ben", "Same face", "suspect"):
        assert word not in mail.text
    assert Notice.objects.filter(person=cleo, reference__startswith="refused:").count() == 1
    [way] = [each for each in ways.for_person(cleo) if each.source == Source.JOINING]
    assert way.standing == Standing.DONE


def test_what_was_bought_is_theirs_all_the_same(suspected, cleo, olga):
    judging.uphold(suspected.pk, by=olga, why="Same face")
    services.credit_purchase(
        cleo.wallet.pk, 20, reference="purchase:1", cause="", paid_minor=300, paid_currency="USD", actor=cleo
    )
    assert services.balance_of(cleo) == 20


def test_a_verdict_can_be_taken_back(suspected, cleo, olga):
    judging.uphold(suspected.pk, by=olga, why="Same face")
    judging.clear(suspected.pk, by=olga, why="Twins")
    assert held_since(cleo) is None
    # What was refused is granted one by one, by whoever took it back.
    assert services.balance_of(cleo) == 0
    judging.release(HeldGrant.objects.get().pk, by=olga, why="Twins")
    assert services.balance_of(cleo) == 40
    assert_books_balance()


def test_one_grant_is_released_and_the_others_wait(suspected, cleo, olga):
    services.grant_once(cleo, Source.PROFILE)
    joining = HeldGrant.objects.get(source="joining")
    for _ in range(2):
        judging.release(joining.pk, by=olga, why="A goodwill")
    assert services.balance_of(cleo) == 40
    assert HeldGrant.objects.get(source="profile").state == "held"
    assert held_since(cleo) is not None
    assert_books_balance()


def test_one_grant_is_refused_and_stays_refused(suspected, cleo, olga):
    held = HeldGrant.objects.get()
    assert judging.refuse(held.pk, by=olga, why="Had it")
    assert not judging.refuse(held.pk, by=olga, why="Had it")
    judging.clear(suspected.pk, by=olga, why="Sisters")
    assert services.balance_of(cleo) == 0
    assert_books_balance()


def test_what_waits_for_a_mailbox_is_given_to_no_other_account_of_it(suspected, person, cleo, olga):
    other = person("Cleo2", email="cleo+two@example.com", freelancer=True)
    assert services.grant_once(other, Source.JOINING) is None
    judging.clear(suspected.pk, by=olga, why="Sisters")
    held = HeldGrant.objects.get()
    assert (held.state, services.balance_of(cleo)) == ("released", 40)
    assert services.balance_of(other) == 0
    assert_books_balance()


def test_a_released_grant_lives_from_its_release_on(suspected, cleo, olga):
    judging.clear(suspected.pk, by=olga, why="Sisters")
    lot = Lot.objects.get(wallet=cleo.wallet)
    assert round((lot.expires_at - lot.issued_at) / timedelta(days=1)) == 365


def test_the_queue_shows_reasons_and_both_accounts(client, suspected, ben, cleo, olga):
    client.force_login(olga)
    queue = client.get("/admin/connects/suspicion/").content.decode()
    assert "Same browser as Ben" in queue
    page = client.get(f"/admin/connects/suspicion/{suspected.pk}/change/").content.decode()
    for words in (ben.email, cleo.email, "Same browser", "40, Joining", "another-person", "same-person"):
        assert words in page


def test_an_act_asks_for_its_reason(client, suspected, olga):
    client.force_login(olga)
    address = f"/admin/connects/suspicion/{suspected.pk}/another-person/"
    assert client.post(address, {"reason": ""}, follow=True).status_code == 200
    suspected.refresh_from_db()
    assert suspected.verdict == "open"
    client.post(address, {"reason": "Sisters"}, follow=True)
    suspected.refresh_from_db()
    assert (suspected.verdict, suspected.judged_by, suspected.why) == ("cleared", olga, "Sisters")


@pytest.mark.parametrize("path", ["suspicion/{s}/same-person/", "heldgrant/{h}/release/", "heldgrant/{h}/refuse/"])
def test_each_act_works_by_its_page(client, suspected, olga, path):
    client.force_login(olga)
    address = "/admin/connects/" + path.format(s=suspected.pk, h=HeldGrant.objects.get().pk)
    assert client.get(address).status_code == 200
    assert client.post(address, {"reason": "Looked at it"}, follow=True).status_code == 200
    assert HeldGrant.objects.get().judged_by == olga
    assert_books_balance()


def test_whoever_may_only_look_may_not_judge(client, suspected, person):
    from django.contrib.auth.models import Permission  # noqa: PLC0415

    viewer = person("Vera", is_staff=True)
    viewer.user_permissions.add(Permission.objects.get(codename="view_suspicion"))
    client.force_login(viewer)
    for act in ("another-person", "same-person"):
        assert client.post(f"/admin/connects/suspicion/{suspected.pk}/{act}/", {"reason": "x"}).status_code == 403
    suspected.refresh_from_db()
    assert suspected.verdict == "open"


def test_a_person_who_is_no_operator_sees_nothing_of_it(client, suspected, ben):
    client.force_login(ben)
    assert client.get(f"/admin/connects/suspicion/{suspected.pk}/change/").status_code in (302, 403, 404)


def test_a_perk_that_waited_ends_with_the_present_month(monday, ben, cleo, olga, share):
    from connects import periods  # noqa: PLC0415

    services.grant_once(ben, Source.JOINING)
    share(ben, cleo)
    found = suspicions.look_at(cleo)
    for month in (4, 5):
        periods.begin(MONDAY.replace(month=month))
    with clock.at(MONDAY.replace(month=5, day=10)):
        judging.clear(found.pk, by=olga, why="Sisters")
        assert services.balance_of(cleo) == 10
    ends = list(Lot.objects.filter(wallet=cleo.wallet).order_by("id").values_list("expires_at", flat=True))
    assert ends == [MONDAY.replace(month=5), MONDAY.replace(month=6)]
    assert_books_balance()


def test_the_queue_costs_the_same_with_many(client, olga, ben, person):
    client.force_login(olga)

    def suspect(numbers: range) -> None:
        for number in numbers:
            who = person(f"Double{number}", freelancer=True)
            row = Suspicion.objects.create(wallet=who.wallet, person=who)
            row.reasons.create(kind="device", other=ben, seen_at=clock.now())
            HeldGrant.objects.create(
                wallet=who.wallet, source="joining", connects=40, lives_days=365, reference=f"joining:{number}"
            )

    suspect(range(5))
    few = [cost(client, f"/admin/connects/{page}/") for page in ("suspicion", "heldgrant")]
    suspect(range(5, 50))
    assert [cost(client, f"/admin/connects/{page}/") for page in ("suspicion", "heldgrant")] == few


def test_a_second_judge_learns_that_it_was_judged(client, suspected, olga):
    client.force_login(olga)
    judging.clear(suspected.pk, by=olga, why="Sisters")
    address = f"/admin/connects/suspicion/{suspected.pk}/same-person/"
    page = client.post(address, {"reason": "Same face"}, follow=True).content.decode()
    assert "Judged before: Another person" in page
    suspected.refresh_from_db()
    assert suspected.verdict == "cleared"
