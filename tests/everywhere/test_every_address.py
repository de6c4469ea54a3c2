"""Every address of the site outside the admin, opened by everybody: what each answers stands in every_address.txt.

An address without its row fails, and so does a row whose answer has changed; what is not yours is 404, and no GET
changes a row of anybody. (The admin has a table of its own, by role.)
"""

import re
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client, override_settings
from django.urls import URLResolver, get_resolver

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

pytestmark = [pytest.mark.sqlite, pytest.mark.slow, pytest.mark.django_db]
READERS = ("visitor", "ben", "cleo", "ada", "maya", "otto", "olga")
TABLE = Path(__file__).with_name("every_address.txt")
# What a visit itself writes: who is logged in, from where, and when they were last here.
OF_A_VISIT = {"django_session", "usersessions_usersession", "accounts_user"}
# What opening a page says by itself, and is kept because others are told of it or counted by it.
SAYS = {
    "/jobs/<int:pk>/": {"jobs_job"},  # the client looked at the job
    "/jobs/<int:job_id>/proposals/": {"jobs_job"},
    "/proposals/<int:pk>/": {
        "jobs_job",
        "proposals_proposal",
    },  # ... and at the proposal, which is viewed from then on
    "/proposals/<int:pk>/messages/": {"jobs_job", "proposals_readmark"},  # ... and has read so far
    "/proposals/<int:pk>/messages/news/": {"proposals_readmark"},
    "/notifications/<int:pk>/": {"common_notice"},  # read, on the way to what it tells of
    "/settings/referrals/": {"connects_referralcode"},  # one's own link, made when it is first asked for
    "/r/<slug:code>/": {"connects_referralcode"},
}
# Where somebody who has nothing to do with a thing may do something with it all the same.
OPEN_TO_ALL = {
    "/jobs/<int:job_id>/apply/",
    "/jobs/<int:job_id>/apply/discard/",
    "/jobs/<int:pk>/save/",
    "/jobs/<int:pk>/report/",
    "/report/<slug:kind>/<int:pk>/",
    "/block/<slug:kind>/<int:pk>/",
    "/talent/<slug:handle>/save/",
    "/talent/<slug:handle>/invite/",
    "/r/<slug:code>/",
    "/demo/log-in/<int:pk>/",
}
CHANGES = re.compile(r'\s*(?:INSERT INTO|UPDATE|DELETE FROM|REPLACE INTO)\s+"?(\w+)', re.IGNORECASE)


def routes(patterns=None, before: str = "") -> Iterator[str]:
    """Every address of the site as its pattern says it, but for the admin's."""
    for each in get_resolver().url_patterns if patterns is None else patterns:
        here = before + str(each.pattern)
        if here.startswith("admin/"):
            continue
        if isinstance(each, URLResolver):
            yield from routes(each.url_patterns, here)
        else:
            yield f"/{here}"


def rows() -> dict[str, tuple[str, list[str]]]:
    """By pattern: the address that is opened, and what each reader is answered."""
    found = {}
    for line in TABLE.read_text().splitlines():
        if line and not line.startswith("#"):
            pattern, address, *answers = re.split(r"\s{2,}", line.strip())
            found[pattern] = (address, answers)
    return found


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker, tmp_path_factory):
    """What addresses name is Ben's or Ada's; Cleo finds work too, Maya has an agency, Otto is a member of it."""
    media = tmp_path_factory.mktemp("media")
    with django_db_blocker.unblock(), override_settings(MEDIA_ROOT=media), transaction.atomic():
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


def opened(address: str, reader, method: str = "get") -> tuple[str, set[str]]:
    """What the reader is answered, and which tables were written to. Nothing of it stays."""
    cache.clear()
    browser, written = Client(), set()
    if reader is not None:
        browser.force_login(reader)

    def watch(execute, sql, params, many, context):
        result = execute(sql, params, many, context)
        if context["cursor"].rowcount:
            written.update(CHANGES.findall(sql))
        return result

    with transaction.atomic():
        with connection.execute_wrapper(watch):
            answer = getattr(browser, method)(address)
        transaction.set_rollback(True)
    to_log_in = answer.status_code == 302 and answer["Location"].startswith("/accounts/login/")
    return "login" if to_log_in else str(answer.status_code), written - OF_A_VISIT


def test_no_address_is_without_its_row():
    assert set(routes()) == set(rows())


@pytest.mark.parametrize("reader", READERS)
def test_everybody_is_answered_what_the_table_says_and_no_get_changes_a_row(world, reader):
    people, names = world
    wrong = []
    for pattern, (address, answers) in rows().items():
        said, written = opened(address.format(**names), people[reader])
        expected = dict(zip(READERS, answers, strict=True))[reader]
        if said != expected:
            wrong.append(f"{pattern}: {said}, not {expected}")
        if written - SAYS.get(pattern, set()):
            wrong.append(f"{pattern}: wrote {sorted(written)}")
    assert not wrong, "\n".join([reader, *wrong])


def test_who_has_nothing_to_do_with_a_thing_posts_nothing_to_it(world, person):
    """Vera hires and finds work, but none of this is hers: whatever she sends, the thing is not there for her."""
    _, names = world
    vera, wrong = person("Vera", freelancer=True, client=True), []
    for pattern, (address, _) in rows().items():
        if "{" not in address or pattern in OPEN_TO_ALL or pattern.startswith("/accounts/"):
            continue
        said, written = opened(address.format(**names), vera, "post")
        if said not in ("404", "405") or written:
            wrong.append(f"{pattern}: {said}, wrote {sorted(written)}")
    assert not wrong, "\n".join(wrong)
