"""The list of articles, and one of them: for everybody."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from marketplace.help.articles import ARTICLES, GROUPS


@require_safe
def help_centre(request: HttpRequest) -> HttpResponse:
    return render(request, "marketplace/help/list.html", {"groups": GROUPS})


@require_safe
def help_article(request: HttpRequest, slug: str) -> HttpResponse:
    article = next((each for each in ARTICLES if each.slug == slug), None)
    if article is None:
        raise Http404
    others = [each for each in ARTICLES if each.group == article.group and each is not article]
    return render(request, "marketplace/help/article.html", {"article": article, "others": others})
