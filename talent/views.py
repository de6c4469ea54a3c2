"""A freelancer's own profile page in the settings, the public one, and the photos on it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_safe

from accounts.models import User
from accounts.requests import PersonRequest
from common import clock
from common.numbers import figure
from connects.rewards import rewards
from talent import panels, saving, services
from talent.badges import with_badges
from talent.forms import PhotoForm, ProfileForm, link_forms
from talent.models import FreelancerProfile
from talent.rules import percent_of, unlisted_for
from talent.standing import passed_by


@login_required
@require_http_methods(["GET", "POST"])
def profile_edit(request: PersonRequest) -> HttpResponse:
    if not request.user.is_freelancer:
        messages.info(request, _("A profile belongs to finding work. You can take on that role here."))
        return redirect("settings")
    profile = services.open_profile(request.user)
    data = request.POST if request.method == "POST" else None
    photo = PhotoForm(data, request.FILES if data is not None else None)
    form, links = ProfileForm(profile, data), link_forms(profile, data)
    if data is not None:
        # A good photo is kept even when something else has to be corrected: nobody should choose the file twice.
        whole = _save_photo(profile, photo)
        if all((form.is_valid(), links.is_valid(), photo.is_valid())):
            by_words = services.edit_profile(profile, **form.cleaned_data, links=links.links())
            _say(request, whole if by_words is None else by_words)
            return redirect("profile_edit")
        profile.refresh_from_db()
    steps = services.steps_of(profile)
    context = {
        "profile": profile,
        "form": form,
        "links": links,
        "photo_form": photo,
        "steps": steps,
        "percent": percent_of(steps),
        "unlisted": unlisted_for(steps),
        "reward": rewards().get("profile", 0),
    }
    return render(request, "talent/profile_form.html", context)


@require_GET
def talent_profile(request: HttpRequest, handle: str) -> HttpResponse:
    """What clients see. People whose mailbox is not proven yet see it alone."""
    shown = FreelancerProfile.objects.select_related("person", "availability").prefetch_related(with_badges())
    profile = get_object_or_404(shown, handle=handle)
    own = profile.person_id == request.user.pk
    if not (own or profile.is_public):
        raise Http404
    viewer = request.user if isinstance(request.user, User) else None
    context = {
        "profile": profile,
        "own": own,
        "unlisted": unlisted_for(services.steps_of(profile)) if own else [],
        "skills": profile.skills.all(),
        "is_saved": bool(saving.saved_among(viewer, [profile])),
        "local_time": _local_time(profile.person),
        "actions": panels.shown("actions", profile, viewer),
        "panels": panels.shown("after", profile, viewer),
        "links": profile.links.all(),
        "certificates": passed_by(profile.person),
    }
    return render(request, "talent/profile.html", context)


@require_safe
def photo(request: HttpRequest, name: str) -> FileResponse:  # noqa: ARG001
    """One photo, as we drew it. Its name never means another picture, so browsers may keep it."""
    storage = FreelancerProfile._meta.get_field("photo").storage
    try:
        picture = storage.open(f"photos/{name}")
    except FileNotFoundError as missing:
        raise Http404 from missing
    response = FileResponse(picture, content_type="image/webp")
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def _local_time(person: User) -> str:
    """ "14:05" where the person lives; empty when they have not said where that is."""
    return "" if person.time_zone == "UTC" else f"{clock.now().astimezone(person.zone):%H:%M}"


def _save_photo(profile: FreelancerProfile, form: PhotoForm) -> int | None:
    if not form.is_valid():
        return None
    if form.cleaned_data["photo"]:
        return services.set_photo(profile, form.cleaned_data["photo"])
    if form.cleaned_data["remove"]:
        services.remove_photo(profile)
    return None


def _say(request: HttpRequest, brought: int | None) -> None:
    if brought:
        words = ngettext(
            "Your profile is complete. {n} Connect is in your wallet.",
            "Your profile is complete. {n} Connects are in your wallet.",
            brought,
        )
        messages.success(request, words.format(n=figure(brought)))
    elif brought == 0:
        messages.success(request, _("Your profile is complete."))
    else:
        messages.success(request, _("Saved."))
