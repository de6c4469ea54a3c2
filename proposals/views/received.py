"""The proposals that a client has received for one job."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from accounts.requests import PersonRequest
from jobs import services as jobs
from jobs.models import Job
from proposals import paging, received
from proposals.models import State
from proposals.rules import may_become
from proposals.taking_down import removed_among


@login_required
@require_GET
def job_proposals(request: PersonRequest, job_id: int) -> HttpResponse:
    job = get_object_or_404(Job.objects.public(), pk=job_id, client=request.user)
    jobs.client_seen(job, request.user)
    counts, tab = received.counts(job), received.tab_named(request.GET.get("tab", ""))
    sort = request.GET.get("sort", "")
    sort = sort if sort in received.SORTS else "newest"
    boosts = request.GET.get("boosts") != "off"
    boosted = received.on_top(job, tab)
    ids = {each.pk for each in boosted} if boosts else set()
    page = paging.page(received.rows(job, tab).exclude(pk__in=ids), request.GET, order=received.SORTS[sort][1])
    # On top of the first page, whatever the order below them.
    shown = [*(boosted if boosts and not page.newer else []), *page.rows]
    for each in (*boosted, *page.rows):
        each.job = job
    context = {
        "job": job,
        "tab": tab,
        "tabs": [(each, counts[each.key]) for each in received.TABS],
        "sort": sort,
        "sorts": [(key, label) for key, (label, _) in received.SORTS.items()],
        "page": page,
        "shown": shown,
        "removed": removed_among([each.pk for each in shown if each.state == State.WITHDRAWN]),
        "rows": [(each, job.is_live and may_become(State(each.state), State.SHORTLISTED)) for each in shown],
        "boosted": {each.pk for each in boosted},
        "boosts": boosts,
    }
    return render(request, "proposals/received.html", context)
