"""The trust label of a client: a verified address, and the company's own domain or a payment (PRODUCT 7).

Both are facts on the client's profile. The domain is looked at here; payments are pushed down by the room that knows.
"""

from urllib.parse import urlsplit

from accounts.models import ClientProfile, User

# Mailboxes anybody can open prove nothing about a company.
_PUBLIC_MAIL = frozenset(
    {
        *("aol.com", "gmail.com", "googlemail.com", "gmx.de", "gmx.net", "hotmail.com", "icloud.com", "live.com"),
        *("mail.com", "mail.ru", "me.com", "msn.com", "outlook.com", "proton.me", "protonmail.com", "qq.com"),
        *("web.de", "yahoo.com", "yandex.ru", "zoho.com"),
    }
)


def note_domain(person: User) -> None:
    """Look again at what the person's mailbox says of their company. Nothing happens to whoever does not hire."""
    profile = ClientProfile.objects.filter(person=person).only("website", "domain_verified").first()
    if profile is None:
        return
    shown = bool(person.email_verified_at) and shows_company(person.email, profile.website)
    ClientProfile.objects.filter(pk=profile.pk).exclude(domain_verified=shown).update(domain_verified=shown)


def shows_company(email: str, website: str) -> bool:
    """Whether a mailbox belongs to the domain of a website: `ann@shop.example` to `https://www.shop.example/`."""
    domain = email.rpartition("@")[2].lower()
    try:
        host = (urlsplit(website).hostname or "").removeprefix("www.")
    except ValueError:
        return False
    return bool(host) and domain not in _PUBLIC_MAIL and (domain == host or domain.endswith("." + host))


def words(profile: ClientProfile) -> list[str]:
    """What was verified, a line each; empty without the label."""
    if not profile.is_trusted:
        return []
    lines = ["E-mail address"]
    lines += ["Mailbox at the company's own domain"] if profile.domain_verified else []
    return lines + (["A payment made here"] if profile.payment_verified else [])
