"""The page Market: three jobs and three proposals, reckoned by hand."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission

from accounts.models import Category
from common import clock
from jobs import services as jobs
from jobs.models import Job
from marketplace.figures import market as page
from marketplace.figures.periods import span
from proposals import services, settlement
from proposals.models import Proposal
from tests import queries
from tests.books import assert_books_balance
from tests.conftest import MONDAY
from tests.hires import hire
from tests.proposals.conftest import LETTER, endow

pytestmark = pytest.mark.django_db
ADDRESS = "/admin/figures/market/"
NOW = MONDAY + timedelta(days=15)


@pytest.fixture
def desk(client, olga):
    client.force_login(olga)
    return client


def send(job, author):
    return services.submit(job, author=author, letter=LETTER, bid_minor=45_000, answers={})


@pytest.fixture
def story(ada, ben, cleo, post):
    """On Monday Ada publishes two jobs in Design. For the one Ben and Cleo write, 4 Connects each; Ben bids 5 for a
    place on top, and is hired; Cleo's is never opened. For the other nobody writes. A week later a job in Writing
    brings Cleo's proposal, which nobody opens."""
    writing = Category.objects.get_or_create(slug="writing", defaults={"name": "Writing"})[0]
    with clock.at(MONDAY):
        endow(ben, 40)
        endow(cleo, 40)
        wanted, _ = post(title="A logo"), post(title="A sign")
        his, _ = send(wanted, ben), send(wanted, cleo)
        services.boost(his, by=ben, connects=5)
        services.view(his, by=ada)
        hire(his, by=ada)
    with clock.at(MONDAY + timedelta(days=7)):
        send(post(title="A letter", category=writing), cleo)
    with clock.at(NOW):
        yield


def shown(table, names=1):
    rows = [*table.rows, table.total] if table.total else table.rows
    return {" ".join(cell.shown for cell in row[:names]): [cell.shown for cell in row[names:]] for row in rows}


HIS = ["1", "0.0 %", "1", "100.0 %", "9", "9.0"]
HERS = ["1", "100.0 %", "0", "0.0 %", "4", "–"]


def test_each_week_says_what_its_jobs_brought(story):
    found = shown(page.tables(span("week", at=NOW))[0])
    assert found["2026-03-02"] == ["2", "1.0", "50.0 %", "2", "50.0 %", "1", "50.0 %", "13", "13.0"]
    assert found["2026-03-09"] == ["1", "1.0", "0.0 %", *HERS]
    assert found["2026-03-16"] == ["0", "–", "–", "0", "–", "0", "–", "0", "–"]
    assert found["Together"] == ["3", "1.0", "33.3 %", "3", "66.7 %", "1", "33.3 %", "17", "17.0"]
    assert_books_balance()


def test_categories_stand_beside_each_other(story):
    assert shown(page.tables(span("month", at=NOW))[1]) == {
        "Design": ["2", "1.0", "50.0 %", "2", "50.0 %", "1", "50.0 %", "13", "13.0"],
        "Writing": ["1", "1.0", "0.0 %", *HERS],
    }


def test_boosted_proposals_stand_beside_the_others(story):
    _, _, by_week, by_category = page.tables(span("week", at=NOW))
    assert shown(by_week, 2) == {
        "2026-03-02 Boosted": HIS,
        "2026-03-02 Not boosted": HERS,
        "2026-03-09 Not boosted": HERS,
    }
    assert shown(by_category, 2) == {
        "Design Boosted": HIS,
        "Design Not boosted": HERS,
        "Writing Not boosted": HERS,
        "All categories Boosted": HIS,
        "All categories Not boosted": ["2", "100.0 %", "0", "0.0 %", "8", "–"],
    }


def test_what_came_back_was_not_spent(ada, ben, post):
    with clock.at(MONDAY):
        endow(ben, 40)
        job = post()
        services.boost(send(job, ben), by=ben, connects=5)
        jobs.cancel(job, by=ada)
        settlement.settle_due(MONDAY + timedelta(days=9))
    found = shown(page.tables(span("week", at=NOW))[0])
    assert found["Together"] == ["1", "1.0", "0.0 %", "1", "100.0 %", "0", "0.0 %", "0", "–"]


def test_each_table_is_a_file(desk, story):
    lines = b"".join(desk.get(ADDRESS, {"csv": "boosts-by-category"}).streaming_content).decode().split("\r\n")
    assert lines[1] == "Design,Boosted,1,0.0,1,100.0,9,9.0"


def test_the_page_costs_the_same_with_more_in_it(desk, post, ben):
    with clock.at(MONDAY):
        endow(ben, 40)
        first = send(post(), ben)
        fill(first, 4)
        few = queries.cost(desk, ADDRESS)
        fill(first, 45)
        assert queries.cost(desk, ADDRESS) == few
    assert shown(page.tables(span("week", at=MONDAY))[1])["Design"][:2] == ["50", "1.0"]


def fill(proposal, number):
    """So many more jobs like its job, with a proposal like it each."""
    for job in Job.objects.bulk_create(like(proposal.job) for _ in range(number)):
        Proposal.objects.bulk_create([like(proposal, job_id=job.pk)])


def like(row, **fields):
    columns = [each for each in row._meta.concrete_fields if not (each.primary_key or each.generated)]
    return type(row)(**{each.attname: getattr(row, each.attname) for each in columns} | fields)


@pytest.mark.parametrize(("allowed", "status"), [("view_transaction", 200), ("view_purchase", 403)])
def test_only_operators_who_may_read_the_ledger_see_it(client, person, allowed, status):
    sam = person("Sam", is_staff=True)
    sam.user_permissions.add(Permission.objects.get(codename=allowed))
    client.force_login(sam)
    assert client.get(ADDRESS).status_code == status
