"""The admin with the worst texts on its pages, and every form of it filled in with everything."""

import pytest

from tests.books import assert_books_balance
from tests.hostile import world as making
from tests.hostile.room import Walked, bound, forms_of_ours  # noqa: F401 - a fixture

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
# One field wherever it stands: why something is done, and the search above a list.
ALIKE = frozenset({"reason", "q"})
# What no page of this walk can fill in, and why.
ELSEWHERE: dict[str, str] = {}


@pytest.fixture(scope="module")
def walked(world):
    making.poison()
    return Walked(world, ["olga"], within="/admin/")


def test_nothing_that_somebody_typed_comes_alive_before_an_operator(walked):
    assert walked.pages > 150
    assert walked.alive == []


def test_every_form_of_the_admin_takes_everything(walked, bound):  # noqa: F811
    filled = walked.fill_in(alike=ALIKE)
    assert filled.wrong == []
    left_out = {each for each in forms_of_ours() if ".admin" in each} - set(bound)
    assert left_out == set(ELSEWHERE)
    assert {field for field, classes in filled.classes.items() if len(classes) < 20} == set()
    assert_books_balance()
