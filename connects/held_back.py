"""What a wallet that may be somebody's second account would have been given: it waits, or it is refused at once."""

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from common import clock
from common.numbers import figure
from common.reading import read_by
from common.telling import News, tell_many
from connects.models import HeldGrant, Source, Suspicion

State = HeldGrant.State
REFUSED_AT_ONCE = gettext_noop("The account was judged to be somebody's second one.")


def hold_back(
    wallet_id: int, connects: int, *, source: Source, reference: str, lives_days: int, cause: str
) -> HeldGrant:
    """Keep a grant of a held wallet for an operator, once under its reference; refused if they have judged already."""
    refused = Suspicion.objects.filter(wallet=wallet_id, verdict=Suspicion.Verdict.UPHELD).exists()
    verdict = {"state": State.REFUSED, "judged_at": clock.now(), "judged_why": REFUSED_AT_ONCE} if refused else {}
    grant, new = HeldGrant.objects.get_or_create(
        reference=reference,
        defaults={
            "wallet_id": wallet_id,
            "source": source,
            "connects": connects,
            "lives_days": lives_days,
            "cause": cause,
            **verdict,
        },
    )
    if new and not refused:
        tell([grant.pk], mail=True)
    return grant


def tell(grants: list[int], *, mail: bool) -> None:
    """Say that they wait, to people; an agency's wallet is never held."""
    rows = HeldGrant.objects.filter(Q(pk__in=grants), state=State.HELD, wallet__person__isnull=False)
    tell_many(_news(grant, mail=mail) for grant in rows.select_related("wallet__person"))


def _news(grant: HeldGrant, *, mail: bool) -> News:
    with read_by(grant.wallet.person):
        return News(
            to=grant.wallet.person,
            kind="grant_held",
            reference=f"held:{grant.pk}",
            text=_filled(
                grant,
                ngettext(
                    "{number} Connect ({source}) waits for a look at your account. That takes a day or two.",
                    "{number} Connects ({source}) wait for a look at your account. That takes a day or two.",
                    grant.connects,
                ),
            ),
            link=reverse("ways_to_earn"),
            subject=_subject(grant) if mail else "",
            lines=(_why(grant),),
            label=_("Ways to earn"),
        )


def _subject(grant: HeldGrant) -> str:
    words = ngettext(
        "{number} Connect ({source}) waits for a look", "{number} Connects ({source}) wait for a look", grant.connects
    )
    return _filled(grant, words)


def _why(grant: HeldGrant) -> str:
    words = ngettext(
        "You have earned {number} Connect ({source}). Something about your account looks like another one, so a "
        "person here checks first; that takes a day or two. You need do nothing, and what you buy is yours at once.",
        "You have earned {number} Connects ({source}). Something about your account looks like another one, so a "
        "person here checks first; that takes a day or two. You need do nothing, and what you buy is yours at once.",
        grant.connects,
    )
    return _filled(grant, words)


def _filled(grant: HeldGrant, words: str) -> str:
    return words.format(number=figure(grant.connects), source=grant.get_source_display())
