"""What people type and send to break things: kept or refused in words, shown as words, run nowhere."""

import re
from html import unescape

import pytest
from django.urls import reverse

from common import clock
from proposals.models import Interview, Message
from proposals.talk import telling
from proposals.talk.links import linked
from proposals.talk.urls import urlpatterns
from proposals.talk.words import clean
from tests.books import assert_books_balance
from tests.conftest import MONDAY
from tests.proposals.test_hostile import NASTY, address_of
from tests.talk.conftest import PDF, later, upload
from tests.talk.test_files import REFUSED

pytestmark = pytest.mark.django_db
# A class each.
TEXTS = {
    "a script": "<script>alert(1)</script>",
    "a script that closes what it is in": "</textarea></script><script>alert(1)</script>",
    "a picture that fails": "<img src=x onerror=alert(1)>",
    "a drawing that loads": "<svg/onload=alert(1)>",
    "an attribute's end": '" onmouseover="alert(1)" x=\'',
    "an address that runs": "javascript:alert(1) data:text/html,<script>alert(1)</script>",
    "an address with an attribute": 'https://example.com/"onmouseover="alert(1)',
    "an address with a name before the @": "https://bank.example@evil.example/login",
    "an address of letters that look alike": "https://gооgle.example/",
    "htmx": '<div hx-get="/accounts/logout/" hx-trigger="load">x</div>',
    "a swap out of band": '<div id="content" hx-swap-oob="true">gone</div>',
    "a template": "{{ settings.SECRET_KEY }} {% load static %} ${7*7} #{7*7}",
    "a formula": '=HYPERLINK("https://evil.example","x")\n+1+1\n@SUM(1)\n-2',
    "a database's words": "'); DROP TABLE proposals_message;--",
    "NUL": "before\x00after",
    "control characters": "bell\x07 escape\x1b[31m backspace\x08 next\x85line",
    "turned round": "\u202egnirts\u202c and \u2066isolated\u2069 and \u202dforced",
    "right to left": "שלום עדה, זה הציור 12 מתוך 20",
    "Arabic with its marks": "مرحبا، هذا الرسم رقم ١٢\u200f",
    "emoji": "👩🏽‍🎨👨‍👩‍👧‍👦🏳️‍🌈🇬🇧🐦",
    "marks without end": "Z" + "\u0301\u0336" * 400 + "algo",
    "one endless word": "W" * 5_000,
    "many lines": "\n" * 3_000 + "x",
    "line breaks of every kind": "a\r\nb\rc\nd\u2028e\u2029f",
    "invisible": "\u200b\u2060\u00ad\ufeffx\u200b",
    "numbers of other scripts": "٣٤٥ ४५६ ①②③",
    "percent signs": "%s %d %(name)s %00 %0d%0aSet-Cookie: x=1",
    "a header": "x\r\nBcc: everybody@example.com\r\n\r\nHello",
    "entities": "&lt;script&gt; &#x3C;b&#x3E; &amp;amp;",
    "a mail's tracking": '<link rel=stylesheet href="https://evil.example/x.css"><meta http-equiv=refresh content=0>',
    "half a character": "\ud83d half",
    "a hundred addresses": "https://example.com/x " * 100,
    "brackets without end": "https://example.com/" + "(" * 2_000,
    "unassigned and private": "\U000e0041\ue000\uffff\ufdd0x",
}

# Databases differ over these; what a page makes of the others is the same on both.
OF_DATABASES = ("a database's words", "NUL", "control characters", "half a character", "unassigned and private")
KINDS = [kind if kind in OF_DATABASES else pytest.param(kind, marks=pytest.mark.sqlite) for kind in TEXTS]


def main_of(answer):
    return answer.content.decode().partition("<main")[2].partition("</main>")[0]


@pytest.mark.parametrize("kind", KINDS)
def test_words_come_back_as_words(client, proposal, ada, ben, kind):
    client.force_login(ada)
    page = reverse("talk", args=[proposal.pk])
    text = TEXTS[kind].encode("utf-8", "surrogatepass").decode("utf-8", "replace")
    with clock.at(MONDAY):
        assert client.post(page, {"text": text, "token": text[:32]}).status_code == 302, kind
    said = Message.objects.get()
    assert said.text == clean(text)
    client.force_login(ben)
    for address in (page, reverse("conversations"), f"{page}news/?after=0"):
        answer = client.get(address)
        assert answer.status_code == 200
        assert_nothing_runs(main_of(answer) or answer.content.decode())
    assert said.text in unescape(re.sub(r"</?a\b[^>]*>", "", client.get(page).content.decode()))
    assert telling.tell_unread(later(minutes=1)) == 0


@pytest.mark.parametrize("kind", KINDS)
def test_the_words_of_an_invitation_too(client, proposal, ada, ben, kind):
    client.force_login(ada)
    typed = {"text": TEXTS[kind][:1_000], "times": TEXTS[kind][:500]}
    typed = {name: text.encode("utf-8", "replace").decode() for name, text in typed.items()}
    assert client.post(reverse("interview_invite", args=[proposal.pk]), typed).status_code == 302
    client.force_login(ben)
    for name in ("talk", "interview_answer"):
        answer = client.get(reverse(name, args=[proposal.pk]))
        assert answer.status_code == 200
        assert_nothing_runs(main_of(answer))
    assert Interview.objects.get().text == clean(typed["text"])


