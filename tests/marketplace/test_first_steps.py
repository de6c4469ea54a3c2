"""The first steps of somebody new: facts, one next thing to do, and gone when they are done."""

import pytest

from accounts.models import ClientProfile
from common import clock
from jobs.models import SavedJob
from proposals import services
from talent.models import FreelancerProfile
from talent.services import open_profile
from tests.proposals.conftest import LETTER, endow

pytestmark = pytest.mark.django_db


def steps(client, person):
    client.force_login(person)
    return client.get("/").context["first_steps"]


def shown(found):
    return [(step.title, step.done) for step in found.steps]


def test_a_freelancer_is_led_from_the_mailbox_to_the_first_proposal(client, ben, job):
    assert shown(steps(client, ben)) == [
        ("Confirm your e-mail address", True),
        ("Complete your profile", False),
        ("Find a good first job", False),
        ("Send your first proposal", False),
    ]
    assert steps(client, ben).next.url == "/settings/profile/"
    open_profile(ben)
    FreelancerProfile.objects.filter(person=ben).update(completed_at=clock.now())
    assert steps(client, ben).next.url == "/jobs/?first=on"
    SavedJob.objects.create(person=ben, job=job)
    assert steps(client, ben).next.title == "Send your first proposal"
    endow(ben, 40)
    services.submit(job, author=ben, letter=LETTER, bid_minor=45_000, answers={})
    assert steps(client, ben) is None


def test_a_profile_that_was_begun_says_how_far_it_is_and_what_it_brings(client, ben):
    open_profile(ben)
    FreelancerProfile.objects.filter(person=ben).update(title="Binder", country="GB")
    text = steps(client, ben).next.text
    assert text.startswith("20 % so far.")
    assert text.endswith("it brings 50 Connects.")


def test_a_client_is_led_from_the_company_to_the_first_proposals(client, ada, ben, post):
    ClientProfile.objects.filter(person=ada).update(about="We bake.")
    assert steps(client, ada).next.title == "Post your first job"
    job = post()
    waiting = steps(client, ada).next
    assert (waiting.title, waiting.url) == ("Read the first proposals", "/talent/")
    endow(ben, 40)
    proposal = services.submit(job, author=ben, letter=LETTER, bid_minor=45_000, answers={})
    assert steps(client, ada).next.url == f"/jobs/{job.pk}/proposals/"
    client.get(f"/proposals/{proposal.pk}/")
    assert steps(client, ada) is None


def test_whoever_hides_the_list_is_not_shown_it_again_and_somebody_else_is(client, ben, cleo):
    assert steps(client, ben)
    assert client.post("/first-steps/hide/").url == "/"
    assert steps(client, ben) is None
    client.logout()
    assert steps(client, cleo)


def test_only_a_button_hides_it_and_only_for_who_is_logged_in(client, ben):
    assert client.post("/first-steps/hide/").url.startswith("/accounts/login/")
    client.force_login(ben)
    assert client.get("/first-steps/hide/").status_code == 405


def test_somebody_without_a_role_has_no_steps(client, charlie):
    assert steps(client, charlie) is None
