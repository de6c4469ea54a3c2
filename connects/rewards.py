"""What joining and the like give just now, for pages that say so before it happens (PRODUCT 3)."""

from connects.models import GrantPolicy


def rewards() -> dict[str, int]:
    """Connects by source, of those that are switched on: `{"joining": 40, "profile": 50}`."""
    return dict(GrantPolicy.objects.filter(enabled=True, connects__gt=0).values_list("source", "connects"))