def assert_nothing_runs(shown):
    """Of what somebody typed nothing became markup, but for links to plain addresses."""
    for tag in re.findall(r"<[a-z][^>]*>", shown):
        assert "alert(1)" not in tag or "value=" in tag or 'content="' in tag or tag.startswith("<textarea"), tag
        assert not re.search(r"\son[a-z]+\s*=", tag), tag
        assert "evil.example@" not in tag
    assert "<script>alert" not in shown
    assert "<svg/onload" not in shown
    for href in re.findall(r'href="([^"]*)"', shown):
        assert href.startswith(("/", "?", "#", "http://", "https://")), href
        assert "bank.example@" not in href
    assert "\u202e" not in shown
    assert "\x00" not in shown


@pytest.mark.parametrize("kind", REFUSED)
def test_files_that_are_not_accepted_lose_no_words(client, proposal, ada, media, kind):
    client.force_login(ada)
    typed = {"text": "See this", "files": upload(*REFUSED[kind])}
    answer = client.post(reverse("talk", args=[proposal.pk]), typed)
    assert answer.status_code == 200
    assert "field__error" in answer.content.decode()
    assert "See this</textarea>" in answer.content.decode()
    assert "\u202e" not in answer.content.decode()
    assert not Message.objects.exists()


@pytest.mark.parametrize(
    "name",
    [
        "../../../etc/passwd.pdf",
        "a\r\nX-Evil: 1.pdf",
        '"; filename="evil.exe.pdf',
        "<img src=x onerror=alert(1)>.pdf",
        "\u202efdp.exe.pdf",
        "план 🐦.pdf",
        "x" * 5_000 + ".pdf",
        "CON.pdf",
        "%0d%0aSet-Cookie: x.pdf",
        "a\x00b.pdf",
        "a;b=c.pdf",
    ],
)
def test_names_of_files_do_no_harm(client, say, ada, proposal, name):
    file = say("See", files=[upload(name, PDF)]).attachments.get()
    client.force_login(ada)
    assert_nothing_runs(main_of(client.get(reverse("talk", args=[proposal.pk]))))
    answer = client.get(reverse("talk_file", args=[proposal.pk, file.pk]))
    assert answer.status_code == 200
    sent = answer["Content-Disposition"]
    assert sent.startswith("attachment; filename")
    assert not {"X-Evil", "Set-Cookie"} & set(answer.headers)
    assert all(sign not in sent for sign in ("\r", "\n", "\x00", "/", "\\", "\u202e"))


@pytest.mark.parametrize("pattern", urlpatterns, ids=lambda pattern: pattern.name)
@pytest.mark.parametrize("who", ["nobody", "ben", "ada", "charlie"])
def test_nothing_breaks_it(client, request, proposal, say, pattern, who):
    say("Hello")
    if who != "nobody":
        client.force_login(request.getfixturevalue(who))
    names = ("text", "token", "files", "after", "seen", "before", "looking", "sort", "interview", "answer", "times")
    for number in (proposal.pk, 0, 2**31, 2**63 - 1):
        for nasty in NASTY if number == proposal.pk and who in ("ben", "ada") else NASTY[:1]:
            for ask in (client.get, client.post):
                answer = ask(address_of(pattern, number), dict.fromkeys(names, nasty))
                assert answer.status_code < 500, (ask.__name__, pattern.name, nasty[:20])
    assert_books_balance()


def test_more_than_a_request_may_hold_is_refused_and_breaks_nothing(client, proposal, ada):
    client.force_login(ada)
    page = reverse("talk", args=[proposal.pk])
    assert client.post(page, {"text": "x" * 7_000_000}).status_code in (400, 413)
    assert client.post(page, {"text": "x", "files": [upload() for _ in range(101)]}).status_code in (400, 413)
    assert "larger than 5 MB" in client.post(page, {"files": upload(content=PDF + b"x" * 9_000_000)}).content.decode()
    assert not Message.objects.exists()


LINKS = [
    ("See https://example.com/a?b=1&c=2.", "https://example.com/a?b=1&amp;c=2", "."),
    ("(https://example.com/a_(b))", "https://example.com/a_(b)", ")"),
    ("http://example.com:8080/x, then", "http://example.com:8080/x", ", then"),
    ("HTTPS://EXAMPLE.COM", "HTTPS://EXAMPLE.COM", ""),
]


@pytest.mark.parametrize(("text", "address", "rest"), LINKS)
def test_plain_addresses_can_be_followed(text, address, rest):
    link = f'<a href="{address}" rel="nofollow noopener noreferrer ugc" target="_blank">{address}</a>'
    assert linked(text).endswith(link + rest)


@pytest.mark.parametrize(
    "text",
    [
        "javascript:alert(1)",
        "JaVaScRiPt://x%0aalert(1)",
        "data:text/html,x",
        "ftp://example.com",
        "https://",
        "https://user:pass@example.com",
        "https://example.com@evil.example",
        "https://xn--/\u202e",
        "https://gооgle.example",
        "http://[::1",
        "https://a:99999999/",
        "//example.com",
        "www.example.com",
        "xhttps://example.com",
        "file:///etc/passwd",
        "https://-.example/",
    ],
)
def test_other_addresses_stay_text(text):
    assert "<a" not in linked(text)


def test_a_line_break_ends_an_address_and_stays():
    assert linked("https://example.com\nNext").endswith("</a>\nNext")
