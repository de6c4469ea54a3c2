"""The trust label of a client: a verified address, and the company's own domain or a payment (PRODUCT 7).

Both are facts on the client's profile. The domain is looked at here; payments are pushed down by the room that knows.
"""

from urllib.parse import urlsplit

from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.identity import MailDomain
from accounts.models import ClientProfile, User

# What stands before a country's two letters where names are given out one level lower: co.uk, com.au.
_SECOND_LEVELS = frozenset(
    ["ac", "co", "com", "edu", "go", "gob", "gov", "ltd", "ne", "net", "nom", "or", "org", "plc"]
)


def note_domain(person: User) -> None:
    """Look again at what the person's mailbox says of their company. Nothing happens to whoever does not hire."""
    profile = ClientProfile.objects.filter(person=person).only("website", "domain_verified").first()
    if profile is None:
        return
    shown = bool(person.email_verified_at) and shows_company(person.email, profile.website)
    ClientProfile.objects.filter(pk=profile.pk).exclude(domain_verified=shown).update(domain_verified=shown)


def shows_company(email: str, website: str) -> bool:
    """Whether a mailbox belongs to the domain of a website: `ann@shop.example` to `https://www.shop.example/`.

    A mailbox that anybody can open proves nothing: operators keep the list of such domains (MailDomain).
    """
    domain = email.rpartition("@")[2].lower()
    try:
        host = (urlsplit(website).hostname or "").removeprefix("www.")
    except ValueError:
        return False
    if not _is_somebodys(host) or not (domain == host or domain.endswith("." + host)):
        return False
    return not MailDomain.objects.filter(domain__in=[domain, host]).exists()


def follow_domain(domain: str) -> None:
    """Operators have come to know a mail domain: look again at the clients whom an address of it has verified."""
    clients = User.objects.filter(client_profile__domain_verified=True)
    for person in clients.filter(Q(email__iendswith=f"@{domain}") | Q(email__iendswith=f".{domain}")):
        note_domain(person)


def _is_somebodys(host: str) -> bool:
    """Whether a name is one that a company can own, not an ending that everybody's names have."""
    parts = host.split(".")
    shared = len(parts) == 2 and len(parts[1]) == 2 and parts[0] in _SECOND_LEVELS
    return len(parts) > 1 and all(parts) and not shared


def words(profile: ClientProfile) -> list[str]:
    """What was verified, a line each; empty without the label."""
    if not profile.is_trusted:
        return []
    lines = [_("E-mail address")]
    lines += [_("Mailbox at the company's own domain")] if profile.domain_verified else []
    return lines + ([_("A payment made here")] if profile.payment_verified else [])
