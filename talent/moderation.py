"""People as operators judge them: a freelancer is reported from their profile."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from accounts.trust import registry
from accounts.trust.models import Case
from accounts.trust.registry import Section, Thing
from talent.models import FreelancerProfile

KIND = "person"


def register() -> None:
    registry.register(
        registry.Reportable(
            KIND, gettext_lazy("person"), find, sections=sections, against_freelancer=True, public=True
        )
    )


def find(number: int, reader: User | None) -> Thing | None:
    profile = FreelancerProfile.objects.select_related("person").filter(person=number).first()
    if profile is None or (reader is not None and not profile.is_public):
        return None
    return Thing(
        profile.person.name, reverse("talent_profile", args=[profile.handle]), profile.person, profile.person.name
    )


def sections(case: Case) -> list[Section]:
    profile = FreelancerProfile.objects.filter(person=case.object_id).first()
    if profile is None:
        return []
    person = reverse("admin:accounts_user_change", args=[case.object_id])
    return [
        Section(_("The profile"), [(f"{profile.title}. {profile.overview}", "")]),
        Section(_("Links"), [(f"{link.title}: {link.url}", "") for link in profile.links.all()]),
        Section(_("What can be done"), [(_("Suspend or ban on the person's page"), person)]),
    ]
