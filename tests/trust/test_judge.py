"""Deciding a case: once, with a reason, everybody told; what counts against a freelancer, and what does not."""

from functools import partial

import pytest
from django.urls import reverse

from accounts.models import Case
from accounts.trust import judging
from accounts.trust.errors import JudgedAlready, NotRemovable, NotReversible, ViolationNeeded
from common import clock
from common.models import Notice
from connects import services as connects
from proposals import announcing, settlement, taking_down
from proposals.models import Contract, Settlement, State
from tests.books import assert_books_balance
from tests.hires import hire
from tests.races import ORDERS, ROUNDS, runners

REMOVE = {"why": "Asks for a deposit", "violation": "fraud", "said": "You asked for a deposit."}


def remove(case, olga, **changes):
    return judging.remove(case, by=olga, **(REMOVE | changes))


def lines(person):
    rows = connects.wallet_of(person).transactions.order_by("id").values_list("kind", "amount", "reason")
    return list(rows)


def test_a_fraud_removed_after_a_hire(job, ada, ben, cleo, olga, send, report):
    """Ben was hired, Cleo was not; both get their Connects back, and everybody is told."""
    his, _ = send(ben), send(cleo)
    hire(his, by=ada)
    case = report("job", job.pk, by=cleo)
    remove(case, olga)
    announcing.announce_due(clock.now())
    settlement.settle_due(Settlement.objects.get().due_at)
    for person in (ben, cleo):
        kinds = [(kind, amount) for kind, amount, _ in lines(person)]
        assert kinds == [("grant", 40), ("spend", -4), ("refund", 4)]
        assert connects.balance_of(person) == 40
    his.refresh_from_db()
    assert (his.state, his.refunded_for, his.contract.status) == (State.HIRED, "removed", Contract.Status.ENDED)
    back = {"refund_pending", "refunded"}
    for person, kinds in ((ben, back), (cleo, back | {"report_judged"})):
        assert kinds <= set(Notice.objects.filter(person=person).values_list("kind", flat=True))
    assert Notice.objects.get(person=ada, kind="moderation").text.startswith("“Draw a logo")
    assert (case.judged_by, case.why, case.events.get().what) == (olga, "Asks for a deposit", "removed")
    assert_books_balance()


def test_it_is_decided_once(job, ben, olga, report):
    case = report("job", job.pk, by=ben)
    judging.keep(case, by=olga, why="Fine")
    with pytest.raises(JudgedAlready):
        remove(Case.objects.get(), olga)
    job.refresh_from_db()
    assert job.is_open
    assert Notice.objects.filter(person=ben).count() == 1


def test_a_job_that_was_removed_already_can_still_be_judged(job, ben, olga, report):
    from jobs import services as jobs  # noqa: PLC0415

    case = report("job", job.pk, by=ben)
    jobs.remove(job, by=olga, violation="fraud", reason="Fraud")
    remove(case, olga)
    assert Case.objects.get().verdict == "removed"


def test_the_desk_offers_only_what_can_still_be_done(client, job, proposal, ada, ben, olga, report):
    client.force_login(olga)
    about_job, about_proposal = report("job", job.pk, by=ben), report("proposal", proposal.pk, by=ada)

    def offered(case):
        page = client.get(reverse("admin:accounts_case_change", args=[case.pk])).content.decode()
        return {act for act in ("remove", "warn", "keep", "reopen") if f"/{case.pk}/{act}/" in page}

    assert offered(about_job) == {"remove", "warn", "keep"}
    assert offered(about_proposal) == {"remove", "warn", "keep"}
    judging.keep(about_job, by=olga, why="Fine")
    judging.warn(about_proposal, by=olga, why="Rude", said="Be kind.")
    assert (offered(about_job), offered(about_proposal)) == ({"reopen"}, set())


def test_a_removal_names_its_violation(job, ben, olga, report):
    with pytest.raises(ViolationNeeded):
        remove(report("job", job.pk, by=ben), olga, violation="")
    assert Case.objects.get().is_open


@pytest.mark.parametrize(("act", "counts"), [(judging.warn, 1), (judging.keep, 0)])
def test_an_upheld_report_counts_against_a_freelancer_and_a_dismissed_one_does_not(
    proposal, ada, ben, olga, report, act, counts
):
    said = {"said": "No."} if counts else {}
    act(report("proposal", proposal.pk, by=ada), by=olga, why="Looked at", **said)
    ben.freelancer_profile.refresh_from_db()
    assert ben.freelancer_profile.reports_upheld == counts


