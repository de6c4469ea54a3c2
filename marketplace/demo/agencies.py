"""The demo world's agencies: founded, joined by invitation, with a manager, limits and a pool that was paid for."""

from random import Random

from accounts.agencies import answering, founding, inviting, people
from accounts.models import Agency, AgencyMember, User
from marketplace.demo.arrivals import DOMAIN
from marketplace.demo.cast import AgencySketch
from marketplace.demo.shopping import buy

# What members may spend a month, by their place after the owner.
_LIMITS = (None, 20, 12, 0)
_POOL = 80
Role = AgencyMember.Role


def found(sketch: AgencySketch, crew: list[User], *, chance: Random) -> Agency:
    """The first of the crew founds it, the second becomes its manager, the others members with limits."""
    owner = crew[0]
    agency = founding.found(owner, name=sketch.name, about=sketch.about, country=sketch.country)
    for person, limit in zip(crew[1:], _LIMITS, strict=False):
        role = Role.MANAGER if person == crew[1] else Role.MEMBER
        invitation = inviting.invite(agency, by=owner, email=person.email, role=role, monthly_limit=limit)
        answering.accept(invitation, by=person)
    buy(owner, at_least=_POOL, chance=chance, agency=agency.handle)
    return agency


def invite_more(guest: User) -> None:
    """Fieldstone waits for two answers; somebody has left Blauwerk."""
    fieldstone, blauwerk = Agency.objects.get(handle="fieldstone-digital"), Agency.objects.get(handle="blauwerk")
    owner = fieldstone.memberships.get(role=Role.OWNER).person
    inviting.invite(fieldstone, by=owner, email=guest.email, monthly_limit=16)
    inviting.invite(fieldstone, by=owner, email=f"new.colleague@{DOMAIN}", monthly_limit=8)
    people.leave(blauwerk, person=blauwerk.memberships.present().filter(role=Role.MEMBER).latest("id").person)
