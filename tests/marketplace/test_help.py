"""The help centre: every article opens, leads to a page that is there, and names no figure that could grow old."""

import re

from marketplace.help.articles import ARTICLES


def test_a_visitor_finds_every_article_and_what_it_leads_to(client, db):
    page = client.get("/help/").content.decode()
    for article in ARTICLES:
        assert article.get_absolute_url() in page
        opened = client.get(article.get_absolute_url())
        assert article.href in opened.content.decode()
        assert client.get(article.href).status_code in (200, 302)


def test_no_article_says_a_figure():
    assert [each.slug for each in ARTICLES if re.search(r"\d", " ".join(map(str, each.text)))] == []


def test_what_is_not_there_is_404_and_nothing_can_be_posted(client, db):
    assert client.get("/help/no-such-article/").status_code == 404
    assert client.post("/help/").status_code == 405


def test_every_page_leads_to_help_terms_and_privacy(client, db):
    page = client.get("/pricing/").content.decode()
    for address in ("/help/", "/terms/", "/privacy/"):
        assert f'href="{address}"' in page
