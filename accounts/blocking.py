"""Blocks: somebody wants nothing more from somebody else. What runs already, a proposal or a contract, goes on.

Rooms above ask `blocks_between` before one of the two can reach the other in a new way. Nobody is told of a block.
"""

from django.db.models import Q, QuerySet

from accounts.models import User
from accounts.trust.models import Block


def block(person: User, *, by: User, name: str = "") -> Block:
    """Blocking twice does it once. Nobody blocks themselves: the database refuses."""
    row, _ = Block.objects.get_or_create(blocker=by, blocked=person, defaults={"name": (name or person.name)[:120]})
    return row


def unblock(pk: int, *, by: User) -> bool:
    """Take back one's own block, by its number. False when there is none."""
    return bool(Block.objects.filter(pk=pk, blocker=by).delete()[0])


def blocks_between(a: int, b: int) -> bool:
    """Whether either of the two people has blocked the other."""
    return Block.objects.filter(Q(blocker=a, blocked=b) | Q(blocker=b, blocked=a)).exists()


def has_blocked(blocker: int, blocked: int) -> bool:
    return Block.objects.filter(blocker=blocker, blocked=blocked).exists()


def blocked_by(person: User) -> QuerySet[Block]:
    """Whom the person has blocked, newest first."""
    return Block.objects.filter(blocker=person).order_by("-id")
