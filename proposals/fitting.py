"""What jobs may know of a freelancer when they are put in the order "Fits you"."""

from accounts.models import User
from jobs.fitting import Freelancer
from talent.models import FreelancerProfile


def of(person: User) -> Freelancer | None:
    """Their skills, and whether anybody has hired them here; None for somebody without a profile."""
    profile = FreelancerProfile.objects.filter(person=person).only("hires_count").first()
    if profile is None or not person.is_freelancer:
        return None
    skills = profile.skills.through.objects.filter(freelancerprofile_id=profile.pk).values_list("skill_id", flat=True)
    return Freelancer(frozenset(skills), newcomer=not profile.hires_count)
