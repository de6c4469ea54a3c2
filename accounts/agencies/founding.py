"""Founding an agency, and what it says of itself."""

from django.db import IntegrityError, transaction
from django.utils.crypto import get_random_string
from django.utils.text import slugify
from django.utils.translation import gettext as _

from accounts import services
from accounts.agencies import news
from accounts.agencies.errors import TooManyAgencies
from accounts.agencies.models import Agency, AgencyMember
from accounts.agencies.standing import lock, policy, seat_with
from accounts.models import Hat, User
from accounts.signals import agency_founded

# Words that are addresses, or would be taken for the site's own.
RESERVED = frozenset(
    [
        "about",
        "account",
        "accounts",
        "admin",
        "agencies",
        "agency",
        "api",
        "billing",
        "connects",
        "create",
        "edit",
        "guildhall",
        "help",
        "invitation",
        "invitations",
        "invite",
        "leave",
        "members",
        "new",
        "operator",
        "operators",
        "proposals",
        "purchases",
        "settings",
        "spending",
        "staff",
        "support",
    ]
)
_ROOM_FOR_TAIL = 50


@transaction.atomic
def found(owner: User, *, name: str, about: str = "", country: str = "") -> Agency:
    """Found an agency with its owner and an empty pool. Takes on finding work if it was off.

    Raises TooManyAgencies.
    """
    User.objects.select_for_update().get(pk=owner.pk)
    most = policy().owned_at_most
    if AgencyMember.objects.filter(person=owner, role=AgencyMember.Role.OWNER).count() >= most:
        raise TooManyAgencies(most)
    if not owner.is_freelancer:
        services.take_role(owner, Hat.FREELANCER)
    agency = _create(name=name, about=about, country=country)
    AgencyMember.objects.create(agency=agency, person=owner, role=AgencyMember.Role.OWNER)
    news.note(agency, owner, _("Founded by {name}.").format(name=owner.name))
    agency_founded.send(Agency, agency=agency)
    return agency


@transaction.atomic
def edit(agency: Agency, *, by: User, name: str, about: str, country: str) -> Agency:
    """Change what the public page says. Its address stays. Raises NotAllowed."""
    agency = lock(agency)
    seat_with(by, agency)
    if (agency.name, agency.about, agency.country) != (name, about, country):
        said = _("{person} changed the agency's page.").format(person=by.name)
        if agency.name != name:
            said += " " + _("Renamed from “{before}” to “{after}”.").format(before=agency.name, after=name)
        agency.name, agency.about, agency.country = name, about, country
        agency.save(update_fields=["name", "about", "country"])
        news.note(agency, by, said)
    return agency


def _create(**words: str) -> Agency:
    base = slugify(words["name"])[:_ROOM_FOR_TAIL].strip("-") or "agency"
    taken = base in RESERVED or Agency.objects.filter(handle=base).exists()
    for handle in (f"{base}-{_tail()}" if taken else base, f"{base}-{_tail()}", f"{base}-{_tail()}"):
        try:
            with transaction.atomic():
                return Agency.objects.create(handle=handle, **words)
        except IntegrityError:
            # Somebody took the handle meanwhile.
            continue
    raise RuntimeError(f"no free handle like {base!r}")


def _tail() -> str:
    return get_random_string(5, "abcdefghjkmnpqrstuvwxyz23456789")
