"""What the rule of Rising Talent looks at, gathered for one person or for many in one query."""

from collections.abc import Iterable

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce, Length

from talent.models import Attempt, FreelancerProfile, PortfolioLink, TalentPolicy
from talent.rules import Condition, ProfileFacts, RisingFacts, RisingTerms, is_whole, rising_talent


def terms() -> RisingTerms:
    """The rule's figures as they stand."""
    row = TalentPolicy.objects.get(pk=1)
    return RisingTerms(row.rising_rating, row.rising_certifications, row.rising_contracts)


def conditions_of(profile: FreelancerProfile) -> list[Condition]:
    """What the badge asks for, and how it stands for this profile."""
    [found] = gather([profile.pk])
    return rising_talent(found[1], terms())


def gather(profiles: Iterable[int]) -> list[tuple[int, RisingFacts]]:
    """The facts of many profiles by their ids, in one query."""
    rows = _counted(FreelancerProfile.objects.filter(pk__in=list(profiles)).order_by("pk"))
    return [(row.pk, _facts(row)) for row in rows]


def _counted(rows: QuerySet[FreelancerProfile]) -> QuerySet[FreelancerProfile]:
    skills = FreelancerProfile.skills.through._default_manager.filter(freelancerprofile=OuterRef("pk"))
    return rows.select_related("person").annotate(
        overview_length=Length("overview"),
        skills_there=_number(skills, "freelancerprofile"),
        links_there=_number(PortfolioLink.objects.filter(profile=OuterRef("pk")), "profile"),
        certificates=_number(Attempt.objects.passed().filter(person=OuterRef("person")), "person"),
    )


def _number(rows: QuerySet, by: str) -> Coalesce:  # type: ignore[type-arg]
    """How many there are, as a subquery: joins would multiply each other."""
    counted = rows.order_by().values(by).annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def _facts(row: FreelancerProfile) -> RisingFacts:
    return RisingFacts(
        complete=is_whole(_profile(row)),
        verified=row.is_public,
        certifications=row.certificates,  # type: ignore[attr-defined]
        contracts=row.contracts_finished,
        rating_sum=row.rating_sum,
        rating_count=row.rating_count,
        reports=row.reports_upheld,
    )


def _profile(row: FreelancerProfile) -> ProfileFacts:
    return ProfileFacts(
        photo=bool(row.photo),
        title=bool(row.title),
        overview=row.overview_length,  # type: ignore[attr-defined]
        skills=row.skills_there,  # type: ignore[attr-defined]
        rate=row.rate_minor is not None,
        country=bool(row.country),
        links=row.links_there,  # type: ignore[attr-defined]
    )
