"""The searches somebody keeps."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from accounts.requests import PersonRequest
from common import paging
from common.numbers import figure
from jobs import searches
from jobs.errors import NothingToSearch, TooManySearches
from jobs.forms import SearchNameForm
from jobs.models import JobPolicy, SavedSearch

_LONGEST = 4000


@login_required
@require_safe
def saved_searches(request: PersonRequest) -> HttpResponse:
    return _list(request)


@login_required
@require_POST
def search_keep(request: PersonRequest) -> HttpResponse:
    """Keep the search whose address came along."""
    asked = request.POST.get("query", "")[:_LONGEST].removeprefix("?")
    back = reverse("job_list") + (f"?{asked}" if asked else "")
    try:
        search = searches.keep(request.user, query=QueryDict(asked))
    except NothingToSearch:
        messages.warning(request, _("Narrow the list first: a search that asks for nothing finds every job."))
    except TooManySearches:
        most = JobPolicy.objects.get(pk=1).saved_searches
        said = ngettext(
            "You keep {n} search already, which is as many as there can be. Remove one.",
            "You keep {n} searches already, which is as many as there can be. Remove one.",
            most,
        )
        messages.warning(request, said.format(n=figure(most)))
        return redirect("saved_searches")
    else:
        said = _("Saved: {name}. You are told when new jobs answer it.")
        messages.success(request, said.format(name=search.name))
        back = search.get_absolute_url()
    return redirect(back)


@login_required
@require_POST
def search_rename(request: PersonRequest, pk: int) -> HttpResponse:
    search = _mine(request, pk)
    form = SearchNameForm(request.POST)
    if not form.is_valid():
        return _list(request, {search.pk: form})
    searches.rename(search, name=form.cleaned_data["name"])
    messages.success(request, _("Renamed."))
    return redirect("saved_searches")


@login_required
@require_POST
def search_alerts(request: PersonRequest, pk: int) -> HttpResponse:
    """Switch alerts on or off: `alerts` says which."""
    on = request.POST.get("alerts") == "on"
    searches.alert(_mine(request, pk), on=on)
    messages.success(request, _("You are told of new jobs again.") if on else _("No more alerts for this search."))
    return redirect("saved_searches")


@login_required
@require_POST
def search_remove(request: PersonRequest, pk: int) -> HttpResponse:
    searches.let_go(_mine(request, pk))
    messages.success(request, _("Removed."))
    return redirect("saved_searches")


def _mine(request: PersonRequest, pk: int) -> SavedSearch:
    return get_object_or_404(SavedSearch, pk=pk, person=request.user)


def _list(request: PersonRequest, wrong: dict[int, SearchNameForm] | None = None) -> HttpResponse:
    page = paging.page(SavedSearch.objects.filter(person=request.user), request.GET, size=20)
    rows = [(each, (wrong or {}).get(each.pk) or SearchNameForm(initial={"name": each.name})) for each in page.rows]
    return render(request, "jobs/searches.html", {"page": page, "rows": rows}, status=400 if wrong else 200)
