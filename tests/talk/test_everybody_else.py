"""A conversation and its files are closed to everybody else, whoever they are to those who have it."""

import pytest
from django.contrib.auth.models import Permission
from django.test import Client

from accounts import blocking
from accounts.agencies import founding, inviting, people
from accounts.models import AgencyMember
from accounts.trust import standing
from connects import services as connects
from proposals.models import Attachment, Message, ReadMark
from proposals.talk import interviews
from proposals.talk.urls import urlpatterns
from tests.addresses import undone
from tests.agencies.conftest import dora, join, maya  # noqa: F401 - fixtures
from tests.talk.conftest import later, upload

pytestmark = pytest.mark.django_db
SECRET = "The key is under the third stone"
# Of a proposal of Ben's own, and of one that he sent for his agency: who has nothing to do with either.
ELSEWHERE = [
    "a visitor",
    "another freelancer of the same job",
    "another client",
    "somebody without a role",
    "the owner of another agency",
    "somebody whom Ben has blocked",
    "somebody who has blocked Ben",
    "somebody whom Ada has blocked",
    "somebody whose mailbox is not proven",
    "a suspended freelancer",
    "a banned freelancer",
    "staff without a right",
    "staff with every right to look",
    "an operator with every right",
    "a fellow member of the agency",
    "somebody who has left the agency",
    "somebody who was removed from the agency",
    "somebody invited to the agency",
]


@pytest.fixture
def guild(maya, ben, dora, join, person):  # noqa: F811
    made = founding.found(maya, name="Fieldstone")
    for who in (ben, dora, person("Left", freelancer=True), person("Removed", freelancer=True)):
        join(made, who)
    pool = connects.open_wallet(agency=made)
    connects.grant(pool.pk, 40, source="joining", expires_at=later(days=365), reference="test:pool")
    seats = {seat.person.name: seat for seat in AgencyMember.objects.filter(agency=made).select_related("person")}
    people.leave(made, person=seats["Left"].person)
    people.remove(made, seats["Removed"].pk, by=maya)
    return made


@pytest.fixture
def readers(person, guild, send, ada, ben, cleo, charlie, olga, maya, dora):  # noqa: F811
    send(cleo)
    names = ("Blocked", "Blocker", "Shunned", "Unproven", "Suspended", "Banned", "Invited", "Xenia")
    made = {name: person(name, freelancer=True) for name in names if name != "Unproven"}
    made["Unproven"] = person("Unproven", freelancer=True, email_verified_at=None)
    founding.found(made["Xenia"], name="Elsewhere")
    blocking.block(made["Blocked"], by=ben)
    blocking.block(ben, by=made["Blocker"])
    blocking.block(made["Shunned"], by=ada)
    standing.suspend(made["Suspended"], by=olga, days=7, reason="Spam")
    standing.ban(made["Banned"], by=olga, violation="fraud", reason="Fraud")
    inviting.invite(guild, by=maya, email=made["Invited"].email)
    looks = person("Looker", is_staff=True)
    looks.user_permissions.set(Permission.objects.filter(content_type__app_label="proposals"))
    left, removed = (AgencyMember.objects.get(person__name=name).person for name in ("Left", "Removed"))
    who = [None, cleo, person("Rival", client=True), charlie, made["Xenia"], made["Blocked"], made["Blocker"]]
    who += [made["Shunned"], made["Unproven"], made["Suspended"], made["Banned"], person("Stan", is_staff=True)]
    who += [looks, olga, dora, left, removed, made["Invited"]]
    return dict(zip(ELSEWHERE, who, strict=True))


@pytest.fixture(params=["Ben's own", "the agency's"])
def addresses(request, guild, send, say, post, ben, ada):
    """Every address of the conversation, with what could be sent there."""
    about = send(ben, job=post(), agency=guild if request.param == "the agency's" else None)
    file = say(SECRET, about=about, files=[upload("secret plan.pdf")]).attachments.get()
    interviews.invite(about, by=ada, text=SECRET)
    named = {"pk": about.pk, "file": file.pk}
    found = []
    for pattern in urlpatterns:
        route = "/" + str(pattern.pattern).replace("<int:pk>", "{pk}").replace("<int:file>", "{file}")
        if "{" in route:
            found.append(route.format(**named))
    assert len(found) == len(urlpatterns) - 1
    return found


@pytest.mark.parametrize("reader", ELSEWHERE)
def test_there_is_nothing_for(readers, addresses, reader):
    before = [model.objects.count() for model in (Message, Attachment, ReadMark)]
    browser = Client()
    if readers[reader] is not None:
        browser.force_login(readers[reader])
    typed = {"text": "Let me in", "answer": "accept", "times": "now", "token": "x", "after": "0"}
    for address in [*addresses, "/messages/"]:
        for ask in (browser.get, browser.head, browser.post, browser.put):
            with undone():
                answer = ask(address, {**typed, "files": upload()} if ask == browser.post else None)
                shown = b"".join(answer) if answer.streaming else answer.content
                assert SECRET.encode() not in shown, address
                assert b"secret plan" not in shown, address
                assert answer.status_code in REFUSED or address == "/messages/", (address, answer.status_code)
    assert [model.objects.count() for model in (Message, Attachment, ReadMark)] == before


# Not there, not like this, not before logging in; 286 ends the asking of a page that was open.
REFUSED = (302, 403, 404, 405, 286)


def test_for_those_who_have_it_there_is(addresses, ada, ben):
    for who in (ada, ben):
        browser = Client()
        browser.force_login(who)
        page = next(each for each in addresses if each.endswith("/messages/"))
        assert SECRET in browser.get(page).content.decode()
        assert browser.get(next(each for each in addresses if "/files/" in each)).status_code == 200


def test_a_file_has_no_address_of_its_own(addresses, readers, media):
    """What lies on the disk is reached by the conversation alone, under whatever name one guesses."""
    browser = Client()
    browser.force_login(readers["staff with every right to look"])
    for row in Attachment.objects.all():
        for guess in (f"/media/{row.file.name}", f"/media/photos/{row.file.name}", f"/static/{row.file.name}"):
            assert browser.get(guess).status_code == 404
