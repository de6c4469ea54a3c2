"""The front page, and what is shown when something goes wrong."""

import pytest
from django.template.loader import render_to_string
from django.test import Client

from billing.models import Package
from common import policies
from jobs.models import CostPolicy


def test_the_front_page_shows_the_figures_of_the_day(client, db):
    CostPolicy.objects.update(highest=9)
    page = client.get("/").content.decode()
    assert "Few proposals, seriously meant." in page
    assert ">9<" in page


def test_a_missing_page_is_a_404_in_the_house_s_clothes(client, db):
    answer = client.get("/no-such-door/")
    assert answer.status_code == 404
    assert b"Nothing behind this door" in answer.content


def test_whose_log_in_ran_out_over_a_button_is_told_that_nothing_was_done(client, ada, job):
    client.force_login(ada)
    answer = client.get(f"/jobs/{job.pk}/pause/")
    assert answer.status_code == 405
    assert answer["Allow"] == "POST"
    assert "Nothing was done" in answer.content.decode()
    assert "Ada" in answer.content.decode()


def test_a_wrong_method_of_a_machine_stays_without_words(client, db):
    assert client.put("/pricing/").content == b""


def test_a_form_without_its_token_is_refused_with_a_way_on(db):
    answer = Client(enforce_csrf_checks=True).post("/accounts/login/", {"login": "ben@example.com"})
    assert answer.status_code == 403
    assert b"The form was too old" in answer.content


@pytest.mark.parametrize("page", ["500.html", "400.html", "403_csrf.html", "429.html"])
def test_the_last_pages_stand_without_database_or_context(page):
    html = render_to_string(page)
    assert "<h1>" in html
    assert 'href="/static/css/app.css"' in html


@pytest.mark.parametrize("page", ["login", "signup", "password/reset", "logout"])
def test_the_ways_in_are_dressed(client, ben, page):
    if page == "logout":
        client.force_login(ben)
    answer = client.get(f"/accounts/{page}/")
    assert answer.status_code == 200
    assert b'class="entrance"' in answer.content
    assert b"as_p" not in answer.content


def test_pricing_shows_the_packages_and_since_when(client, db, olga):
    page = client.get("/pricing/").content.decode()
    assert "$8.70" in page
    assert "since the market opened" in page
    package = Package.objects.get(connects=60, region__currency="USD")
    policies.change(package, actor=olga, reason="A fairer price", price_minor=850)
    page = client.get("/pricing/").content.decode()
    assert "$8.50" in page
    assert "since the market opened" not in page
