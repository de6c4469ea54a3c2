import pytest

from tests.flows.running import RunningSite


@pytest.fixture(scope="session")
def running_site(tmp_path_factory):
    """A demo as `make run` starts it on a fresh clone, filled and answering."""
    site = RunningSite(tmp_path_factory.mktemp("run"))
    try:
        site.start()
        yield site
    finally:
        site.stop()
