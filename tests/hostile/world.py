"""A small site with one of everything, whose people put into every text what would run if it were not shown as text.

Built through the services; then the worst texts are written over every free text of every table that lets them.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from random import Random

from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, models, transaction
from django.http import QueryDict

from accounts import blocking, signs
from accounts.agencies import answering, founding, inviting
from accounts.models import Agency, AgencyMember, Case, Category, Consent, DemoPerson, Skill, User
from accounts.privacy import closing
from accounts.staff import seeing
from accounts.trust import judging, registry, reporting, standing
from billing.models import (
    BillingDetails,
    Campaign,
    Dispute,
    Invoice,
    Membership,
    PromoCode,
    Purchase,
    Refund,
    Sale,
    StripeEvent,
)
from common import clock, policies
from common.models import Issue
from connects import judging as judging_doubles
from connects import services as connects
from connects.models import Suspicion
from jobs import searches
from jobs import services as jobs
from jobs.models import Job
from marketplace.demo import certified, shopping
from marketplace.demo.arrivals import Arrivals
from marketplace.demo.cast import ClientSketch
from proposals import services as proposals
from proposals.models import Contract, Offer, Proposal
from proposals.talk import files, interviews, writing
from support import asking, deciding, lines
from talent import badges, saving
from talent.models import FreelancerProfile
from tests.hires import hire, terms
from tests.hostile.catalogue import MARK, SUM
from tests.talk.conftest import PDF

# Short enough for any text of 40 characters; and what fills the longer ones.
BRIEF = f"'\"><b onclick={MARK}()>"
_WORSE = (
    f"<script>{MARK}()</script>",
    f"<svg/onload={MARK}()>",
    f"</textarea></title></script><script>{MARK}()</script>",
    f"{{{{ {SUM} }}}}",
    f"javascript:{MARK}() https://example.com/'onclick='{MARK}()",
    f"\u202e<img src=x onerror={MARK}()>\u202c",
    f'<div hx-get="/accounts/logout/" hx-trigger="load">{MARK}</div>',
    "W" * 90,
    f"=HYPERLINK('{MARK}') 👩🏽‍🎨 שלום",
)
_ROOMS = ("accounts", "common", "connects", "billing", "talent", "jobs", "proposals", "support")
# Texts of these names are no words of anybody: what the site itself finds things by.
_TECHNICAL = frozenset(
    [
        "password",
        "email_key",
        "time_zone",
        "token_hash",
        "token",
        "reference",
        "cause",
        "key",
        "link",
        "error",
        "html",
        "icon",
        "mark",
        "came_from",
        "content_type",
        "counted",
        "session_id",
        "session_url",
        "payment_intent",
        "invoice_id",
        "refund_id",
        "dispute_id",
        "customer_id",
        "subscription_id",
        "event_id",
        "type",
        "subject",
        "currency",
        "paid_currency",
        "country",
        "kind",
        "what",
        "code",
        "status",
        "choices",
        "query",
    ]
)


def worst(longest: int | None) -> str:
    """As many of the worst texts as fit."""
    text = BRIEF
    for each in _WORSE:
        if longest is None or len(text) + len(each) + 1 <= longest:
            text += f" {each}"
    return text


@dataclass
class World:
    olga: User
    ada: User
    ben: User
    cleo: User
    maya: User
    guild: Agency
    job: Job
    proposal: Proposal

    def everybody(self) -> dict[str, User | None]:
        return {
            "visitor": None,
            "ada": self.ada,
            "ben": self.ben,
            "cleo": self.cleo,
            "maya": self.maya,
            "olga": self.olga,
        }


def build() -> World:
    world = _people()
    _market(world)
    _hiring(world)
    _desk(world)
    _asking(world)
    _operating(world)
    return world


def _people() -> World:
    come = Arrivals(Random(7), "!")
    category = Category.objects.earliest("id")
    olga = come.operator()
    shopping.open_shop(clock.now())
    ada = come.client(ClientSketch("Ada Whitfield", "Harbour & Pine", "GB", "a workshop"))
    names = ("Ben Rower", "Cleo Rower", "Maya Stone", "Nils Stone")
    ben, cleo, maya, nils = (come.freelancer(each, "GB", category, finished=True).person for each in names)
    # Ben has a password to change; the others have still to choose one.
    ben.set_password("correct horse battery")
    ben.save(update_fields=["password"])
    for each in (ben, cleo, maya):
        connects.adjust(connects.wallet_of(each).pk, 60, reason=worst(300), actor=olga, reference=f"adjust:{each.pk}")
    guild = founding.found(maya, name="Fieldstone", about=BRIEF, country="GB")
    answering.accept(inviting.invite(guild, by=maya, email=nils.email, monthly_limit=20), by=nils)
    inviting.invite(guild, by=maya, email=ben.email, monthly_limit=20)
    for each, agency in ((ben, ""), (maya, guild.handle)):
        shopping.buy(each, at_least=20, chance=Random(3), agency=agency)
    job = _post(ada)
    return World(olga, ada, ben, cleo, maya, guild, job, _send(job, ben))


def _post(client: User, **fields: object) -> Job:
    words = {
        "title": BRIEF,
        "description": worst(9_000),
        "category": Category.objects.earliest("id"),
        "skills": [Skill.objects.earliest("id")],
        "questions": [worst(300), "And when?"],
        "budget_type": "fixed",
        "fixed_minor": 50_000,
    }
    return jobs.publish(jobs.draft(client, **(words | fields)), by=client)


def _send(job: Job, author: User, **fields: object) -> Proposal:
    answers = {question.text: worst(2_000) for question in job.questions.all()}
    return proposals.submit(job, author=author, letter=worst(5_000), bid_minor=45_000, answers=answers, **fields)


def _market(world: World) -> None:
    ada, ben, cleo, job = world.ada, world.ben, world.cleo, world.job
    jobs.draft(ada, title=BRIEF)
    other = _post(ada)
    proposals.save_draft(other, author=ben, letter=BRIEF, bid=BRIEF, answers={"And when?": BRIEF}, boost=BRIEF)
    proposals.boost(world.proposal, by=ben, connects=3)
    _send(job, world.maya, agency=world.guild)
    declined = _send(job, cleo)
    proposals.decline(declined, by=ada, reason=worst(300))
    checked = files.check(SimpleUploadedFile("plan.pdf", PDF), megabytes=5)
    writing.send(world.proposal, by=ada, text=worst(None), files=[checked])
    writing.send(world.proposal, by=ben, text=worst(None))
    interviews.invite(world.proposal, by=ada, text=worst(1_000), times=worst(500))
    for search in ("level=entry", "q=logo"):
        searches.keep(ben, query=QueryDict(search))
    jobs.save(other, by=ben)
    for profile in FreelancerProfile.objects.filter(person__in=[ben, cleo]):
        saving.save(profile, by=ada)
    proposals.invite(other, person=cleo, by=ada, message=worst(2_000))


def _hiring(world: World) -> None:
    ada, ben, cleo, maya = world.ada, world.ben, world.cleo, world.maya
    ends = []
    for author in (ben, cleo, maya):
        proposal = _send(_post(ada), author)
        ends.append(hire(proposal, by=ada))
    proposals.finish(ends[0], by=ada)
    for by in (ada, ben):
        proposals.review(ends[0], by=by, stars=4, text=worst(2_000))
    proposals.end(ends[1], by=ada, reason=worst(500))
    offered = _send(_post(ada), ben)
    proposals.offer(offered, terms(offered, title=BRIEF, scope=worst(5_000), message=worst(2_000)), by=ada)
    refused = _send(_post(ada), cleo)
    made = proposals.offer(refused, terms(refused), by=ada)
    proposals.decline_offer(made, by=cleo, reason=worst(300))
    gone = _post(ada)
    _send(gone, ben)
    jobs.cancel(gone, by=ada)


def _desk(world: World) -> None:
    ben, cleo, olga = world.ben, world.cleo, world.olga
    for kind, number, by in (
        ("job", world.job.pk, ben),
        ("person", ben.pk, cleo),
        ("proposal", world.proposal.pk, world.ada),
    ):
        thing = registry.find(kind, number, by)
        assert thing is not None, kind
        row, _ = reporting.report(kind, number, thing, by=by, reason="fraud", text=worst(1_000))
    judging.warn(row.case, by=olga, why=worst(300), said=worst(500))
    blocking.block(cleo, by=ben, name=BRIEF)
    nils = AgencyMember.objects.exclude(role="owner").get(agency=world.guild).person
    standing.suspend(nils, by=olga, days=7, reason=worst(300))


def _asking(world: World) -> None:
    """Ben asks support about three lines: one is answered, one closed, and one waits."""
    spent = world.ben.wallet.transactions.filter(reference__startswith="proposal:").order_by("id")[:3]
    for line, act in zip(spent, (deciding.answer, deciding.close, None), strict=True):
        asked = lines.find(line.wallet_id, line.pk)
        ticket, _ = asking.open_ticket(asked, by=world.ben, kind="missing", text=worst(2_000))
        why = {"why": worst(300)} if act is deciding.close else {}
        if act:
            act(ticket, by=world.olga, text=worst(2_000), **why)


def _operating(world: World) -> None:
    olga, now = world.olga, clock.now()
    certified.open_tests(olga)
    policies.create(PromoCode(code="MANY", connects=5, starts_at=now), actor=olga, reason=worst(500))
    sale = Sale(name=BRIEF, percent=20, starts_at=now - timedelta(days=1), ends_at=now + timedelta(days=9))
    policies.create(sale, actor=olga, reason=worst(500))
    campaign = Campaign(name=BRIEF, message=worst(160), connects=12, lives_days=30)
    policies.create(campaign, actor=olga, reason=worst(500))
    Issue.objects.create(subject=BRIEF, text=worst(None), written_by=olga, written_at=now)
    DemoPerson.objects.create(person=world.ben, label=BRIEF[:80])
    _doubt(world)
    _badges(world)
    _payments(world)
    seeing.begin(world.ben, by=olga, reason=worst(300))
    Consent.objects.create(person=world.ben, version=BRIEF[:20], at=now)
    gone = Arrivals(Random(11), "!").freelancer("Gone Rower", "GB", Category.objects.earliest("id"), finished=True)
    closing.close(gone.person, by=olga, reason=worst(300))


def _doubt(world: World) -> None:
    """A second account of Ben's browser, judged; and Connects that went back to where they came from."""
    olga, come = world.olga, Arrivals(Random(8), "!")
    signs.note_device(world.ben, "a browser")
    for name in ("Benno Rower", "Benny Rower"):
        come.freelancer(name, "GB", Category.objects.earliest("id"), finished=True, browser="a browser")
    upheld = Suspicion.objects.earliest("id")
    judging_doubles.uphold(upheld.pk, by=olga, why=worst(300))
    bought = Purchase.objects.filter(buyer=world.ben).earliest("id").reference
    connects.claim(bought, 1, reference="refund:1", cause="refund:1", reason=worst(300), actor=olga)
    wallet = connects.wallet_of(world.cleo)
    connects.place_hold(wallet.pk, 1, reference="hold:1", cause="hold:1", reason=worst(300))
    connects.return_hold("hold:1", reason=worst(300))


