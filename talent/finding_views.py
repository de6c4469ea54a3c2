"""Find talent: the search, and the people somebody keeps."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.requests import PersonRequest
from common import paging
from common.lists.matching import is_only_common
from common.returning import way_back
from talent import saving
from talent.criteria import Sort
from talent.errors import OwnProfile, ProfileGone
from talent.filters import TalentForm
from talent.forms import NoteForm
from talent.models import FreelancerProfile, SavedFreelancer
from talent.search import find, shown

_LONGEST_PLACE = 120


@require_safe
def talent_search(request: HttpRequest) -> HttpResponse:
    form = TalentForm(request.GET)
    wanted, sort = form.criteria(), form.order()
    found = find(wanted, sort, after=request.GET.get("after", "")[:_LONGEST_PLACE])
    context = {
        "form": form,
        "found": found,
        "sort": sort,
        "sorts": [
            (each, each == sort, form.query(sort=each.value)) for each in Sort if each != Sort.BEST or wanted.text
        ],
        "saved": saving.saved_among(request.user, found.people),
        "only_common": not found.people and wanted.text and is_only_common(wanted.text),
        "asked_skills": {form.skills[slug].name for slug in form.asked().get("skill", ())},
        "first": form.query(),
        "by_newest": form.query(sort=Sort.NEWEST.value),
        "next": form.query(after=found.after) if found.after else "",
    }
    return render(request, "talent/search.html", context)


@login_required
@require_safe
def saved_talent(request: PersonRequest) -> HttpResponse:
    page = paging.page(SavedFreelancer.objects.filter(person=request.user), request.GET, size=20)
    people = {profile.pk: profile for profile in shown([row.profile_id for row in page.rows])}
    handles = dict(
        FreelancerProfile.objects.filter(saves__in=[row.pk for row in page.rows]).values_list("pk", "handle")
    )
    rows = [(row, people.get(row.profile_id), handles[row.profile_id], NoteForm.of(row)) for row in page.rows]
    return render(request, "talent/saved.html", {"page": page, "rows": rows})


@login_required
@require_POST
def talent_save(request: PersonRequest, handle: str) -> HttpResponse:
    """Keep somebody, or let go of them: `keep` says which."""
    keep = request.POST.get("keep", "yes") == "yes"
    # Who cannot be seen any more can still be let go of, by those who keep them.
    there = (
        FreelancerProfile.objects.public() if keep else FreelancerProfile.objects.filter(saves__person=request.user)
    )
    profile = there.select_related("person").filter(handle=handle).first()
    if profile is None and not keep:
        profile = FreelancerProfile.objects.public().select_related("person").filter(handle=handle).first()
    if profile is None:
        raise Http404
    try:
        (saving.save if keep else saving.unsave)(profile, by=request.user)
    except (OwnProfile, ProfileGone) as refused:
        raise Http404 from refused
    if request.htmx:  # type: ignore[attr-defined]
        return render(request, "talent/parts/save.html", {"profile": profile, "is_saved": keep})
    messages.success(request, _("Saved. You find them under Saved people.") if keep else _("No longer saved."))
    return redirect(way_back(request) or "saved_talent")


@login_required
@require_POST
def talent_note(request: PersonRequest, handle: str) -> HttpResponse:
    """The person's own words about somebody whom they keep."""
    kept = get_object_or_404(SavedFreelancer, person=request.user, profile__handle=handle)
    form = NoteForm(request.POST)
    if form.is_valid():
        saving.write_note(kept, note=form.cleaned_data["note"])
        messages.success(request, _("Your note is kept. Nobody else sees it."))
    else:
        messages.error(request, _("The note was not kept: {why}").format(why=" ".join(map(str, form.errors["note"]))))
    return redirect(way_back(request) or "saved_talent")
