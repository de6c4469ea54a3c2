"""Reporting: what people say and what the site notices joins the open case of its thing, or opens one.

Lock order: the thing (a job), then its case.
"""

from collections.abc import Collection

from django.db import transaction
from django.db.models import F

from accounts.models import User
from accounts.trust.models import Case, Flag, Report
from accounts.trust.registry import Thing


@transaction.atomic
def report(kind: str, number: int, thing: Thing, *, by: User, reason: str, text: str = "") -> tuple[Report, bool]:
    """Report a thing. A second report by the same person changes nothing: the first is returned, with False."""
    if (earlier := Report.objects.filter(kind=kind, object_id=number, reporter=by).first()) is not None:
        return earlier, False
    case = _case(kind, number, thing)
    row, new = Report.objects.get_or_create(
        kind=kind,
        object_id=number,
        reporter=by,
        defaults={"case": case, "reason": reason, "text": text.replace("\x00", "").strip()[:1000]},
    )
    if new:
        Case.objects.filter(pk=case.pk).update(reports_count=F("reports_count") + 1)
    return row, new


@transaction.atomic
def flag(kind: str, number: int, thing: Thing, *, sort: str, passages: Collection[str]) -> int:
    """Note what the site noticed. A passage noted before, judged or not, is not raised again. Returns how many are."""
    short = [passage[:200] for passage in passages]
    known = Flag.objects.filter(kind=kind, object_id=number, sort=sort).values_list("passage", flat=True)
    if not (new := [passage for passage in dict.fromkeys(short) if passage not in set(known)]):
        return 0
    case = _case(kind, number, thing)
    Flag.objects.bulk_create(
        [Flag(case=case, kind=kind, object_id=number, sort=sort, passage=passage) for passage in new],
        ignore_conflicts=True,
    )
    Case.objects.filter(pk=case.pk).update(flags_count=Flag.objects.filter(case=case).count())
    return len(new)


def _case(kind: str, number: int, thing: Thing) -> Case:
    """The open case of a thing, held, so that it is not decided before what is new has joined it."""
    while True:
        new = Case(kind=kind, object_id=number, title=thing.title[:200], owner=thing.owner)
        Case.objects.bulk_create([new], ignore_conflicts=True)
        waiting = Case.objects.open().filter(kind=kind, object_id=number)
        # None: it was decided between the two statements, so another one begins.
        if (case := waiting.select_for_update(no_key=True).first()) is not None:
            return case
