"""Who may feature a job: a client with a trust label, one job at a time (PRODUCT 6, 7)."""

from accounts.models import ClientProfile, User


def may_feature(client: User) -> bool:
    """Whether the client wears a trust label (accounts.trust.label)."""
    profile = ClientProfile.objects.filter(person=client).first()
    return profile is not None and profile.is_trusted
