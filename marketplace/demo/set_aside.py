"""What waits for an operator of the demo world, or is on record: a campaign half sent, an event in quarantine, a mail
that came back, a letter half written, a visit as somebody, a ban, an account that is closed.
"""

from accounts.models import User
from accounts.privacy import closing
from accounts.staff import seeing
from accounts.staff.models import Impersonation
from accounts.trust import standing
from billing import events
from billing.campaigns import acts, sending
from billing.models import Campaign, PromoCode, StripeEvent
from billing.stripe_gateway import Event
from common import clock, mail, policies
from common.models import Issue, Mail

_REACHED = 20
_EVENT = "evt_demo_of_another_account"
_DRAFT = """The days get short, and many of you look back. We have done so too: what a proposal costs, what it brought, who answered.

The figures come with the next letter."""


def leave(operator: User, seen: User) -> None:
    """Everything that an operator finds; `seen` is somebody who asked for help."""
    _send_half(operator)
    _quarantine()
    _return_mail()
    Issue.objects.create(subject="The year in figures", text=_DRAFT, written_by=operator, written_at=clock.now())
    _visit(operator, seen)


def part_with(operator: User, spare: list[User]) -> None:
    """One of these is banned, another has closed the account: the first who can."""
    banned, *others = spare
    reason = "Took the payment of three clients outside the site, after a suspension for the same."
    standing.ban(banned, by=operator, violation="outside", reason=reason)
    for person in others:
        if not closing.obstacles(person):
            closing.close(person, by=person)
            return


def _send_half(operator: User) -> None:
    """Paused after its first people, so that it can be watched going on."""
    code = PromoCode.objects.get(code="GUILD20")
    campaign = Campaign(
        name="Before the holidays", message="A fifth off, for the proposals of the new year.", kind="code", code=code
    )
    policies.create(campaign, actor=operator, reason="For everybody, before the holidays.")
    acts.start(campaign, actor=operator, reason="The text is approved.", seen=acts.reach_of(campaign).people)
    sending.send_batch(campaign.pk, _REACHED)
    acts.pause(campaign, actor=operator, reason="Two people asked what it is about: waiting for better words.")


def _quarantine() -> None:
    """Somebody has pointed the webhook of a live account at this demo."""
    about = {"object": {"id": "ch_of_another_account", "object": "charge", "amount": 1299, "currency": "usd"}}
    payload = {"id": _EVENT, "object": "event", "type": "charge.refunded", "livemode": True, "data": about}
    row = events.keep(
        Event(id=_EVENT, type="charge.refunded", live=True, subject="ch_of_another_account", payload=payload)
    )
    # As processing it leaves it, without an alarm among the first lines that somebody who tries the site reads.
    why = "A live event and test keys, or the other way round."
    StripeEvent.objects.filter(pk=row.pk).update(attempts=1, try_at=None, error=why, quarantine=why)


def _return_mail() -> None:
    """As a mail server leaves it that does not know the address: tried seven times, then given up."""
    text = "Somebody, probably you, asked for our newsletter at this address. If it was not you, do nothing."
    written = mail.queue_written("cleo.marsh@guildhall.exmaple", subject="Do you want our newsletter?", text=text)
    assert written is not None
    refused = "550 5.1.2 Bad destination system address: guildhall.exmaple"
    Mail.objects.filter(pk=written.pk).update(attempts=7, next_try_at=None, error=refused)


def _visit(operator: User, seen: User) -> None:
    visit = seeing.begin(seen, by=operator, reason="She wrote that her drafts are gone: looking where they are.")
    Impersonation.objects.filter(pk=visit.pk).update(ended_at=clock.real_now(), pages=6)
