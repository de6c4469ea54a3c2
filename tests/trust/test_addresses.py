"""Every address of this part, for every kind of reader: what is not yours is not there. And what lists cost."""

import pytest

from accounts import blocking
from tests.queries import cost

GET, POST = "get", "post"
READERS = ["stranger", "freelancer", "client", "author", "operator"]
EVERYBODY = set(READERS)
# Address, method, and for whom it is there.
TABLE = [
    ("/report/job/{job}/", GET, EVERYBODY - {"client"}),
    ("/jobs/{job}/report/", GET, EVERYBODY - {"client"}),
    ("/block/job/{job}/", GET, EVERYBODY - {"client"}),
    ("/report/job/{draft}/", GET, set()),
    ("/block/job/{draft}/", POST, set()),
    ("/report/job/{removed}/", GET, set()),
    ("/report/proposal/{proposal}/", GET, {"client"}),
    ("/report/proposal/{proposal}/", POST, {"client"}),
    ("/block/proposal/{proposal}/", GET, {"client"}),
    ("/block/proposal/{proposal}/", POST, {"client"}),
    ("/report/person/{author}/", GET, EVERYBODY - {"author"}),
    ("/block/person/{author}/", GET, EVERYBODY - {"author"}),
    # Nobody is found by their number alone.
    ("/report/person/{client}/", GET, set()),
    ("/block/person/{client}/", POST, set()),
    ("/report/person/{unproven}/", GET, set()),
    ("/report/wallet/1/", GET, set()),
    ("/report/job/0/", GET, set()),
    ("/report/job/9223372036854775808/", GET, set()),
    ("/block/job/99999999999999999999999/", POST, set()),
    ("/settings/blocked/{block}/unblock/", POST, {"client"}),
    ("/settings/blocked/0/unblock/", POST, set()),
    ("/settings/blocked/99999999999999999999999/unblock/", POST, set()),
    ("/settings/reports/", GET, EVERYBODY),
    ("/settings/blocked/", GET, EVERYBODY),
]
DESK = ["", "{case}/change/", "{case}/remove/", "{case}/warn/", "{case}/keep/", "{case}/reopen/"]


@pytest.fixture
def numbers(post, job, ada, ben, cleo, olga, person, send, report):
    from jobs import services as jobs  # noqa: PLC0415
    from talent import services as talent  # noqa: PLC0415

    removed = post()
    jobs.remove(removed, by=olga, violation="fraud", reason="Fraud")
    unproven = person("Uma", freelancer=True, email_verified_at=None)
    talent.open_profile(unproven)
    return {
        "job": job.pk,
        "draft": jobs.draft(ada, title="Draft").pk,
        "removed": removed.pk,
        "proposal": send(ben).pk,
        "author": ben.pk,
        "client": ada.pk,
        "unproven": unproven.pk,
        "case": report("job", job.pk, by=person("Rita")).pk,
        "block": blocking.block(ben, by=ada).pk,
    }


@pytest.fixture
def readers(charlie, cleo, ada, ben, olga):
    return dict(zip(READERS, [charlie, cleo, ada, ben, olga], strict=True))


@pytest.mark.parametrize("reader", [*READERS, None])
def test_who_gets_in(client, numbers, readers, reader):
    if reader:
        client.force_login(readers[reader])
    for address, method, allowed in TABLE:
        answer = getattr(client, method)(address.format(**numbers))
        if reader is None:
            assert (answer.status_code, answer["Location"][:16]) == (302, "/accounts/login/"), address
        elif reader in allowed:
            assert answer.status_code in (200, 302), address
        else:
            assert answer.status_code == 404, address


@pytest.mark.parametrize("reader", [*READERS, None])
def test_the_desk_is_for_operators(client, numbers, readers, reader):
    if reader:
        client.force_login(readers[reader])
    for tail in DESK:
        status = client.get(f"/admin/accounts/case/{tail.format(**numbers)}").status_code
        assert status == (200 if reader == "operator" else 302), tail
    for verb in ("suspend", "ban", "lift"):
        status = client.get(f"/admin/accounts/user/{numbers['author']}/{verb}/").status_code
        assert status == (200 if reader == "operator" else 302), verb


def test_staff_without_the_right_decide_nothing(client, numbers, person):
    client.force_login(person("Stan", is_staff=True))
    for tail in DESK[2:]:
        assert client.post(f"/admin/accounts/case/{tail.format(**numbers)}", {"reason": "x"}).status_code == 403
    assert client.post(f"/admin/accounts/user/{numbers['author']}/ban/", {"reason": "x"}).status_code == 403


@pytest.mark.parametrize("address", ["/settings/reports/", "/settings/blocked/", "/admin/accounts/case/"])
def test_a_list_costs_the_same_at_5_and_at_50(client, address, post, ben, olga, person, report):
    reader = olga if "admin" in address else ben

    def more(number):
        for place in range(number):
            report("job", post().pk, by=ben)
            blocking.block(person(f"P{number}x{place}"), by=ben)

    client.force_login(reader)
    more(5)
    few = cost(client, address)
    more(45)
    assert cost(client, address) == few
