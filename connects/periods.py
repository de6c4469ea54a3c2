"""Every month from its own anchor, a wallet gets what its plan gives: once a period, however often this runs.

A perk lives to the wallet's next anchor instant, an allowance that rolls over for so many days. A period in which the
plan gives nothing passes. Missed months are caught up one after another, each as of its own instant. A plan that costs
something waits with its period until that is paid for. What a plan that costs nothing gives to a wallet that is held
waits for an operator, as every free grant of it does (connects.held_back).
"""

from calendar import monthrange
from datetime import datetime, timedelta

from django.db.models import F, Min, Q

from common import clock
from connects import turned_times
from connects.chain import Step, ask, run
from connects.debts import pay
from connects.dialect import among, anchor_after, days_after, days_between, id_list
from connects.expiry import lapse
from connects.held_back import REFUSED_AT_ONCE, tell
from connects.models import Wallet
from connects.sweeping import ENTERED, sweep

# As `paid()`, for the sweep's own statement.
PAID = "(paid_until IS NULL OR next_period_at < paid_until)"


def begin(at: datetime) -> int:
    """Begin every period that is due by then, and grant what it brings. The sweep `connects.periods`.

    Returns how many periods began.
    """
    return sweep("next_period_at", at, lambda wallets: _begin(wallets, at), only=PAID)


def next_beginning() -> datetime | None:
    """When the next period begins, in any wallet."""
    first: datetime | None = Wallet.objects.filter(paid()).aggregate(first=Min("next_period_at"))["first"]
    return first


def paid() -> Q:
    """The wallets whose next period may begin when its instant comes: their plan costs nothing, or is paid for."""
    return Q(paid_until__isnull=True) | Q(next_period_at__lt=F("paid_until"))


def catch_up(wallet_id: int, *, until: datetime) -> None:
    """Begin every period of a held wallet that is paid for and due by then, in order."""
    while Wallet.objects.filter(paid(), pk=wallet_id, next_period_at__lte=until).exists():
        _begin([wallet_id], until)


def after(anchor: datetime, instant: datetime) -> datetime:
    """The anchor's day and time in the month after the instant's; a month without that day ends it on its last.

    Both in UTC. Reckoned from the anchor every time, so that the 31st comes back after February.
    """
    year, month = divmod(instant.year * 12 + instant.month, 12)
    month += 1
    return anchor.replace(year=year, month=month, day=min(anchor.day, monthrange(year, month)[1]))


def first_from(anchor: datetime, instant: datetime) -> datetime:
    """The anchor's first month that begins at the instant or later; its own day is no such beginning."""
    begins = after(anchor, instant.replace(day=1) - timedelta(days=1))
    return begins if begins >= instant and begins > anchor else after(anchor, instant)


def _begin(wallets: list[int], at: datetime) -> int:
    # What ends by the new period's instant ends before it, in the books too.
    ending = ask(
        f"SELECT id FROM connects_wallet WHERE id {among('wallets')} AND next_expiry_at <= next_period_at",
        {"wallets": id_list(wallets)},
    )
    if ending:
        lapse([id for (id,) in ending])
    turned = turned_times.coming(wallets)
    news = run(
        _steps(),
        """
        SELECT 'owing', booked.id
        FROM booked JOIN connects_wallet owing ON owing.id = booked.wallet_id WHERE owing.debt > 0
        UNION ALL SELECT 'waits', waits.id FROM waits
        """,
        {
            "wallets": id_list(wallets),
            "at": at,
            "recorded": clock.real_now(),
            "refused": REFUSED_AT_ONCE,
        },
    )
    # Before it pays debts: what is in question pays none.
    turned_times.tell(turned)
    if owing := [id for what, id in news if what == "owing"]:
        pay(owing)
    if waiting := [id for what, id in news if what == "waits"]:
        tell(waiting, mail=False)
    return len(wallets)


