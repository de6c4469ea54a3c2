"""A proposal can be edited until the client has opened it."""

import pytest

from jobs import services as jobs
from jobs.errors import JobEnded
from proposals import services
from proposals.errors import AlreadyViewed, NotYours, QuestionsOpen
from tests.books import assert_books_balance

pytestmark = pytest.mark.django_db


def edit(proposal, author, **fields):
    words = {"letter": "Better words", "bid_minor": 42_000, "answers": {}} | fields
    return services.edit(proposal, author=author, **words)


def test_it_changes_the_words_and_costs_nothing(proposal, ben):
    edited = edit(proposal, ben)
    assert (edited.letter, edited.bid_minor) == ("Better words", 42_000)
    assert edited.edited_at is not None
    assert_books_balance()


def test_not_once_the_client_has_opened_it(proposal, ada, ben):
    services.view(proposal, by=ada)
    with pytest.raises(AlreadyViewed):
        edit(proposal, ben)
    proposal.refresh_from_db()
    assert proposal.letter != "Better words"


def test_not_by_anybody_else(proposal, cleo):
    with pytest.raises(NotYours):
        edit(proposal, cleo)


def test_not_when_the_job_has_ended(proposal, ada, ben, job):
    jobs.cancel(job, by=ada)
    with pytest.raises(JobEnded):
        edit(proposal, ben)


def test_answers_are_replaced_whole_or_not_at_all(post, send, ben):
    asking = post(questions=["How many birds?"])
    proposal = send(ben, job=asking, answers={"How many birds?": "Eleven"})
    edit(proposal, ben, answers={"How many birds?": "Twelve"})
    assert [answer.text for answer in proposal.answers.all()] == ["Twelve"]
    with pytest.raises(QuestionsOpen):
        edit(proposal, ben, letter="Worse words")
    proposal.refresh_from_db()
    assert (proposal.letter, proposal.answers.get().text) == ("Better words", "Twelve")
