"""Reviews as everybody may read them: only those that are shown, the latest first."""

from django.db.models import QuerySet

from accounts.models import User
from proposals.models import Review


def shown_of(person: User, *, by_clients: bool) -> QuerySet[Review]:
    """What the other sides of somebody's contracts said of them, as a freelancer or as a client."""
    shown = Review.objects.filter(about=person, by_client=by_clients, shown_at__isnull=False)
    return shown.select_related("author", "contract__proposal__job__client__client_profile").order_by("-id")
