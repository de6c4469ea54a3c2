"""Pages travel compressed to whoever can read that; pictures, which are small already, as they are."""

import gzip

import pytest

pytestmark = pytest.mark.django_db


def test_a_page_is_compressed_for_who_asks(client):
    answer = client.get("/pricing/", headers={"accept-encoding": "gzip"})
    assert answer.headers["Content-Encoding"] == "gzip"
    assert b"</html>" in gzip.decompress(answer.content)


def test_others_get_it_plain(client):
    assert "Content-Encoding" not in client.get("/pricing/").headers
