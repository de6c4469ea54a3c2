"""How many queries a page costs: list pages must not cost more when their lists grow."""

from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from common import clock


def cost(client: Client, address: str) -> int:
    """The number of queries of one GET, which must succeed. The page is warm, the clock's row is read anew.

    On a busy machine a page may take so long that the clock is read twice; it counts as one.
    """
    assert client.get(address).status_code == 200
    clock.forget()
    with CaptureQueriesContext(connection) as queries:
        response: Any = client.get(address)
        # A streaming answer asks the database only while it is read.
        _ = b"".join(response) if response.streaming else response.content
    about_time = sum('"common_clockoffset"' in query["sql"] for query in queries)
    return len(queries) - max(about_time - 1, 0)
