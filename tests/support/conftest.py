"""Ben has Connects and asks; Ada hires; Olga and Otto operate the site; Mira runs an agency with a pool."""

import pytest

from accounts.agencies import answering, founding, inviting
from accounts.agencies.models import Role
from connects import services as connects
from connects.services import Source
from support import asking, lines
from tests.endowed import ben, cleo  # noqa: F401
from tests.proposals.conftest import LETTER, endow, fund, proposal, reach, send, switch  # noqa: F401


@pytest.fixture
def otto(person):
    return person("Otto", is_staff=True, is_superuser=True)


@pytest.fixture
def guild(person):
    """Mira's agency with Max who manages it and Nils, a member; its pool holds 40."""
    mira, limited = person("Mira", freelancer=True), []
    made = founding.found(mira, name="Guild")
    for name, role in (("Max", Role.MANAGER), ("Nils", Role.MEMBER)):
        other = person(name, freelancer=True)
        answering.accept(inviting.invite(made, by=mira, email=other.email, role=role), by=other)
        limited.append(other)
    pool = connects.open_wallet(agency=made)
    connects.grant(
        pool.pk, 40, source=Source.JOINING, expires_at=mira.joined_at.replace(year=2099), reference="test:pool"
    )
    return made


@pytest.fixture
def spend_of():
    """The line of what a proposal cost: `spend_of(sent)`."""

    def find(sent):
        return line_of(sent.wallet, sent.reference)

    return find


def line_of(wallet, reference):
    return wallet.transactions.get(reference=reference)


@pytest.fixture
def ticket(spend_of):
    """Ask about what a proposal cost: `ticket(sent)`, `ticket(sent, by=max)`."""

    def make(sent, *, by=None, kind="missing", text="The job is gone, and nothing came back."):
        asked = lines.find(sent.wallet_id, spend_of(sent).pk)
        return asking.open_ticket(asked, by=by or sent.author, kind=kind, text=text)[0]

    return make


def history(person):
    """A wallet's bookings, oldest first: kind, amount, cause, reason."""
    rows = connects.wallet_of(person).transactions.order_by("id")
    return list(rows.values_list("kind", "amount", "cause", "reason"))
