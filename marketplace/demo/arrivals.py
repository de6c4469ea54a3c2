"""How the people of the demo world arrive: an account, a verified e-mail, a role, a profile."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from random import Random

from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.utils.text import slugify

from accounts import services as accounts
from accounts import signs
from accounts.models import Category, Hat, Skill, User
from common import clock
from connects import referrals
from marketplace.demo import writing
from marketplace.demo.cast import ClientSketch
from marketplace.demo.freelancers import Freelancer
from marketplace.demo.portraits import portrait
from marketplace.roles import FINANCE, MODERATOR, SUPPORT
from talent import services as talent

PASSWORD = "guildhall-demo"
DOMAIN = "guildhall.example"
_OPERATORS = {SUPPORT: "Sue", MODERATOR: "Mo", FINANCE: "Fay"}


@dataclass
class Arrivals:
    chance: Random
    # One hash for all: they share the demo's password, and hashing is slow on purpose.
    password_hash: str
    picture: "Callable[[str], ContentFile[bytes]]" = portrait

    def operator(self) -> User:
        return self._join("Olga Operator", "GB", is_staff=True, is_superuser=True)

    def operator_of(self, role: str) -> User:
        """Named after what they do, as Olga is: Sue Support, Mo Moderator, Fay Finance."""
        person = self._join(f"{_OPERATORS[role]} {role}", "GB", is_staff=True)
        person.groups.add(Group.objects.get(name=role))
        return person

    def client(self, sketch: ClientSketch) -> User:
        person = self._join(sketch.name, sketch.country)
        accounts.take_role(person, Hat.CLIENT)
        accounts.update_client_profile(
            person,
            company=sketch.company,
            country=sketch.country,
            website=f"https://{slugify(sketch.company)}.example",
            about=f"{sketch.company} is {sketch.business}.",
        )
        return person

    def freelancer(
        self,
        name: str,
        country: str,
        category: Category,
        *,
        finished: bool,
        browser: str = "",
        invited_by: str = "",
    ) -> Freelancer:
        person = self._join(name, country)
        if browser:
            signs.note_device(person, browser)
        accounts.take_role(person, Hat.FREELANCER)
        if invited_by:
            referrals.joined(person, code=invited_by)
        skills = list(Skill.objects.filter(category=category))
        chosen = self.chance.sample(skills, k=min(len(skills), 3))
        self._write_profile(person, category, chosen, finished=finished)
        return Freelancer(person, category.pk, tuple(chosen))

    def newcomer(self, name: str, country: str, hat: Hat) -> User:
        """Somebody with a role, and nothing else yet: just here."""
        person = self._join(name, country)
        User.objects.filter(pk=person.pk).update(last_seen_at=clock.now())
        accounts.take_role(person, hat)
        return person

    def _join(self, name: str, country: str, **fields: bool) -> User:
        email = f"{slugify(name.split()[0])}.{slugify(name.split()[-1])}@{DOMAIN}"
        person = User(email=email, name=name, country=country, **fields)
        person.password = self.password_hash
        person.last_seen_at = clock.now() + timedelta(hours=self.chance.randint(1, 72))
        person.save()
        EmailAddress.objects.create(user=person, email=email, primary=True, verified=True)
        accounts.email_verified(person)
        return person

    def _write_profile(self, person: User, category: Category, skills: list[Skill], *, finished: bool) -> None:
        profile = talent.open_profile(person)
        links = [talent.Link(f"{skills[0].name}: recent work", f"https://{slugify(person.name)}.example/work")]
        talent.edit_profile(
            profile,
            title=f"{skills[0].name} and {skills[1].name}",
            overview=writing.overview(self.chance, category.name, skills[0].name) if finished else "",
            rate_minor=self.chance.randrange(2000, 11000, 500),
            country=person.country,
            skills=skills,
            links=links if finished else [],
        )
        if finished:
            talent.set_photo(profile, self.picture(person.name))
