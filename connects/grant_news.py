"""Telling of what came and went by itself: every free grant, and what has expired (PRODUCT 9).

Read from the ledger a little after it is written (common.bookmarks), in sets: granting and lapsing are as quick as if
nobody were told. An agency's wallet tells its owner.
"""

from datetime import datetime, timedelta

from django.db.models import Max
from django.utils.translation import gettext as _

from common import bookmarks, clock, telling_sets
from common.number_styles import of_language
from connects.dialect import grouped
from connects.models import Transaction
from connects.source_words import WORDS

NAME = "connects.news"
_CHUNK = 5000
# A site that has had grants before anybody told of them does not begin with those.
_BEGIN = timedelta(days=1)
# Whom a wallet's news is for, and whose Connects it speaks of.
_OWNER = """
    JOIN connects_wallet wallet ON wallet.id = booked.wallet_id
    LEFT JOIN accounts_agency agency ON agency.id = wallet.agency_id
    LEFT JOIN accounts_agencymember head ON head.agency_id = wallet.agency_id AND head.role = 'owner'
    JOIN accounts_user owner ON owner.id = COALESCE(wallet.person_id, head.person_id) AND owner.is_active
        AND owner.language = %(language)s
"""


def tell(at: datetime) -> int:  # noqa: ARG001 - it reads what is booked, whenever that was
    """Tell of every grant and every expiry booked since the last time. Returns how many. The sweep `connects.news`."""
    return bookmarks.read_on(NAME, Transaction.objects.all(), begin=_before_yesterday, chunk=_CHUNK, read=_tell)


def next_due() -> datetime | None:
    """When the first booking was that nobody has read yet; None while what is read next is not settled."""
    mark = bookmarks.place(NAME)
    if mark.ahead > mark.reached:
        return None
    unread = Transaction.objects.filter(pk__gt=mark.reached).order_by("pk")
    return unread.values_list("effective_at", flat=True).first()


def _tell(after: int, upto: int) -> int:
    between = {"after": after, "upto": upto}
    told = telling_sets.tell_each(_granted(), between, _words_of_grants, kind="granted")
    return told + telling_sets.tell_each(_expired(), between, _words_of_expiries, kind="expired")


def _granted() -> str:
    """A row for each grant but a campaign's, and one that an operator released: those are told of where it happens.

    So is one whose event has a notice of its own, to whoever wants that. The sentence of each source is a parameter.
    """
    events = " ".join(f"WHEN '{source.value}' THEN '{words.event}'" for source, words in WORDS.items() if words.event)
    cases = " ".join(
        f"WHEN '{source.value}' THEN {_why(source.value)}" for source, words in WORDS.items() if words.why
    )
    return f"""
        SELECT owner.id AS person_id,
            {_said("booked.amount", f"CASE lot.source {cases} ELSE {_why('gift')} END")} AS text,
            CASE WHEN agency.id IS NULL
                THEN '/settings/connects/transactions/' || CAST(booked.id AS varchar) || '/'
                ELSE '/agencies/' || agency.handle || '/connects/transactions/' || CAST(booked.id AS varchar) || '/'
                END AS link,
            'granted:' || CAST(booked.id AS varchar) AS reference
        FROM connects_transaction booked JOIN connects_lot lot ON lot.opened_by_id = booked.id {_OWNER}
        WHERE booked.id > %(after)s AND booked.id <= %(upto)s AND booked.kind = 'grant'
            AND lot.source <> 'campaign'
            AND NOT EXISTS (
                SELECT 1 FROM connects_heldgrant held
                WHERE held.reference = booked.reference AND held.state = 'released'
            )
            AND (CASE lot.source {events} END IS NULL OR EXISTS (
                SELECT 1 FROM common_noticeswitch event
                WHERE event.person_id = owner.id AND event.kind = CASE lot.source {events} END
                    AND event.channel = 'site' AND NOT event."on"
            ))
    """


def _why(source: str) -> str:
    return f"CAST(%(why_{source})s AS varchar)"


def _expired() -> str:
    """A row for each wallet of which something has lapsed: what lapses in one round is told of once."""
    return f"""
        SELECT owner.id AS person_id,
            {_said("lapsed.connects", "''")} AS text,
            CASE WHEN agency.id IS NOT NULL THEN '/agencies/' || agency.handle || '/connects/history/?status=expire'
                WHEN lapsed.bookings = 1 THEN '/settings/connects/transactions/' || CAST(lapsed.id AS varchar) || '/'
                ELSE '/settings/connects/history/?status=expire' END AS link,
            'expired:' || CAST(lapsed.id AS varchar) AS reference
        FROM (
            SELECT wallet_id, MAX(id) AS id, -SUM(amount) AS connects, COUNT(*) AS bookings FROM connects_transaction
            WHERE id > %(after)s AND id <= %(upto)s AND kind = 'expire' GROUP BY wallet_id
        ) lapsed JOIN connects_transaction booked ON booked.id = lapsed.id {_OWNER}
    """


def _said(number: str, why: str) -> str:
    """The sentence in words: one Connect or several, of the person or of their agency, its marks filled in."""
    words = (
        f"CASE WHEN agency.id IS NULL THEN CASE {number} WHEN 1 THEN CAST(%(own_one)s AS varchar) ELSE %(own)s END "
        f"ELSE CASE {number} WHEN 1 THEN %(pool_one)s ELSE %(pool)s END END"
    )
    figure = f"REPLACE({grouped(number)}, ',', %(group)s)"
    filled = f"REPLACE(REPLACE({words}, '{{number}}', {figure}), '{{why}}', {why})"
    return f"REPLACE({filled}, '{{agency}}', COALESCE(agency.name, ''))"


def _words_of_grants() -> dict[str, str]:
    return {
        "own_one": _("You got {number} Connect {why}."),
        "own": _("You got {number} Connects {why}."),
        "pool_one": _("{agency} got {number} Connect {why}."),
        "pool": _("{agency} got {number} Connects {why}."),
        "why_gift": _("as a gift"),
        "group": of_language().group,
        **{f"why_{source.value}": str(words.why) for source, words in WORDS.items() if words.why},
    }


def _words_of_expiries() -> dict[str, str]:
    return {
        "own_one": _("{number} of your Connects has expired."),
        "own": _("{number} of your Connects have expired."),
        "pool_one": _("{number} of the Connects of {agency} has expired."),
        "pool": _("{number} of the Connects of {agency} have expired."),
        "group": of_language().group,
    }


def _before_yesterday() -> int:
    past = Transaction.objects.filter(recorded_at__lt=clock.real_now() - _BEGIN)
    return past.aggregate(last=Max("pk"))["last"] or 0
