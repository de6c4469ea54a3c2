"""Reviews: each side of a contract that is over writes one, unseen by the other, until both are shown (PRODUCT 7).

They are shown when both have written, or when the days for writing are over; from then on they stay as they are, and
count in the averages. The contract's own row is the lock.
"""

from datetime import datetime

from django.db import transaction

from accounts import services as accounts
from accounts.agencies import standing as agencies
from accounts.models import User
from common import clock, sweeps
from proposals import tell_hiring
from proposals.errors import NotYours, ReviewsClosed, SameAgency
from proposals.models import Contract, Review
from proposals.services.contracting import side_of
from talent import services as talent


@transaction.atomic
def review(contract: Contract, *, by: User, stars: int, text: str) -> Review:
    """Write, or write anew until they are shown. Raises NotYours, SameAgency, ReviewsClosed, ValueError."""
    if not 1 <= stars <= 5:
        raise ValueError("One to five stars.")
    side = side_of(contract.proposal, by)
    if side is None:
        raise NotYours
    proposal = contract.proposal
    if agencies.share_an_agency(proposal.job.client, by.pk if side == "freelancer" else proposal.author_id):
        raise SameAgency
    row, now = _hold(contract.pk), clock.now()
    if not may_be_written(row, now):
        raise ReviewsClosed
    about = proposal.author if side == "client" else proposal.job.client
    written = _write(row, side == "client", author=by, about=about, stars=stars, text=text, at=now)
    if row.reviews.count() == 2:
        _show(row, now)
        written.refresh_from_db()
    else:
        tell_hiring.review_waits(contract, written)
    return written


def may_be_written(contract: Contract, at: datetime) -> bool:
    """Between the contract's end and the showing."""
    due = contract.reviews_due_at
    return contract.reviews_shown_at is None and due is not None and at < due


def show_due(at: datetime) -> int:
    """Show what there is of contracts whose days for writing are over. Returns how many contracts."""
    due = Contract.objects.filter(reviews_shown_at=None, reviews_due_at__lte=at).order_by("reviews_due_at", "id")
    return sweeps.each_alone(list(due.values_list("pk", flat=True)), lambda pk: _show_one(pk, at))


def next_due() -> datetime | None:
    waiting = Contract.objects.filter(reviews_shown_at=None, reviews_due_at__isnull=False)
    return waiting.order_by("reviews_due_at").values_list("reviews_due_at", flat=True).first()


@transaction.atomic
def _show_one(pk: int, at: datetime) -> bool:
    row = _hold(pk)
    if row.reviews_shown_at is not None:
        return False
    _show(row, at)
    return True


def _hold(pk: int) -> Contract:
    return Contract.objects.select_for_update(no_key=True).get(pk=pk)


def _write(
    row: Contract, by_client: bool, *, author: User, about: User, stars: int, text: str, at: datetime
) -> Review:
    said = {"stars": stars, "text": text, "author": author}
    written, new = row.reviews.get_or_create(by_client=by_client, defaults={**said, "about": about, "written_at": at})
    if not new:
        row.reviews.filter(pk=written.pk).update(**said, edited_at=at)
        written.refresh_from_db()
    return written


def _show(row: Contract, at: datetime) -> None:
    """Once per contract: its row is held, and says so from now on."""
    row.reviews_shown_at = at
    row.save(update_fields=["reviews_shown_at"])
    row.reviews.update(shown_at=at)
    # The client's row before the freelancer's, as everywhere.
    for each in row.reviews.select_related("about", "author").order_by("by_client"):
        if each.by_client:
            talent.count_rating(each.about, each.stars)
        else:
            accounts.count_client_rating(each.about, each.stars)
        tell_hiring.review_shown(row, each)
