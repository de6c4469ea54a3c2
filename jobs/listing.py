"""The list of open jobs, kept true by the database's own triggers (common.lists.keeping)."""

from django.db.models import QuerySet

from common.lists.keeping import Kept
from common.lists.matching import Words
from jobs import listing_sql
from jobs.models import Job, Listing


def _open(using: str) -> QuerySet[Job]:
    return Job.objects.using(using).open()


KEPT = Kept(
    name="jobs",
    prefix="jobs_listing_",
    rows=Listing,
    belong=_open,
    triggers=listing_sql.triggers,
    rebuilding=listing_sql.REBUILD,
    refresh=listing_sql.POSTGRESQL_REFRESH,
    warning="jobs.W001",
)
install, lift, missing, rebuild, check = KEPT.install, KEPT.lift, KEPT.missing, KEPT.rebuild, KEPT.check
lift_before_migrate, install_after_migrate = KEPT.lift_before_migrate, KEPT.install_after_migrate

WORDS = Words("jobs_listing", "job_id", "jobs_words", (("title", 10), ("skills", 4), ("description", 1)))