def test_a_proposal_is_taken_down_unread_and_unrefunded(client, proposal, job, ada, ben, olga, report):
    remove(report("proposal", proposal.pk, by=ada), olga)
    taking_down.take_down(proposal.pk, olga, "fraud", "Once more")
    proposal.refresh_from_db()
    job.refresh_from_db()
    assert (proposal.state, job.proposals_count) == (State.WITHDRAWN, 0)
    client.force_login(ada)
    for address in (proposal.get_absolute_url(), f"/jobs/{job.pk}/proposals/?tab=withdrawn"):
        page = client.get(address).content.decode()
        assert "Ben" in page
        assert proposal.letter[:40] not in page
    client.force_login(ben)
    page = client.get(proposal.get_absolute_url()).content.decode()
    assert "Removed for a violation" in page
    assert "by the operators, for a violation" in page
    assert lines(ben) == [("grant", 40, ""), ("spend", -4, job.title)]
    assert not Settlement.objects.exists()
    assert Notice.objects.filter(person=ben, kind="moderation").exists()
    assert_books_balance()


def test_of_somebody_who_is_hired_no_proposal_is_taken_down(proposal, ada, olga, report):
    hire(proposal, by=ada)
    with pytest.raises(NotRemovable):
        remove(report("proposal", proposal.pk, by=ada), olga)
    assert Case.objects.get().is_open


def test_a_person_is_not_removed_here(ben, ada, olga, report):
    with pytest.raises(NotRemovable):
        remove(report("person", ben.pk, by=ada), olga)


def test_only_what_changed_nothing_is_opened_again(job, post, ben, cleo, olga, report):
    kept, warned = report("job", job.pk, by=ben), report("job", post().pk, by=ben)
    judging.keep(kept, by=olga, why="Fine")
    judging.warn(warned, by=olga, why="Bad", said="Bad")
    with pytest.raises(NotReversible):
        judging.reopen(warned, by=olga, why="Again")
    assert judging.reopen(kept, by=olga, why="Again").is_open
    judging.keep(kept, by=olga, why="Fine after all")
    report("job", job.pk, by=cleo)
    with pytest.raises(NotReversible):
        judging.reopen(kept, by=olga, why="Again")
    assert [each.what for each in kept.events.order_by("id")] == ["kept", "reopened", "kept"]


# --- two operators at once ---


def one_of_two_decides(threads, case, olga, otto):
    """One verdict stands, it alone was told, and the job is down exactly when the verdict says so."""
    acts = [partial(remove, Case(pk=case.pk, kind="job", object_id=case.object_id), olga)]
    acts.append(partial(judging.keep, Case(pk=case.pk), by=otto, why="Fine"))
    results = threads.together(*acts)
    case.refresh_from_db()
    done = [each for each in results if isinstance(each, Case)]
    refused = [each for each in results if isinstance(each, JudgedAlready)]
    from jobs.models import Job  # noqa: PLC0415

    down = not Job.objects.get(pk=case.object_id).is_live
    agree = (case.verdict == "removed") == down
    return agree and (len(done), len(refused), case.events.count()) == (1, 1, 1)


@pytest.fixture
def otto(person):
    return person("Otto", is_staff=True, is_superuser=True)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_operators_decide_one_case_at_once(post, ben, olga, otto, report):
    with runners(2) as threads:
        assert all(one_of_two_decides(threads, report("job", post().pk, by=ben), olga, otto) for _ in range(ROUNDS))
    assert_books_balance()


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_control_without_asking_whether_it_is_open_both_decide(monkeypatch, post, ben, olga, otto, report):
    monkeypatch.setattr(judging, "_take", lambda case, **verdict: Case.objects.filter(pk=case.pk).update(**verdict))
    with runners(2) as threads:
        cases = (report("job", post().pk, by=ben) for _ in range(ORDERS))
        assert not all(one_of_two_decides(threads, case, olga, otto) for case in cases)


def test_a_new_case_opened_this_very_moment_comes_before_the_kept_one(job, ben, cleo, olga, report, monkeypatch):
    """As if its row had been written between the look and the update."""
    case = report("job", job.pk, by=ben)
    judging.keep(case, by=olga, why="Fine")
    report("job", job.pk, by=cleo)
    monkeypatch.setattr(Case.objects, "open", Case.objects.none)
    with pytest.raises(NotReversible):
        judging.reopen(case, by=olga, why="A second look")
    monkeypatch.undo()
    assert Case.objects.open().count() == 1
