"""Back to where a button was, and nowhere else."""

import pytest
from django.test import RequestFactory

from common.returning import way_back


def asked(target):
    return way_back(RequestFactory().post("/somewhere/", {"next": target}))


@pytest.mark.parametrize("target", ["/", "/jobs/?q=a&after=1.2", "/jobs/3/proposals/?tab=archived"])
def test_a_path_of_this_site(target):
    assert asked(target) == target


@pytest.mark.parametrize(
    "target",
    [
        "",
        "0",
        "home",
        "jobs",
        "admin:index",
        "//evil.example",
        "https://evil.example/",
        "/\\evil.example",
        "javascript:x",
    ],
)
def test_anything_else_is_nowhere(target):
    assert asked(target) == ""
