"""Each import contract is live: a breach planted in a copy of the tree is caught, and named."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("marketplace", "support", "proposals", "jobs", "talent", "billing", "connects", "accounts", "common")
PACKAGES = ("house", *ROOMS, "stripe_sandbox")

BREACHES = {
    "A room imports only the rooms below it": [
        ("common/planted.py", "import accounts.models"),
        ("accounts/planted.py", "import connects.models"),
        ("connects/planted.py", "from billing import models"),
        ("billing/planted.py", "import jobs.models"),
        ("jobs/planted.py", "import talent.models"),
        ("talent/planted.py", "import jobs.models"),
        ("jobs/planted.py", "def late() -> None:\n    import proposals.models"),
        ("proposals/planted.py", "import support.apps"),
        ("support/planted.py", "import marketplace.urls"),
    ],
    "Stripe's SDK has one door: billing.stripe_gateway": [
        ("billing/planted.py", "import stripe"),
        ("proposals/planted.py", "from stripe import StripeClient"),
    ],
    "Other rooms book through connects.services, never through its tables": [
        ("proposals/planted.py", "from connects.models import Wallet"),
        ("billing/planted.py", "import connects.models"),
    ],
    "The local Stripe knows no room": [("stripe_sandbox/planted.py", "import billing.models")],
    "No room knows the local Stripe": [("billing/planted.py", "import stripe_sandbox.config")],
    "The launcher knows no room": [("house/planted.py", "import common.clock")],
    "No room knows the launcher": [("marketplace/planted.py", "import house.run")],
}


@pytest.fixture(scope="module")
def copy(tmp_path_factory) -> Path:
    tree = tmp_path_factory.mktemp("tree")
    for package in PACKAGES:
        shutil.copytree(ROOT / package, tree / package, ignore=shutil.ignore_patterns("*.pyc", "static", "templates"))
    shutil.copy(ROOT / "pyproject.toml", tree)
    return tree


@pytest.mark.parametrize(
    ("contract", "file", "line"),
    [(contract, *breach) for contract, breaches in BREACHES.items() for breach in breaches],
)
def test_a_planted_breach_is_named(copy, contract, file, line):
    planted = copy / file
    planted.write_text(f"{line}\n")
    try:
        code, said = _lint(copy)
    finally:
        planted.unlink()
    assert code != 0
    assert f"{contract} BROKEN" in said


def test_the_tree_itself_keeps_every_contract_and_each_has_its_breach_here(copy):
    code, said = _lint(copy)
    assert code == 0, said
    kept = {line.split(" KEPT")[0] for line in said.splitlines() if " KEPT" in line}
    assert kept == set(BREACHES)


def _lint(tree: Path) -> tuple[int, str]:
    tool = Path(sys.executable).with_name("lint-imports")
    ran = subprocess.run([str(tool), "--no-cache"], cwd=tree, capture_output=True, text=True)
    return ran.returncode, ran.stdout + ran.stderr
