"""Ben's wallet with a little history, and a room above that knows what proposals are."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from common import clock
from connects import causes, services
from connects.causes import Cause, PendingRefund
from connects.models import Source, Wallet
from tests.conftest import MONDAY


@pytest.fixture(autouse=True)
def _monday():
    with clock.at(MONDAY):
        yield


@pytest.fixture
def wallet(ben) -> Wallet:
    return services.wallet_of(ben)


@pytest.fixture
def page(client, ben):
    """Ben's view of an address, as text."""
    client.force_login(ben)

    def read(address: str, **query: str) -> str:
        response = client.get(address, query)
        assert response.status_code == 200
        return response.content.decode()

    return read


@pytest.fixture
def grant(wallet) -> Callable:
    made = iter(range(10_000))

    def give(connects: int, *, days: int = 365, source: Source = Source.JOINING, ago: int = 0, **fields):
        at = MONDAY - timedelta(days=ago)
        with clock.at(at):
            return services.grant(
                wallet.pk,
                connects,
                source=source,
                expires_at=MONDAY + timedelta(days=days),
                reference=f"test:{next(made)}",
                **fields,
            )

    return give


@pytest.fixture
def spend(wallet) -> Callable:
    def pay(connects: int, proposal: int, *, ago: int = 0):
        with clock.at(MONDAY - timedelta(days=ago)):
            return services.spend(
                wallet.pk, connects, reference=f"proposal:{proposal}", cause=f"proposal:{proposal}", reason="Sent"
            )

    return pay


@pytest.fixture
def refund() -> Callable:
    def give_back(proposal: int, *, reason: str = "The client cancelled the job."):
        return services.refund(
            f"proposal:{proposal}",
            reference=f"refund:proposal:{proposal}",
            cause=f"proposal:{proposal}",
            reason=reason,
        )

    return give_back


@pytest.fixture(autouse=True)
def asked(monkeypatch) -> list[set[int]]:
    """A resolver of proposals, and what it was asked."""
    questions: list[set[int]] = []

    def proposals(ids):
        questions.append(set(ids))
        return {number: Cause(f"Proposal: Job {number}", f"/proposals/{number}/") for number in ids}

    monkeypatch.setattr(causes, "_resolvers", {"proposal": proposals})
    monkeypatch.setattr(causes, "_pending", [])
    return questions


@pytest.fixture
def announce(wallet) -> Callable:
    """A refund that is announced and not yet done."""

    def tell(
        proposal: int, connects: int, *, at: datetime = MONDAY, reason: str = "Cancelled before anyone was hired."
    ):
        pending = PendingRefund(
            spend_reference=f"proposal:{proposal}",
            connects=connects,
            announced_at=at,
            due_at=at + timedelta(hours=24),
            reason=reason,
            cause=f"proposal:{proposal}",
        )
        causes.register_pending(lambda wallet_id: [pending] if wallet_id == wallet.pk else [])

    return tell
