"""Every page of the admin answers, and shows no more than an operator may see."""

import pytest
from django.contrib import admin
from django.urls import reverse

from connects import services as connects
from connects.models import Source
from tests.books import assert_books_balance

pytestmark = pytest.mark.django_db

LISTS = [(model._meta.app_label, model._meta.model_name) for model in admin.site._registry]


@pytest.fixture
def operator(client, olga):
    client.force_login(olga)
    return client


@pytest.mark.parametrize(("app", "model"), LISTS, ids=[f"{app}.{model}" for app, model in LISTS])
def test_every_list_answers(operator, app, model, ben, ada):
    connects.grant(
        ben.wallet.pk, 40, source=Source.JOINING, expires_at=ben.joined_at.replace(year=2099), reference="joining:ben"
    )
    page = operator.get(reverse(f"admin:{app}_{model}_changelist"))
    assert page.status_code == 200


def test_the_first_page_says_what_waits(operator):
    page = operator.get(reverse("admin:index"))
    assert page.status_code == 200
    assert b"Refunds late" in page.content
    assert b"Mail not sent for 15 minutes" in page.content


def test_the_admin_has_a_policy_of_its_own(operator):
    assert "'unsafe-eval'" in operator.get(reverse("admin:index"))["Content-Security-Policy"]
    assert "'unsafe-eval'" not in operator.get(reverse("home"))["Content-Security-Policy"]


@pytest.mark.parametrize("who", ["ada", "ben", "charlie"])
def test_nobody_else_comes_in(client, request, who):
    client.force_login(request.getfixturevalue(who))
    assert client.get(reverse("admin:index")).status_code in (302, 403)


def test_the_proof_page_says_that_the_books_balance(operator):
    page = operator.get(reverse("admin:connects_wallet_prove"))
    assert b"The books balance." in page.content
    assert_books_balance()
