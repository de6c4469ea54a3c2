"""Who may feature a job: a client with a trust label, one job at a time (PRODUCT 6, 7)."""

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


def may_feature(client: User) -> bool:
    """Whether the client's verified address belongs to the domain of the company's website."""
    profile = ClientProfile.objects.filter(person=client).only("website").first()
    return bool(client.email_verified_at and profile and shows_company(client.email, profile.website))


def shows_company(email: str, website: str) -> bool:
    """Whether a mailbox belongs to the domain of a website: `ann@shop.example` to `https://www.shop.example/`."""
    domain = email.rpartition("@")[2].lower()
    try:
        host = (urlsplit(website).hostname or "").removeprefix("www.")
    except ValueError:
        return False
    return bool(host) and domain not in _PUBLIC_MAIL and (domain == host or domain.endswith("." + host))