def _badges(world: World) -> None:
    for person in (world.ben, world.cleo):
        badges.give(person.freelancer_profile, by=world.olga, reason=worst(300))
    badges.take(world.ben.freelancer_profile, by=world.olga, reason=worst(300))


def _payments(world: World) -> None:
    """What Stripe tells of, without Stripe: rows for the pages that show its words."""
    now, wallet = clock.now(), connects.wallet_of(world.ben)
    BillingDetails.objects.create(wallet_id=wallet.pk, company=BRIEF, tax_id=BRIEF, address=worst(400))
    StripeEvent.objects.create(event_id="evt_1", type="x", payload={"id": BRIEF}, error=BRIEF, quarantine=BRIEF)
    plan = wallet.plan
    membership = Membership.objects.create(
        wallet_id=wallet.pk, payer=world.ben, plan=plan, interval="month", status="ended", ended_at=now, created_at=now
    )
    Invoice.objects.create(
        membership=membership,
        plan=plan,
        invoice_id="in_1",
        amount_minor=1_999,
        currency="USD",
        starts_at=now,
        ends_at=now + timedelta(days=30),
        paid_at=now,
    )
    purchase = Purchase.objects.filter(buyer=world.ben).earliest("id")
    Refund.objects.create(purchase=purchase, amount_minor=1, reason=worst(300), failure=worst(300), status="failed")
    Dispute.objects.create(
        dispute_id="dp_1",
        purchase=purchase,
        amount_minor=1,
        currency="USD",
        opened_at=now,
        status="lost",
        outcome="lost",
        closed_at=now,
    )


