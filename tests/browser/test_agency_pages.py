"""Agencies in Chromium: from an invitation to a proposal paid by the pool; every page, every width, both lights."""

import pytest

from accounts.agencies import inviting, people
from common import clock
from common.models import Mail
from connects import services as connects
from proposals import services
from proposals.models import Proposal
from tests.accounts.conftest import link_in
from tests.agencies.conftest import *  # noqa: F403 - its cast
from tests.agencies.conftest import _fresh_cache  # noqa: F401
from tests.books import assert_books_balance
from tests.browser.test_proposal_pages import WIDTHS, fits
from tests.proposals.conftest import LETTER

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _monday():
    """The site under test runs in a thread of its own, on today's clock."""


@pytest.fixture
def busy(guild, pool, fund, ben, cleo, maya, post, place):
    """A pool with a history, limits, and two open invitations."""
    fund(pool, 60, days=20)
    fund(pool, 60)
    people.set_limit(guild, place(guild, ben).pk, by=maya, monthly_limit=20)
    people.set_limit(guild, place(guild, cleo).pk, by=maya, monthly_limit=4)
    sent = [
        services.submit(
            post(title=f"A shop for {who.name}"), author=who, letter=LETTER, bid_minor=90_000, answers={}, agency=guild
        )
        for who in (ben, cleo)
    ]
    inviting.invite(guild, by=maya, email="eva.with.a.rather.long.name@subdomain.example.com", monthly_limit=8)
    return sent


def every_page(guild, pool, sent, job) -> list[str]:
    base = f"/agencies/{guild.handle}/"
    member = guild.memberships.present().filter(role="member").first()
    tails = [
        "",
        "members/",
        f"members/{member.pk}/",
        "invite/",
        "edit/",
        "connects/",
        "connects/history/",
        "spending/",
    ]
    tails += ["proposals/", "purchases/", f"connects/lots/{pool.lots.first().pk}/"]
    tails += [f"connects/transactions/{pool.transactions.latest('id').pk}/"]
    return [
        "/settings/agencies/",
        *(base + tail for tail in tails),
        f"/jobs/{job.pk}/apply/",
        sent[0].get_absolute_url(),
    ]


@pytest.mark.parametrize(("width", "scheme"), WIDTHS)
def test_every_page_fits_and_is_accessible(
    look, guild, pool, busy, maya, ben, job, accessibility_problems, width, scheme
):
    page = look("/settings/agencies/", width=width, scheme=scheme, person=maya)
    site = "/".join(page.url.split("/")[:3])
    wrong = []
    for path in every_page(guild, pool, busy, job):
        page.goto(site + path)
        wrong += [(path, problem) for problem in accessibility_problems(page)]
        wrong += [] if fits(page) else [(path, "does not fit")]
    assert wrong == []


@pytest.mark.parametrize("script", [True, False])
def test_from_an_invitation_to_a_proposal_paid_by_the_pool(look, guild, pool, fund, maya, charlie, job, script):
    fund(pool, 6)
    hers = look(f"/agencies/{guild.handle}/members/", person=maya, script=script)
    hers.get_by_role("link", name="Invite somebody").click()
    hers.get_by_label("E-mail address").fill(charlie.email)
    hers.get_by_label("Connects a month at most").fill("8")
    hers.get_by_role("button", name="Send invitation").click()
    hers.get_by_text("charlie@example.com is invited.").wait_for()

    his = look(link_in(Mail.objects.get(to=charlie.email)), person=charlie, script=script)
    his.get_by_role("button", name="Join Fieldstone").click()
    his.get_by_text("You are in Fieldstone now.").wait_for()
    his.goto("/".join(his.url.split("/")[:3]) + f"/jobs/{job.pk}/apply/")
    his.get_by_label("Cover letter").fill(LETTER)
    his.get_by_label("Your price for the whole job").fill("$1,200")
    his.get_by_label("Fieldstone Its pool has").check()
    his.get_by_role("button", name="Send proposal").click()
    his.get_by_text(f"Your proposal for “{job.title}” is sent.").wait_for()
    his.get_by_text("From the pool of").wait_for()

    hers.goto("/".join(hers.url.split("/")[:3]) + f"/agencies/{guild.handle}/spending/")
    hers.get_by_role("row", name="Charlie").get_by_text("4 Connects").first.wait_for(state="attached")
    assert Proposal.objects.get().agency == guild
    assert connects.spendable(pool.pk) == 2
    assert_books_balance()
    assert clock.now()
