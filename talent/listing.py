"""Who is found in talent search, kept true by the database's own triggers (common.lists.keeping)."""

from django.db.models import Count, QuerySet
from django.db.models.functions import Length

from common.lists.keeping import Kept
from common.lists.matching import Words
from talent import listing_sql
from talent.models import FreelancerProfile, TalentListing
from talent.rules import OVERVIEW_AT_LEAST, SKILLS_AT_LEAST


def listed(using: str = "default") -> QuerySet[FreelancerProfile]:
    """Whose profiles belong in talent search, asked of the profiles themselves."""
    profiles = FreelancerProfile.objects.using(using).public()
    found = profiles.exclude(title="").annotate(written=Length("overview"), chosen=Count("skills"))
    return found.filter(
        person__freelancer_since__isnull=False, written__gte=OVERVIEW_AT_LEAST, chosen__gte=SKILLS_AT_LEAST
    )


KEPT = Kept(
    name="talent",
    prefix="talent_listing_",
    rows=TalentListing,
    belong=listed,
    triggers=listing_sql.triggers,
    rebuilding=listing_sql.REBUILD,
    refresh=listing_sql.REFRESH,
    warning="talent.W001",
)
WORDS = Words(
    "talent_talentlisting", "profile_id", "talent_words", (("title", 10), ("name", 10), ("skills", 4), ("overview", 1))
)
