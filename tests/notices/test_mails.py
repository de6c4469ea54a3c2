"""Every mail that the site can send, in both its dresses: with the site's name and footer, plain text, whole links."""

import re
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace as Thing
from typing import Any

import allauth
import pytest
from django.conf import settings
from django.template.loader import render_to_string

from common import clock, letters, mail
from common.digests import DIGEST
from common.letters import NEWSLETTER
from common.models import Mail
from common.telling import News

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
SITE = "https://guildhall.example"
# Said by people: what would show that words are escaped where they should not be, or not where they should.
WORDS = "O'Neill & <b>Daughters</b>"
# Mails of allauth for ways to log in that this site does not offer.
NOT_OFFERED = {"account/email/login_code", "account/email/password_reset_code"}


def _written() -> list[str]:
    """Our own: `receipt`, `jobs/expiring`."""
    found = (path.relative_to(TEMPLATES / "emails") for path in (TEMPLATES / "emails").rglob("*.*"))
    names = {str(path.with_suffix("")) for path in found}
    return sorted(name for name in names if name != "base" and not name.startswith("parts/"))


def _of_accounts(root: Path) -> list[str]:
    """Those that allauth sends from these templates: `account/email/password_changed`."""
    found = (path for room in ("account", "mfa") for path in (root / room / "email").glob("*_subject.txt"))
    return sorted(str(path.relative_to(root)).removesuffix("_subject.txt") for path in found)


ACCOUNTS = _of_accounts(TEMPLATES)


@pytest.fixture
def site(settings) -> None:
    settings.SITE_NAME, settings.SITE_URL = "Guildhall", SITE


@pytest.fixture
def contexts(ben, site) -> dict[str, dict[str, Any]]:
    """What each template is given, in little."""
    now = clock.now()
    purchase = {"number": "G-000001", "total_connects": 20, "currency": "GBP", "paid_with": "Visa 4242"}
    purchase |= {"billed_company": WORDS, "billed_tax_id": "GB123", "failure": WORDS}
    purchase |= {"get_absolute_url": "/settings/connects/purchases/1/"}
    agency = Thing(name=WORDS)
    invitation = Thing(agency=agency, invited_by=ben, get_role_display="Member", expires_at=now)
    job = {"title": WORDS, "client": ben, "expires_at": now + timedelta(days=3), "proposals_count": 2}
    pay = {"purchase": Thing(**purchase), "amount": "£3.00", "tax": "£0.50", "lines": [("20 Connects", "£3.00")]}
    news = News(ben, "message", "test:1", WORDS, "/jobs/", WORDS, (WORDS,), (("Of", WORDS),))
    lines = [Thing(subject=WORDS, link="/jobs/"), Thing(subject="Another", link="/proposals/1/")]
    lot = Thing(get_source_display="Joining")
    expiring = {"lot": lot, "number": 4, "days": 3, "day": "5 March 2026", "sentence": WORDS}
    return {
        "agency_invitation": {"invitation": invitation, "link": "/agencies/invitations/token/"},
        "connects_expiring": {**expiring, "agency": agency, "wallet_page": "/settings/connects/"},
        "digest": {"groups": [("Connects", lines), ("", lines)], "count": 4},
        "jobs/expiring": {"job": Thing(**job, get_absolute_url="/jobs/1/")},
        "news": {"news": news},
        "newsletter": {"issue": Thing(subject=WORDS), "paragraphs": [WORDS, "Second."]},
        "newsletter_confirm": {"link": f"{SITE}/newsletter/confirm/token/", "days": 7},
        "payment_failed": pay,
        "payments_wait": {"rings": [_Ring()]},
        "receipt": {**pay, "agency": agency},
    }


class _Ring:
    url = "/admin/billing/purchase/"

    def __str__(self) -> str:
        return WORDS


KINDS_OF_THEIR_OWN = {"digest": DIGEST, "newsletter": NEWSLETTER, "agency_invitation": "", "newsletter_confirm": ""}


@pytest.fixture
def letter(contexts, ben):
    """One of our mails as it leaves the house: `letter("receipt")`."""

    def write(name: str) -> Mail:
        kind = KINDS_OF_THEIR_OWN.get(name, "message")
        context = {"person": ben, **contexts[name]}
        made = mail.compose(ben.email, template=name, context=context, person=ben, kind=kind)
        made.text, made.html = letters.text(made), letters.html(made)
        return made

    return write


