"""One site with one of everything, built once for the tests of this room; what each does to it is undone."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from typing import Any

import pytest
from django.db import transaction
from django.test import override_settings

from accounts.agencies import answering, inviting
from accounts.models import AgencyInvitation, AgencyMember, Block, Category
from billing.models import Invoice
from common.models import Mail, Notice
from connects import referrals
from connects.models import Lot, Transaction
from jobs.models import Job, SavedSearch
from marketplace.demo.arrivals import Arrivals
from proposals.models import Attachment, JobInvitation
from support.models import Ticket
from talent import certifications
from talent.models import Certification
from tests.hostile import world as making


@pytest.fixture(scope="package")
def world(django_db_setup, django_db_blocker, tmp_path_factory):
    with django_db_blocker.unblock(), built(tmp_path_factory.mktemp("media")) as made:
        yield made


@contextmanager
def built(media: Path) -> Iterator[tuple[dict[str, Any], dict[str, object]]]:
    """What addresses name is Ben's or Ada's; Cleo finds work too, Maya has an agency, Otto is a member of it.

    It stands while the transaction lasts: nothing that empties the database may run meanwhile.
    """
    with override_settings(MEDIA_ROOT=media), transaction.atomic():
        made = making.build()
        otto = (
            Arrivals(Random(9), "!")
            .freelancer("Otto Stone", "GB", Category.objects.earliest("id"), finished=True)
            .person
        )
        answering.accept(inviting.invite(made.guild, by=made.maya, email=otto.email), by=otto)
        people = {**made.everybody(), "otto": otto}
        yield people, numbers(made)
        transaction.set_rollback(True)


def numbers(world) -> dict[str, object]:
    """What addresses name things by: Ben's and his conversation's, but for what says otherwise."""
    ben, pool = world.ben, world.guild.wallet
    certification = Certification.objects.get(slug="python")
    done = certifications.start(certification, person=world.cleo)
    right = {
        number: [at for at, choice in enumerate(each.choices) if choice.right]
        for number, each in enumerate(done.questions)
    }
    certifications.hand_in(done, answers=right)
    done.refresh_from_db()
    return {
        **making.numbers(world),
        "ticket": Ticket.objects.filter(person=ben).earliest("id").pk,
        "line": Transaction.objects.filter(wallet=ben.wallet, kind="spend").earliest("id").pk,
        "lot": Lot.objects.filter(wallet=ben.wallet).earliest("id").pk,
        "pool_line": Transaction.objects.filter(wallet=pool.pk, kind="spend").earliest("id").pk,
        "pool_lot": Lot.objects.filter(wallet=pool.pk).earliest("id").pk,
        "file": Attachment.objects.earliest("id").pk,
        "invitation": JobInvitation.objects.filter(person=world.cleo).earliest("id").pk,
        "search": SavedSearch.objects.filter(person=ben).earliest("id").pk,
        "draft": Job.objects.get(client=world.ada, status="draft").pk,
        "attempt": certifications.start(certification, person=ben).pk,
        "certificate": done.certificate,
        "cleos_attempt": done.pk,
        "seat": AgencyMember.objects.get(agency=world.guild, person__name__startswith="Otto").pk,
        "agency_invitation": AgencyInvitation.objects.get(agency=world.guild, email=ben.email).pk,
        "block": Block.objects.get(blocker=ben).pk,
        "notice": Notice.objects.filter(person=ben).earliest("id").pk,
        "mail": Mail.objects.earliest("id").pk,
        "code": referrals.code_of(ben).code,
        "photo": "0" * 32,
        "invoice": Invoice.objects.get(membership__payer=ben).pk,
        "person": ben.pk,
        "nothing": 1,
    }
