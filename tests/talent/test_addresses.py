"""Every address of certifications and profiles, for everybody: what is public, and that a test is its taker's own."""

from uuid import uuid4

import pytest

from talent import certifications, saving, services, urls
from talent.models import Attempt
from tests.addresses import BEN, GET, POST, READERS, STRANGER, Row, answer, cast, missing, tried
from tests.books import assert_books_balance
from tests.talent.conftest import sit

pytestmark = pytest.mark.django_db
TEST = "/certifications/sums/tests/{running}/"
OVER = "/certifications/more-sums/tests/{passed}/"
LOST = "/certifications/hard-sums/tests/{failed}/"
# Of no certification but its own is an attempt found, by Ben either.
ASTRAY = "/certifications/more-sums/tests/{running}/"
ONLY_BEN_302 = {BEN: 302}
# A fragment for htmx, which could do nothing with a page for logging in.
NOT_LOGGED_IN = {STRANGER: 401}

TABLE = [
    Row("/certifications/", GET, 200).open_to_all(),
    Row("/certifications/", POST, 405).open_to_all(),
    Row("/certifications/sums/", GET, 200).open_to_all(),
    Row("/certifications/sums/", POST, 405).open_to_all(),
    Row("/certifications/nothing/", GET, 404).open_to_all(),
    # No longer offered: there for who took it.
    Row("/certifications/hard-sums/", GET, 404, {BEN: 200, STRANGER: 404}),
    Row("/certifications/sums/start/", GET, 405),
    Row("/certifications/sums/start/", POST, 302),
    Row("/certifications/nothing/start/", POST, 404),
    Row(TEST, GET, 404, {BEN: 200}),
    Row(TEST, POST, 405),
    Row(f"{TEST}?unsure", GET, 404, {BEN: 200}),
    Row(f"{TEST}answers/0/", GET, 405, {STRANGER: 405}),
    Row(f"{TEST}answers/0/", POST, 404, {BEN: 200, **NOT_LOGGED_IN}),
    Row(f"{TEST}answers/99/", POST, 404, {BEN: 400, **NOT_LOGGED_IN}),
    Row(f"{TEST}save/", GET, 405),
    Row(f"{TEST}save/", POST, 404, ONLY_BEN_302),
    Row(f"{TEST}hand-in/", GET, 405),
    Row(f"{TEST}hand-in/", POST, 404, ONLY_BEN_302),
    Row(f"{TEST}result/", GET, 404, ONLY_BEN_302),
    Row(f"{TEST}result/", POST, 405),
    # What is over is over, and still nobody else's.
    Row(OVER, GET, 404, ONLY_BEN_302),
    Row(f"{OVER}answers/0/", POST, 404, {BEN: 204, **NOT_LOGGED_IN}),
    Row(f"{OVER}save/", POST, 404, ONLY_BEN_302),
    Row(f"{OVER}hand-in/", POST, 404, ONLY_BEN_302),
    Row(f"{OVER}result/", GET, 404, {BEN: 200}),
    Row(f"{LOST}result/", GET, 404, {BEN: 200}),
    Row(ASTRAY, GET, 404),
    Row(f"{ASTRAY}answers/0/", POST, 404, NOT_LOGGED_IN),
    Row(f"{ASTRAY}save/", POST, 404),
    Row(f"{ASTRAY}hand-in/", POST, 404),
    Row(f"{ASTRAY}result/", GET, 404),
    # The proof is for whoever wants to check it.
    Row("/certifications/more-sums/{certificate}/", GET, 200).open_to_all(),
    Row("/certifications/more-sums/{certificate}/", POST, 405).open_to_all(),
    Row("/certifications/sums/{certificate}/", GET, 404).open_to_all(),
    Row("/certifications/more-sums/{made_up}/", GET, 404).open_to_all(),
    Row("/settings/profile/", GET, 200, {"client": 302, "nobody": 302, "operator": 302}),
    Row("/settings/profile/", POST, 200, {"client": 302, "nobody": 302, "operator": 302}),
    # Ben has no Connects: the form says so, and stays.
    Row("/settings/availability/", GET, 200, {"client": 302, "nobody": 302, "operator": 302}),
    Row("/settings/availability/", POST, 200, {"client": 302, "nobody": 302, "operator": 302}),
    Row("/settings/availability/off/", GET, 405),
    Row("/settings/availability/off/", POST, 302),
    Row("/talent/", GET, 200).open_to_all(),
    Row("/talent/", POST, 405).open_to_all(),
    Row("/talent/saved/", GET, 200),
    Row("/talent/saved/", POST, 405),
    Row("/talent/{handle}/save/", GET, 405),
    # Nobody keeps themselves, and nobody whom they cannot see.
    Row("/talent/{handle}/save/", POST, 302, {BEN: 404}),
    Row("/talent/{hidden}/save/", POST, 404),
    Row("/talent/nobody-at-all/save/", POST, 404),
    # Kept by Ada alone.
    Row("/talent/{kept}/note/", GET, 405),
    Row("/talent/{kept}/note/", POST, 404, {"client": 302}),
    Row("/talent/{hidden}/note/", POST, 404),
    Row("/talent/{handle}/", GET, 200).open_to_all(),
    Row("/talent/{handle}/", POST, 405).open_to_all(),
    # Of somebody whose mailbox is not proven yet.
    Row("/talent/{hidden}/", GET, 404).open_to_all(),
    Row("/agencies/elsewhere/", GET, 200).open_to_all(),
    Row("/agencies/elsewhere/", POST, 405).open_to_all(),
    Row("/media/photos/{photo}", GET, 200).open_to_all(),
    Row("/media/photos/{photo}", POST, 405).open_to_all(),
    Row("/media/photos/{no_photo}", GET, 404).open_to_all(),
]
ACTS = ["answers/0/", "save/", "hand-in/"]


