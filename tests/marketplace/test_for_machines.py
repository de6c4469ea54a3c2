"""What machines ask for: robots.txt, the list of addresses, the manifest, the icon; and what a shared link shows."""

import pytest

from jobs import services as jobs
from tests.queries import cost

pytestmark = pytest.mark.django_db


def test_a_demo_that_others_can_reach_asks_to_be_left_out(client, settings):
    settings.SITE_URL = "https://demo.example"
    assert client.get("/robots.txt").content.decode() == "User-agent: *\nDisallow: /\n"


def test_a_demo_of_this_machine_has_nothing_to_hide(client, settings):
    settings.SITE_URL = "http://127.0.0.1:8000"
    assert "Disallow: /\n" not in client.get("/robots.txt").content.decode()


def test_a_real_site_says_where_its_pages_are_and_which_are_private(client, settings):
    settings.DEMO, settings.SITE_URL = False, "https://guild.example"
    said = client.get("/robots.txt").content.decode()
    assert "Disallow: /settings/\n" in said
    assert "Disallow: /\n" not in said
    assert said.endswith("Sitemap: https://guild.example/sitemap.xml\n")


def test_the_list_has_open_jobs_and_no_others(client, ada, post):
    closed, job = post(title="Closed"), post(title="Open")
    jobs.cancel(closed, by=ada)
    said = client.get("/sitemap.xml").content.decode()
    assert f"/jobs/{job.pk}/</loc><lastmod>" in said
    assert f"/jobs/{closed.pk}/<" not in said
    assert "/help/what-is-a-connect/</loc>" in said


def test_the_list_is_one_query_at_5_and_at_50(client, post):
    for number in range(5):
        post(title=f"Job {number}")
    few = cost(client, "/sitemap.xml")
    for number in range(45):
        post(title=f"Job {number + 5}")
    assert cost(client, "/sitemap.xml") == few <= 2


def test_the_manifest_names_the_site_and_its_icons(client):
    said = client.get("/manifest.webmanifest").json()
    assert said["name"] == "Guildhall"
    assert {icon["sizes"] for icon in said["icons"]} == {"192x192", "512x512"}


def test_a_shared_job_shows_its_own_title_and_words(client, post):
    job = post(title='A "logo" & more', description="Three drafts for <bakers>.")
    page = client.get(f"/jobs/{job.pk}/?from=mail").content.decode()
    assert '<meta property="og:title" content="A &quot;logo&quot; &amp; more">' in page
    assert '<meta property="og:description" content="$500. Three drafts for &lt;bakers&gt;.">' in page
    assert f'<link rel="canonical" href="http://127.0.0.1:8000/jobs/{job.pk}/">' in page
    assert page.count('<meta name="description"') == 1
    assert 'content="noindex"' not in page


def test_a_job_that_has_ended_is_not_to_be_found(client, ada, job):
    jobs.cancel(job, by=ada)
    assert '<meta name="robots" content="noindex">' in client.get(f"/jobs/{job.pk}/").content.decode()


@pytest.mark.parametrize("address", ["/", "/pricing/", "/jobs/", "/talent/", "/help/", "/market-rules/", "/boosts/"])
def test_every_public_page_describes_itself_once(client, address):
    page = client.get(address).content.decode()
    assert page.count('<meta name="description"') == 1
    assert page.count('<meta property="og:description"') == 1
    assert "img/social-card" in page
