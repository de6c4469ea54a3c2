"""The page of a conversation and what arrives on it; the list of all of them; and a number in the navigation."""

import re

import pytest
from django.urls import reverse

from common import clock
from jobs import services as jobs
from proposals import services
from proposals.models import Message, ReadMark
from proposals.talk import interviews, reading
from tests.conftest import MONDAY
from tests.queries import cost
from tests.talk.conftest import PDF, PNG, kept, later, upload

pytestmark = pytest.mark.django_db
HTMX = {"headers": {"HX-Request": "true"}}


@pytest.fixture
def page(proposal):
    return reverse("talk", args=[proposal.pk])


@pytest.fixture
def news(proposal):
    return reverse("talk_news", args=[proposal.pk])


@pytest.fixture
def as_ada(client, ada):
    client.force_login(ada)
    return client


@pytest.fixture
def as_ben(client, ben):
    client.force_login(ben)
    return client


def text_of(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def test_ada_writes_and_comes_back_to_the_page(as_ada, page, proposal):
    answer = as_ada.post(page, {"text": "Hello Ben", "token": "a1"})
    assert (answer.status_code, answer["Location"]) == (302, page)
    assert "Hello Ben" in text_of(as_ada.get(page))


def test_before_ada_has_written_ben_is_told_who_begins(as_ben, page):
    assert "The client begins the conversation" in text_of(as_ben.get(page))
    answer = as_ben.post(page, {"text": "May I ask?"})
    assert answer.status_code == 200
    assert "The client begins the conversation" in text_of(answer)
    assert not Message.objects.exists()


def test_reading_marks_as_read_and_ada_sees_when(client, page, say, ada, ben):
    with clock.at(MONDAY):
        say("Hello Ben")
    client.force_login(ben)
    with clock.at(later(hours=3, minutes=4)):
        client.get(page)
    assert reading.unread_threads(ben) == 0
    client.force_login(ada)
    with clock.at(later(hours=4)):
        assert "Seen 12:04" in text_of(client.get(page))


def test_what_is_refused_loses_no_words(as_ada, page, media):
    wrong = {"text": "Hello Ben", "files": [upload(), upload("run.js", b"alert(1)")]}
    answer = as_ada.post(page, wrong)
    assert "Hello Ben</textarea>" in answer.content.decode()
    assert "“run.js” is of a kind that is not accepted" in text_of(answer)
    assert not Message.objects.exists()
    assert kept(media) == []


def test_too_many_files_are_refused(as_ada, page):
    answer = as_ada.post(page, {"text": "x", "files": [upload() for _ in range(6)]})
    assert "A message carries 5 files at most; these are 6." in text_of(answer)


def test_a_message_may_be_long_but_not_endless(as_ada, page):
    answer = as_ada.post(page, {"text": "x" * 5_001})
    assert "A message takes 5,000 characters." in text_of(answer)
    assert as_ada.post(page, {"text": "x" * 5_000}).status_code == 302


def test_nothing_at_all_is_refused(as_ada, page):
    assert "Write something, or attach a file." in text_of(as_ada.post(page, {"text": "  "}))


def test_files_alone_are_a_message(as_ada, page):
    assert as_ada.post(page, {"files": [upload(), upload("bird.png", PNG)]}).status_code == 302
    assert Message.objects.get().attachments.count() == 2


def test_with_htmx_what_is_wrong_is_put_beside_the_field(as_ada, page, say):
    say("Hello")
    answer = as_ada.post(page, {"text": ""}, **HTMX)
    assert (answer["HX-Retarget"], answer["HX-Reswap"]) == ("#talk-errors", "innerHTML")
    assert "Write something" in text_of(answer)


def test_with_htmx_what_was_sent_comes_back_alone(as_ada, page, say):
    first = say("Hello")
    answer = as_ada.post(page, {"text": "And more", "after": first.pk}, **HTMX)
    assert "talk:sent" in answer["HX-Trigger"]
    assert "And more" in text_of(answer)
    assert "Hello" not in text_of(answer)


def test_too_many_messages_wait_and_their_words_are_kept(as_ada, page):
    for number in range(20):
        assert as_ada.post(page, {"text": f"Number {number}"}).status_code == 302
    answer = as_ada.post(page, {"text": "One too many"})
    assert "That is a lot of messages in a short time. Send this one again in a minute" in text_of(answer)
    assert "One too many</textarea>" in answer.content.decode()
    assert Message.objects.count() == 20


def test_nothing_new_is_answered_with_nothing_in_one_query_of_its_own(as_ben, page, news, say, ben):
    said = say("Hello Ben")
    as_ben.get(page)
    here = f"{news}?after={said.pk}&seen={said.pk}"
    assert as_ben.get(here).status_code == 204
    clock.forget()
    from django.db import connection  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    with CaptureQueriesContext(connection) as asked:
        assert as_ben.get(here).status_code == 204
    about = [query["sql"] for query in asked if "proposals_" in query["sql"]]
    assert len(about) == 1
    # Who asks, and the demo's clock: nothing else.
    assert len(asked) <= 5


def test_something_new_arrives_and_counts_as_read(as_ben, page, news, say, ben):
    first = say("Hello Ben")
    as_ben.get(page)
    second = say("Are you there?")
    answer = as_ben.get(f"{news}?after={first.pk}&seen=0")
    assert "Are you there?" in text_of(answer)
    assert "Hello Ben" not in text_of(answer)
    assert f"after={second.pk}" in answer.content.decode()
    assert reading.unread_threads(ben) == 0


def test_behind_a_hidden_page_it_arrives_unread(as_ben, page, news, say, ben):
    first = say("Hello Ben")
    as_ben.get(page)
    second = say("Are you there?")
    assert as_ben.get(f"{news}?after={first.pk}&seen=0&looking=no").status_code == 200
    assert reading.unread_threads(ben) == 1
    assert as_ben.get(f"{news}?after={second.pk}&seen={second.pk}&looking=no").status_code == 204
    assert as_ben.get(f"{news}?after={second.pk}&seen={second.pk}").status_code == 200
    assert reading.unread_threads(ben) == 0


def test_ada_hears_that_ben_has_read(client, news, page, say, ada, ben):
    said = say("Hello Ben")
    client.force_login(ada)
    assert client.get(f"{news}?after={said.pk}&seen=0").status_code == 204
    reading.read(said.thread_id, ben, up_to=said.pk)
    answer = client.get(f"{news}?after={said.pk}&seen=0")
    assert "Seen" in text_of(answer)
    assert f"seen={said.pk}" in answer.content.decode()


def test_whoever_was_logged_out_is_not_shown_a_page_in_the_page(client, news, say):
    say("Hello Ben")
    answer = client.get(f"{news}?after=0&seen=0")
    assert (answer.status_code, answer.content) == (286, b"")


@pytest.mark.parametrize(
    "query", ["", "after=x&seen=", "after=-1", "after=" + "9" * 40, "after=%00&seen=1e9", "before=٣"]
)
def test_strange_numbers_break_nothing(as_ben, news, page, say, query):
    say("Hello Ben")
    assert as_ben.get(f"{news}?{query}").status_code in (200, 204)
    assert as_ben.get(f"{page}?{query}").status_code == 200


def test_a_long_conversation_has_pages(as_ada, page, say):
    with clock.at(MONDAY):
        for number in range(120):
            say(f"Number {number}.")
    shown = text_of(as_ada.get(page))
    assert "Number 119." in shown
    assert "Number 70." in shown
    assert "Number 69." not in shown
    earlier = re.search(r'href="(\?before=\d+)"', as_ada.get(page).content.decode())[1]
    shown = text_of(as_ada.get(page + earlier))
    assert "Number 69." in shown
    assert "Number 70." not in shown


def test_after_an_ending_the_page_says_why_and_asks_for_nothing(as_ben, page, say, proposal, ada):
    say("Hello Ben")
    jobs.cancel(proposal.job, by=ada)
    answer = as_ben.get(page)
    assert "The client cancelled the job, so nothing more is written here. You can go on reading." in text_of(answer)
    assert "Hello Ben" in text_of(answer)
    assert "<textarea" not in answer.content.decode()
    assert "hx-get" not in answer.content.decode().partition("<main")[2]


def test_days_and_times_are_the_readers_own(as_ben, page, say, ben):
    ben.time_zone = "Asia/Tokyo"
    ben.save()
    with clock.at(MONDAY.replace(hour=16)):
        say("Late")
        shown = text_of(as_ben.get(page))
    assert "Today" in shown
    assert "01:00" in shown


def test_lists_show_what_is_new(client, say, ben, ada, proposal):
    say("Hello Ben")
    say("Hello?")
    client.force_login(ben)
    assert "2 new messages" in text_of(client.get(reverse("my_proposals")))
    say("Here", by=ben)
    client.force_login(ada)
    assert "1 new message" in text_of(client.get(reverse("job_proposals", args=[proposal.job_id])))


def test_the_navigation_counts_conversations_with_something_new(client, say, send, cleo, ada, ben, proposal):
    other = send(cleo)
    for about, who in ((proposal, ben), (other, cleo)):
        say("Hello", about=about)
        say("Hello Ada", about=about, by=who)
        say("Still there?", about=about, by=who)
    client.force_login(ada)
    assert "Messages 2 unread" in text_of(client.get("/messages/"))


def names(answer):
    return re.findall(r'talk-row__name"><a href="[^"]+">([^<]+)', answer.content.decode())


def test_all_conversations_the_latest_first_or_unread_first(client, say, send, ben, cleo, ada, proposal):
    other = send(cleo)
    say("Hello Cleo", about=other)
    say("Hello Ada", about=other, by=cleo)
    say("Hello Ben")
    client.force_login(ada)
    assert names(client.get("/messages/")) == ["Ben", "Cleo"]
    assert names(client.get("/messages/?sort=unread")) == ["Cleo", "Ben"]


def crowd(number, person, fund, send, say, post, *, start=0):
    """So many more conversations of Ada's, each with an answer that she has not read."""
    for place in range(start, start + number):
        somebody = person(f"Freelancer{place}", freelancer=True)
        fund(somebody, 40)
        about = send(somebody, job=post())
        say("Hello", about=about)
        say("Hello Ada", about=about, by=somebody)


def test_the_list_costs_the_same_for_few_and_for_many(client, person, fund, send, say, post, ada):
    crowd(5, person, fund, send, say, post)
    client.force_login(ada)
    few = [cost(client, address) for address in ("/messages/", "/messages/?sort=unread")]
    crowd(45, person, fund, send, say, post, start=5)
    assert [cost(client, address) for address in ("/messages/", "/messages/?sort=unread")] == few
    assert few[0] <= 12


def test_pages_of_the_list_go_on_where_the_last_ended(client, person, fund, send, say, post, ada):
    crowd(45, person, fund, send, say, post)
    client.force_login(ada)
    for sort in ("newest", "unread"):
        seen, address = [], f"/messages/?sort={sort}"
        while address:
            answer = client.get(address)
            seen += names(answer)
            link = re.search(r'rel="next" href="([^"]+)"', answer.content.decode())
            address = "/messages/" + link[1].replace("&amp;", "&") if link else ""
        assert seen == [f"Freelancer{place}" for place in reversed(range(45))]


def test_lists_of_proposals_cost_the_same_with_many_conversations(client, person, fund, send, say, job, ada):
    def bring(number, start=0):
        for place in range(start, start + number):
            somebody = person(f"Freelancer{place}", freelancer=True)
            fund(somebody, 40)
            about = send(somebody)
            say("Hello", about=about)
            say("Hello Ada", about=about, by=somebody)

    bring(5)
    client.force_login(ada)
    few = cost(client, reverse("job_proposals", args=[job.pk]))
    bring(15, start=5)
    assert cost(client, reverse("job_proposals", args=[job.pk])) == few


def test_a_conversation_costs_the_same_short_and_long(as_ada, page, say, ben):
    def talk(number):
        for _ in range(number):
            say("Hello", files=[upload()])
            say("Hello", by=ben)

    talk(3)
    few = cost(as_ada, page)
    talk(20)
    assert cost(as_ada, page) == few


def test_a_file_comes_as_a_download_that_runs_nowhere(as_ben, say, proposal):
    file = say("See this", files=[upload("Entwurf für Köln “3”.pdf")]).attachments.get()
    answer = as_ben.get(reverse("talk_file", args=[proposal.pk, file.pk]))
    assert b"".join(answer.streaming_content) == PDF
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == (
        "attachment; filename*=utf-8''Entwurf%20f%C3%BCr%20K%C3%B6ln%20%E2%80%9C3%E2%80%9D.pdf"
    )
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"].startswith("default-src 'none'; sandbox")
    assert answer["Cache-Control"] == "private, no-store"


def test_a_file_of_another_conversation_is_not_served_under_this_one(as_ada, say, send, cleo, proposal):
    other = send(cleo)
    file = say("See this", about=other, files=[upload()]).attachments.get()
    say("Hello")
    assert as_ada.get(reverse("talk_file", args=[other.pk, file.pk])).status_code == 200
    assert as_ada.get(reverse("talk_file", args=[proposal.pk, file.pk])).status_code == 404


def test_a_file_that_is_gone_from_the_disk_is_404(as_ada, say, media, proposal):
    file = say("See this", files=[upload()]).attachments.get()
    kept(media)[0].unlink()
    assert as_ada.get(reverse("talk_file", args=[proposal.pk, file.pk])).status_code == 404


def test_no_public_address_leads_to_a_file(as_ada, say):
    file = say("See this", files=[upload()]).attachments.get()
    for address in (f"/media/{file.file.name}", f"/static/{file.file.name}", f"/{file.file.name}"):
        assert as_ada.get(address).status_code == 404


def test_an_invitation_is_made_and_answered_on_pages_that_say_what_it_means(client, proposal, ada, ben):
    client.force_login(ada)
    address = reverse("interview_invite", args=[proposal.pk])
    asks = text_of(client.get(address))
    assert "Inviting changes nothing about a refund; accepting does." in asks
    assert "what Ben paid for the proposal does not come back if the client cancels the job before anyone" in asks
    said = client.post(address, {"text": "With me and Tom", "times": "Tuesday 10 to 12"}, follow=True)
    assert "Ben is invited." in text_of(said)
    client.force_login(ben)
    answers = reverse("interview_answer", args=[proposal.pk])
    asks = text_of(client.get(answers))
    assert "As it stands, 4 Connects would come back if the client cancels the job before anyone is hired." in asks
    assert "Whatever you answer, 4 Connects come back if the job is removed for a violation." in asks
    assert "Tuesday 10 to 12" in asks
    number = proposal.interviews.get().pk
    said = client.post(answers, {"interview": number, "answer": "accept"}, follow=True)
    assert "You have accepted: agree on a time here." in text_of(said)
    again = client.post(answers, {"interview": number, "answer": "turn_down"}, follow=True)
    assert "does not wait for an answer any more" in text_of(again)
    proposal.refresh_from_db()
    assert proposal.state == "interviewing"
    story = text_of(client.get(proposal.get_absolute_url()))
    assert "Invited to an interview" in story
    assert "Interview accepted" in story


def test_an_old_page_does_not_answer_a_later_invitation(as_ben, proposal, ada):
    first = interviews.invite(proposal, by=ada)
    interviews.take_back(first, by=ada)
    interviews.invite(proposal, by=ada)
    answers = reverse("interview_answer", args=[proposal.pk])
    said = as_ben.post(answers, {"interview": first.pk, "answer": "accept"}, follow=True)
    assert "does not wait for an answer any more" in text_of(said)
    proposal.refresh_from_db()
    assert proposal.state == "in_discussion"


def test_ada_takes_it_back(as_ada, proposal, ada):
    interviews.invite(proposal, by=ada)
    address = reverse("interview_take_back", args=[proposal.pk])
    assert "The invitation is taken back." in text_of(as_ada.post(address, follow=True))
    assert "Invite to an interview" in text_of(as_ada.get(reverse("talk", args=[proposal.pk])))


def test_there_is_nothing_to_invite_to_after_an_ending(as_ada, proposal, ada):
    services.decline(proposal, by=ada, reason="No")
    answer = as_ada.get(reverse("interview_invite", args=[proposal.pk]))
    assert answer.status_code == 302
    assert as_ada.post(reverse("interview_invite", args=[proposal.pk]), {}).status_code == 302
    assert not proposal.interviews.exists()


def test_operators_change_the_figures_with_a_reason_and_read_no_words(client, olga, say):
    say("Between us", files=[upload("secret.pdf")])
    client.force_login(olga)
    thread = client.get("/admin/proposals/thread/")
    assert thread.status_code == 200
    shown = client.get(f"/admin/proposals/thread/{ReadMark.objects.first().thread_id}/change/").content.decode()
    assert "Between us" not in shown
    assert "secret" not in shown
    figures = "/admin/proposals/talkpolicy/1/change/"
    form = {"message_characters": 5000, "files_a_message": 5, "thread_megabytes": 200, "tell_after_seconds": 60}
    refused = client.post(figures, form | {"file_megabytes": 9, "reason": "Larger drawings"})
    assert "file is between 1 and 7 megabytes" in refused.content.decode()
    assert client.post(figures, form | {"file_megabytes": 7, "reason": "Larger drawings"}).status_code == 302
    assert client.get("/admin/proposals/interview/").status_code == 200
    # What was written and sent has no page there at all.
    for model in ("message", "attachment", "readmark"):
        assert client.get(f"/admin/proposals/{model}/").status_code == 404