@pytest.fixture
def readers(person, ben, cleo, ada, charlie, olga):
    return cast(person, ben, cleo, ada, charlie, olga)


@pytest.fixture
def running(sums, ben) -> Attempt:
    return certifications.start(sums, person=ben)


@pytest.fixture
def names(readers, certify, profile, running, ben, person, photos):
    """What the addresses of the table name: Ben's three tests and his profile, a photo, a profile not proven yet."""
    passed, failed = sit(certify("More sums"), ben, 15), sit(certify("Hard sums"), ben, 2)
    type(failed.certification).objects.filter(pk=failed.certification_id).update(enabled=False)
    photos.mkdir()
    (photos / f"{'a' * 32}.webp").write_bytes(b"a picture")
    kept = services.open_profile(person("Kay", freelancer=True))
    saving.save(kept, by=readers["client"])
    hidden = services.open_profile(person("Ines", freelancer=True, email_verified_at=None))
    return {
        "running": running.pk,
        "passed": passed.pk,
        "failed": failed.pk,
        "certificate": passed.certificate,
        "made_up": uuid4(),
        "handle": profile.handle,
        "hidden": hidden.handle,
        "kept": kept.handle,
        "photo": f"{'a' * 32}.webp",
        "no_photo": f"{'0' * 32}.webp",
    }


@pytest.mark.parametrize("reader", READERS)
def test_everybody_finds_their_own_and_nothing_else(readers, names, reader):
    assert tried(TABLE, reader, readers, names) == []
    assert_books_balance()


def test_no_address_is_left_out(names):
    assert missing(urls.urlpatterns, TABLE, names) == set()


@pytest.mark.parametrize("reader", [reader for reader in READERS if reader != BEN])
def test_what_others_do_leaves_bens_test_alone(client, readers, names, running, reader):
    if readers[reader]:
        client.force_login(readers[reader])
    for tail in ACTS:
        client.post(f"{running.get_absolute_url()}{tail}", {"q0": "1", "sure": "yes"})
    running.refresh_from_db()
    assert running.finished_at is None
    assert certifications.saved(running) == {}


@pytest.mark.parametrize("reader", READERS)
def test_who_may_start_a_test(readers, names, reader):
    before = Attempt.objects.count()
    answered = answer(Row("/certifications/sums/start/", POST, 302), reader, readers, names)
    finds_work = reader in ("freelancer", "agency owner", "agency member")
    assert ("/tests/" in answered["Location"]) == (finds_work or reader == BEN)
    assert Attempt.objects.count() == before


def test_ben_gets_through(client, ben, names, running):
    client.force_login(ben)
    test = running.get_absolute_url()
    for tail in ACTS:
        assert client.post(f"{test}{tail}", {"q0": "1", "sure": "yes"}).status_code in (200, 302)
    running.refresh_from_db()
    assert running.finished_at is not None
    assert client.get(f"{test}result/").status_code == 200


@pytest.mark.parametrize("number", ["0", str(2**31), str(2**63), str(10**30)])
def test_numbers_that_nothing_has_are_404(client, ben, sums, number):
    client.force_login(ben)
    test = f"/certifications/sums/tests/{number}/"
    assert client.get(test).status_code == 404
    assert client.get(f"{test}result/").status_code == 404
    for tail in ACTS:
        assert client.post(test + tail).status_code == 404
