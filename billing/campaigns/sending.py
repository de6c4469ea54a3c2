"""Sending: so many people at a time, in order of their wallets, each batch a short transaction of its own.

A batch notes whom it reached, grants, tells, and moves the campaign's cursor, all or nothing: killed anywhere, the
next run goes on behind the last batch that was committed. The campaign's row is held meanwhile, so a pause waits for
the batch under way, and of two sweepers one passes by.
"""

import time
from datetime import datetime

from django.db import transaction
from django.db.models import F, Min, QuerySet
from django.utils.functional import lazy

from accounts.models import User
from accounts.normalise import mailbox_mark
from billing.campaigns.acts import over
from billing.campaigns.segments import segment_of
from billing.campaigns.wording import link_of, notice_of, notice_while_held
from billing.models import Campaign, CampaignPerson
from common import clock
from common.telling_sets import tell_people
from connects import services as connects
from connects.chain import ask
from connects.dialect import among, id_list, pair_params, pairs, waiting
from connects.sweeping import FIRST, few, next_size

# One of a batch: wallet, person, mark of the mailbox.
Row = tuple[int, int, str]


def send(at: datetime) -> int:  # noqa: ARG001 - a sweep is told when it runs
    """Send every campaign that is under way. Returns how many people were reached. The sweep `billing.campaigns`."""
    return sum(send_all_of(pk) for pk in Campaign.objects.sending().order_by("id").values_list("pk", flat=True))


def next_due() -> datetime | None:
    """Campaigns that were started are due at once."""
    first: datetime | None = Campaign.objects.sending().aggregate(first=Min("started_at"))["first"]
    return first


def send_all_of(pk: int) -> int:
    """Send one campaign to its end, or until it is paused. Returns how many people were reached."""
    reached, size = 0, FIRST
    while True:
        started = time.monotonic()
        done = send_batch(pk, size)
        if done is None:
            return reached
        reached += done
        size = next_size(size, time.monotonic() - started)


@transaction.atomic
def send_batch(pk: int, size: int) -> int | None:
    """Deal with the next `size` people of a campaign. Returns how many were reached.

    None when there is nothing to do: it is done, paused or stopped, or another sweeper is at it.
    """
    campaign = _hold(pk)
    if campaign is None:
        return None
    if over(campaign.sale or campaign.code):
        # Nobody is told of what they can no longer have.
        _end(campaign, Campaign.State.STOPPED)
        return None
    few()
    batch = list(_ahead(campaign).values_list("wallet__id", "pk", "email_key")[:size])
    fresh = _note(campaign, [(wallet, person, mailbox_mark(key)) for wallet, person, key in batch])
    has, waits = _give(campaign, fresh)
    _tell(campaign, has, waits)
    cursor = batch[-1][0] if batch else campaign.last_wallet
    _go_on(campaign, cursor, len(has) + len(waits), len(waits), done=len(batch) < size)
    return len(has) + len(waits)


def _hold(pk: int) -> Campaign | None:
    sending = Campaign.objects.sending().select_for_update(no_key=True, skip_locked=True)
    return sending.filter(pk=pk).first()


def _ahead(campaign: Campaign) -> QuerySet[User]:
    people = segment_of(campaign).people()
    return people.filter(wallet__id__gt=campaign.cursor, wallet__id__lte=campaign.last_wallet).order_by("wallet__id")


def _note(campaign: Campaign, batch: list[Row]) -> list[Row]:
    """Write down whom the batch reaches. Answers with those who had not been reached, by any account, before."""
    if not batch:
        return []
    # People first, then their wallets: whoever changes a person holds them in this order.
    people = {"people": id_list([person for _, person, _ in batch])}
    ask(f"SELECT id FROM accounts_user WHERE id {among('people')} ORDER BY id {waiting('FOR KEY SHARE')}", people)
    rows = ask(
        "INSERT INTO billing_campaignperson (campaign_id, person_id, mark, at, held)"
        f" SELECT %(campaign)s, id, word, %(now)s, %(held)s FROM {pairs()} WHERE TRUE"
        " ON CONFLICT DO NOTHING RETURNING person_id",
        {
            **pair_params([(person, mark) for _, person, mark in batch]),
            "campaign": campaign.pk,
            "now": clock.now(),
            "held": False,
        },
    )
    fresh = {person for (person,) in rows}
    return [row for row in batch if row[1] in fresh]


def _give(campaign: Campaign, fresh: list[Row]) -> tuple[list[int], list[int]]:
    """Grant, if that is what the campaign does. The people who have it now, and those for whom it waits."""
    owners = {wallet: person for wallet, person, _ in fresh}
    if campaign.kind != Campaign.Kind.GRANT:
        return list(owners.values()), []
    assert campaign.connects
    assert campaign.lives_days
    given = connects.grant_in_sets(
        [(wallet, f"{campaign.reference}:{mark}") for wallet, _, mark in fresh],
        campaign.connects,
        source=connects.Source.CAMPAIGN,
        lives_days=campaign.lives_days,
        cause=campaign.reference,
    )
    has, waits = ([owners[wallet] for wallet in wallets] for wallets in (given.wallets, given.held))
    if waits:
        CampaignPerson.objects.filter(campaign=campaign, person__in=waits).update(held=True)
    return has, waits


def _tell(campaign: Campaign, has: list[int], waits: list[int]) -> None:
    # By their ids, which needs no statistics of tables that have just begun to grow.
    link, reference = link_of(campaign), campaign.reference
    if has:
        words, people = lazy(notice_of, str)(campaign), User.objects.filter(pk__in=has)
        tell_people(
            people,
            kind="special_offer",
            text=words,
            link=link,
            reference=reference,
            subject=campaign.name,
            lines=(words,),
        )
    if waits:
        # No mail: offers come by mail only to those who asked for them.
        words, people = lazy(notice_while_held, str)(campaign), User.objects.filter(pk__in=waits)
        tell_people(people, kind="grant_held", text=words, link=link, reference=reference)


def _go_on(campaign: Campaign, cursor: int, reached: int, held: int, *, done: bool) -> None:
    Campaign.objects.filter(pk=campaign.pk).update(
        cursor=cursor, reached=F("reached") + reached, held=F("held") + held
    )
    if done:
        _end(campaign, Campaign.State.SENT)


def _end(campaign: Campaign, state: Campaign.State) -> None:
    Campaign.objects.filter(pk=campaign.pk).update(state=state, finished_at=clock.now())