def _steps() -> tuple[Step, ...]:
    ends = anchor_after("wallet.anchor_at", "wallet.next_period_at")
    return (
        Step(
            "due",
            f"""
            SELECT wallet.id, wallet.period + 1 AS period, wallet.next_period_at AS begins, {ends} AS ends,
                'allowance:' || CAST(wallet.id AS text) || ':' || CAST(wallet.period + 1 AS text) AS reference,
                wallet.balance, CASE WHEN plan.enabled THEN plan.monthly ELSE 0 END AS connects,
                CASE WHEN plan.rolls_over THEN 'allowance' ELSE 'perk' END AS source,
                CASE WHEN plan.rolls_over THEN {days_after("wallet.next_period_at", "plan.lives_days")}
                    ELSE {ends} END AS expires_at,
                CASE WHEN plan.rolls_over THEN plan.lives_days
                    ELSE {days_between("wallet.next_period_at", ends)} END AS lives_days,
                wallet.held_since IS NOT NULL AND wallet.paid_until IS NULL AS held
            FROM connects_wallet wallet LEFT JOIN connects_plan plan ON plan.id = wallet.plan_id
            WHERE wallet.id {among("wallets")}
            """,
        ),
        Step(
            "booked",
            """
            INSERT INTO connects_transaction (
                wallet_id, kind, reference, amount, balance_after, cause, reason, effective_at, recorded_at
            )
            SELECT id, 'grant', reference, connects, balance + connects, '', '', begins, %(recorded)s
            FROM due
            WHERE connects > 0 AND NOT held
                AND NOT EXISTS (SELECT 1 FROM connects_transaction past WHERE past.reference = due.reference)
            ORDER BY id
            ON CONFLICT DO NOTHING
            RETURNING id, wallet_id, amount, balance_after
            """,
            again="SELECT id, wallet_id, amount, balance_after FROM connects_transaction WHERE id > %(mark)s",
        ),
        Step(
            "waits",
            """
            INSERT INTO connects_heldgrant (
                wallet_id, source, connects, lives_days, reference, cause, held_at, state, judged_at, judged_why
            )
            SELECT due.id, due.source, due.connects, due.lives_days, due.reference, '', due.begins,
                CASE WHEN upheld.id IS NULL THEN 'held' ELSE 'refused' END,
                CASE WHEN upheld.id IS NULL THEN NULL ELSE due.begins END,
                CASE WHEN upheld.id IS NULL THEN '' ELSE %(refused)s END
            FROM due LEFT JOIN connects_suspicion upheld ON upheld.wallet_id = due.id AND upheld.verdict = 'upheld'
            WHERE due.connects > 0 AND due.held
                AND NOT EXISTS (SELECT 1 FROM connects_transaction past WHERE past.reference = due.reference)
            ORDER BY due.id
            ON CONFLICT DO NOTHING
            RETURNING id
            """,
            # Read by the answer alone, when the wallets have gone on to the period that has just begun.
            again=f"""
            SELECT held.id FROM connects_heldgrant held JOIN connects_wallet wallet ON wallet.id = held.wallet_id
            WHERE wallet.id {among("wallets")} AND wallet.held_since IS NOT NULL AND held.state = 'held'
                AND held.reference = 'allowance:' || CAST(wallet.id AS text) || ':' || CAST(wallet.period AS text)
            """,
        ),
        Step(
            "opened",
            """
            INSERT INTO connects_lot (
                wallet_id, source, granted, remaining, issued_at, expires_at, lapses, opened_by_id, paid_currency
            )
            SELECT due.id, due.source, booked.amount, booked.amount, due.begins, due.expires_at, 0, booked.id, ''
            FROM booked JOIN due ON due.id = booked.wallet_id
            RETURNING id, opened_by_id
            """,
            again="SELECT id, opened_by_id FROM connects_lot WHERE opened_by_id > %(mark)s",
        ),
        ENTERED,
        Step(
            "wallets",
            """
            UPDATE connects_wallet AS wallet SET
                period = due.period, next_period_at = due.ends,
                balance = due.balance + COALESCE(booked.amount, 0),
                next_expiry_at = CASE
                    WHEN booked.id IS NULL OR wallet.next_expiry_at <= due.expires_at THEN wallet.next_expiry_at
                    ELSE due.expires_at END
            FROM due LEFT JOIN booked ON booked.wallet_id = due.id
            WHERE wallet.id = due.id
            RETURNING 1
            """,
            again="SELECT 1",
        ),
    )
