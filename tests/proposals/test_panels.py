"""What this room shows on a job's page: the way to a proposal, and what closing the job would mean."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.template import engines
from django.test import RequestFactory

from accounts.models import Agency, AgencyMember
from jobs import services as jobs
from proposals import closing, services
from proposals.models import Stage
from tests.hires import hire

pytestmark = pytest.mark.django_db


@pytest.fixture
def panel(job):
    def render(person=None, tag="apply_panel"):
        request = RequestFactory().get("/")
        request.user = person or AnonymousUser()
        job.refresh_from_db()
        template = engines["django"].from_string(f"{{% load proposals %}}{{% {tag} job %}}")
        return template.render({"job": job}, request)

    return render


def test_a_visitor_is_told_the_price_and_asked_in(panel):
    words = panel()
    assert "Log in to send a proposal" in words
    assert "4" in words


def test_a_freelancer_sees_balance_cost_and_what_is_left(panel, ben, job):
    words = panel(ben)
    assert "Balance after" in words
    assert f"/jobs/{job.pk}/apply/" in words


def test_short_of_connects_it_offers_as_many_as_are_missing(panel, person, fund, job):
    dora = person("Dora", freelancer=True)
    fund(dora, 1)
    words = panel(dora)
    assert "Buy 3 more" in words
    assert f"?job={job.pk}" in words


def test_who_has_a_draft_is_led_back_to_it(panel, ben, job):
    services.save_draft(job, author=ben, letter="So far", bid="", answers={})
    assert "You have a draft" in panel(ben)
    assert "Go on with your draft" in panel(ben)


def test_who_has_sent_one_sees_where_it_stands(panel, proposal, ben):
    words = panel(ben)
    assert "You sent a proposal" in words
    assert proposal.get_absolute_url() in words


def test_the_client_is_led_to_the_proposals(panel, proposal, ada, job):
    assert "See 1 proposal" in panel(ada)


def test_who_only_hires_is_shown_the_other_role(panel, charlie):
    assert "Find work, too" in panel(charlie)


def test_an_agencys_own_members_are_told_why_not(panel, ada, ben):
    guild = Agency.objects.create(name="Guild", handle="guild")
    for member in (ada, ben):
        AgencyMember.objects.create(agency=guild, person=member)
    assert "same agency" in panel(ben)


def test_a_job_that_is_not_open_offers_nothing(panel, ada, ben, job):
    jobs.pause(job, by=ada)
    assert "paused" in panel(ben)
    jobs.cancel(job, by=ada)
    assert "has ended" in panel(ben)


# --- what closing means ---


def test_closing_is_counted_in_one_query(send, reach, ada, ben, cleo, person, fund, job, django_assert_num_queries):
    dora = person("Dora", freelancer=True)
    fund(dora, 10)
    send(ben)
    reach(send(cleo), Stage.INTERVIEWING)
    services.withdraw(send(dora), by=dora)
    job.refresh_from_db()
    with django_assert_num_queries(1):
        effect = closing.effect(job)
    assert (effect.proposals, effect.if_cancelled, effect.if_filled) == (2, 1, 0)


def test_each_counts_by_the_rules_it_was_sent_under(send, switch, ben, cleo, job):
    send(ben)
    switch("cancelled", "early", on=False)
    send(cleo)
    job.refresh_from_db()
    assert closing.effect(job).if_cancelled == 1


def test_after_a_hire_cancelling_gives_nothing_back(panel, send, ada, ben, cleo, job):
    hire(send(ben), by=ada)
    send(cleo)
    job.refresh_from_db()
    effect = closing.effect(job)
    assert (effect.proposals, effect.if_cancelled, effect.if_filled, effect.someone_hired) == (2, 0, 0, True)
    words = panel(ada, "closing_effect")
    assert "because somebody has been hired" in words
    assert "not selected" in words


def test_without_proposals_closing_concerns_nobody(panel, ada):
    assert "Nobody has sent a proposal yet" in panel(ada, "closing_effect")