@pytest.fixture
def account_letter(ben, site):
    """One of allauth's as it leaves the house: `account_letter("mfa/email/totp_activated")`."""
    context = {
        **{name: f"{SITE}/accounts/{name}/" for name in ("activate_url", "password_reset_url", "signup_url")},
        **{name: f"{name}@example.com" for name in ("email", "from_email", "to_email", "deleted_email")},
        "timestamp": clock.now(),
        "ip": "192.0.2.1",
        "user_agent": WORDS,
        "user": ben,
    }

    def write(name: str) -> Mail:
        subject, text, html = (
            render_to_string(f"{name}_{part}", context) for part in ("subject.txt", "message.txt", "message.html")
        )
        return Mail(subject=subject.strip(), text=text, html=html)

    return write


def test_every_mail_is_tried_here(contexts):
    assert sorted(contexts) == _written()


@pytest.mark.parametrize("name", _written())
def test_every_mail_has_text_and_html(name):
    assert (TEMPLATES / f"emails/{name}.txt").exists()
    assert (TEMPLATES / f"emails/{name}.html").exists()


@pytest.mark.parametrize("name", ACCOUNTS)
def test_every_mail_of_an_account_has_text_and_html(name):
    assert (TEMPLATES / f"{name}_message.txt").exists()
    assert (TEMPLATES / f"{name}_message.html").exists()


def test_no_mail_of_an_account_goes_out_in_somebody_elses_look():
    theirs = _of_accounts(Path(allauth.__file__).parent / "templates")
    assert set(theirs) - set(ACCOUNTS) == NOT_OFFERED
    assert not getattr(settings, "ACCOUNT_LOGIN_BY_CODE_ENABLED", False)
    assert not getattr(settings, "ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED", False)


@pytest.mark.parametrize("name", _written())
def test_a_mail_is_whole(letter, name):
    assert faults(letter(name)) == []


@pytest.mark.parametrize("name", ACCOUNTS)
def test_a_mail_of_an_account_is_whole(account_letter, name):
    assert faults(account_letter(name)) == []


@pytest.mark.parametrize("name", _written())
def test_the_subject_is_the_first_line_and_the_only_one(contexts, ben, name):
    facts = {"person": ben, "site_name": "Guildhall", **contexts[name]}
    subject, _, rest = render_to_string(f"emails/{name}.txt", facts).strip().partition("\n")
    assert 5 < len(subject) < 100
    assert rest.startswith("\n")


@pytest.mark.parametrize("name", sorted(set(_written()) - {"agency_invitation", "newsletter_confirm"}))
def test_what_can_be_ended_says_how(letter, name):
    made = letter(name)
    link = letters.ends_by(made)
    assert link.startswith(SITE)
    assert link in made.text
    assert f'href="{link}"' in made.html


def faults(made: Mail) -> list[str]:
    """All that is wrong with a mail, in words."""
    return [*_of_the_subject(made.subject), *_of_the_text(made.text), *_of_the_html(made.html)]


def _of_the_subject(subject: str) -> list[str]:
    well = subject and "\n" not in subject and "&#" not in subject and "&amp;" not in subject
    return [] if well else [f"subject: {subject!r}"]


def _of_the_text(text: str) -> list[str]:
    # What somebody has called themselves is theirs; the rest is ours.
    ours = text.replace(WORDS, "")
    found = [f"a tag: {tag}" for tag in re.findall(r"</?[a-z!][^>]*>", ours)]
    found += [f"an entity: {entity}" for entity in re.findall(r"&(?:#\w+|\w+);", text)]
    found += [f"a link of this page only: {link}" for link in re.findall(r"(?<!\S)/[\w/-]+", ours)]
    found += [f"a link to nowhere: {link}" for link in re.findall(r"https?://\S*", ours) if SITE not in link]
    if f"\n--\nGuildhall, {SITE}/\n" not in text:
        found.append("no footer with the site's name")
    if "You get this" not in text.partition("\n--\n")[2]:
        found.append("no reason why it comes")
    return found


def _of_the_html(html: str) -> list[str]:
    links = re.findall(r"""(?:href|src|action)=["']([^"']*)["']""", html)
    found = [f"not absolute: {link!r}" for link in links if not link.startswith(f"{SITE}/")]
    if "<b>Daughters" in html or "&amp;amp;" in html or "&amp;#" in html:
        found.append("what people say is not escaped, or twice")
    if not re.search(rf'<a href="{SITE}/"[^>]*>Guildhall</a>', html):
        found.append("no head with the site's name")
    if "You get this" not in html.partition("mail-sheet")[2]:
        found.append("no footer")
    if not html.lstrip().startswith("<!doctype html>") or "</html>" not in html:
        found.append("not a whole page")
    return found