def numbers(world: World) -> dict[str, object]:
    """What addresses name things by."""
    return {
        "job": world.job.pk,
        "proposal": world.proposal.pk,
        "guild": world.guild.handle,
        "ben": world.ben.freelancer_profile.handle,
        "contract": Contract.objects.filter(proposal__author=world.ben).earliest("id").pk,
        "offer": Offer.objects.filter(proposal__author=world.ben, status="open").earliest("id").pk,
        "purchase": Purchase.objects.filter(buyer=world.ben).earliest("id").pk,
        "case": Case.objects.filter(kind="job").earliest("id").pk,
        "wallet": connects.wallet_of(world.ben).pk,
    }


def poison() -> list[str]:
    """Write the worst over every free text that may be changed. Answers with those that have no row to write to."""
    empty = []
    for field in free_texts():
        rows = field.model._default_manager.all()
        with_text = rows.filter(**{f"{field.name}__contains": MARK})
        try:
            with transaction.atomic():
                rows.update(**{field.name: worst(field.max_length)})
        except DatabaseError:
            # History, which is written once. Somebody wrote the worst there through the services.
            pass
        if not with_text.exists():
            empty.append(f"{field.model._meta.label}.{field.name}")
    return empty


def free_texts() -> Iterator[models.Field]:
    """Every text of our tables that people or operators word as they like."""
    for room in _ROOMS:
        for model in apps.get_app_config(room).get_models():
            for field in model._meta.concrete_fields:
                if type(field) in (models.CharField, models.TextField) and _is_free(field):
                    yield field


def _is_free(field: models.Field) -> bool:
    long_enough = field.max_length is None or field.max_length >= len(BRIEF)
    return long_enough and not (field.choices or field.unique or field.name in _TECHNICAL)
