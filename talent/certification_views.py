"""Certifications for everybody: which there are, taking one, its result, and the page that proves a certificate."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from accounts.models import User
from accounts.requests import PersonRequest
from connects.rewards import rewards
from talent import answer_sheet, standing
from talent import certifications as services
from talent.errors import AlreadyPassed, NoSuchAnswer, NotForYou, NotOffered, TestOver, TooSoon
from talent.models import Attempt, Certification


@require_GET
def certifications(request: HttpRequest) -> HttpResponse:
    rows = standing.of_all(_person(request))
    return render(request, "talent/certifications/list.html", {"rows": rows, "bonus": _bonus()})


@require_GET
def certification(request: HttpRequest, slug: str) -> HttpResponse:
    """What it tests, and the rules before the click that starts it."""
    row = get_object_or_404(Certification, slug=slug)
    mine = standing.of_one(row, _person(request))
    offered = Certification.objects.offered().filter(pk=row.pk).exists()
    if not offered and mine.attempt is None:
        raise Http404
    context = {"certification": row, "mine": mine, "offered": offered, "bonus": _bonus(), "grace": services.grace()}
    return render(request, "talent/certifications/about.html", context)


@login_required
@require_POST
def certification_start(request: PersonRequest, slug: str) -> HttpResponse:
    row = get_object_or_404(Certification, slug=slug)
    try:
        return redirect(services.start(row, person=request.user))
    except NotForYou:
        messages.info(request, _("Certifications belong to finding work. You can take on that role here."))
        return redirect("settings")
    except NotOffered:
        messages.info(request, _("This certification is not offered at the moment."))
    except AlreadyPassed:
        messages.info(request, _("You have passed this already."))
    except TooSoon:
        messages.info(request, _("Your next try is not yet. The page says when it is."))
    return redirect("certifications" if not row.enabled else row)


Page = Callable[..., HttpResponse]


def of_own_attempt(page: Page) -> Page:
    """A page about somebody's own attempt: anybody else's is not found."""

    @wraps(page)
    def with_attempt(request: PersonRequest, slug: str, pk: int, **more: Any) -> HttpResponse:
        rows = Attempt.objects.select_related("certification", "person")
        attempt = get_object_or_404(rows, pk=pk, person=request.user, certification__slug=slug)
        return page(request, attempt, **more)

    return with_attempt


@never_cache
@login_required
@require_GET
@of_own_attempt
def certification_test(request: PersonRequest, attempt: Attempt) -> HttpResponse:
    """The test as it stands: what was saved, and the time that is left by this site's clock."""
    if services.is_over(attempt):
        return redirect(services.close(attempt))
    saved = services.saved(attempt)
    context = _progress(attempt, saved) | {
        "lines": answer_sheet.lines(attempt.questions, saved),
        "unsure": "unsure" in request.GET,
        "grace": services.grace(),
    }
    return render(request, "talent/certifications/test.html", context)


@never_cache
@require_POST
def certification_answer(request: PersonRequest, slug: str, pk: int, position: int) -> HttpResponse:
    """One answer, saved as it is given. Told in a fragment; a browser without htmx is sent back to the test."""
    if not request.user.is_authenticated:
        return HttpResponse(_("You have been logged out."), status=401)
    return _answer(request, slug, pk, position=position)


@of_own_attempt
def _answer(request: PersonRequest, attempt: Attempt, *, position: int) -> HttpResponse:
    try:
        services.save(attempt, answers={position: answer_sheet.chosen(request.POST, position)})
    except NoSuchAnswer:
        return HttpResponse(_("There is no such answer in this test."), status=400)
    except TestOver:
        closed = services.close(attempt)
        return HttpResponse(headers={"HX-Redirect": closed.get_absolute_url()}, status=204)
    saved = services.saved(attempt)
    line = answer_sheet.lines(attempt.questions, saved)[position]
    return render(request, "talent/certifications/_saved.html", _progress(attempt, saved) | {"line": line})


@login_required
@require_POST
@of_own_attempt
def certification_save(request: PersonRequest, attempt: Attempt) -> HttpResponse:
    """All that the page shows, without JavaScript."""
    try:
        services.save(attempt, answers=_posted(request, attempt))
    except NoSuchAnswer:
        messages.error(request, _("That is no answer to a question of this test, so it was not saved."))
    except TestOver:
        return redirect(services.close(attempt))
    else:
        messages.success(request, _("Saved."))
    return redirect(attempt)


@login_required
@require_POST
@of_own_attempt
def certification_hand_in(request: PersonRequest, attempt: Attempt) -> HttpResponse:
    """Grade it; with questions left open only after asking once more."""
    try:
        answers = _posted(request, attempt)
        if "sure" not in request.POST and not services.is_over(attempt):
            services.save(attempt, answers=answers)
            if _open(attempt):
                return redirect(f"{attempt.get_absolute_url()}?unsure")
        return redirect(services.hand_in(attempt, answers=answers))
    except NoSuchAnswer:
        messages.error(request, _("That is no answer to a question of this test, so nothing was handed in."))
    except TestOver:
        return redirect(services.close(attempt))
    return redirect(attempt)


@never_cache
@login_required
@require_GET
@of_own_attempt
def certification_result(request: PersonRequest, attempt: Attempt) -> HttpResponse:
    if attempt.finished_at is None:
        return redirect("certification_test", attempt.certification.slug, attempt.pk)
    waits = bool(attempt.passed) and services.bonus_waits(attempt)
    return render(request, "talent/certifications/result.html", {"attempt": attempt, "waits": waits})


@require_GET
def certificate(request: HttpRequest, slug: str, code: UUID) -> HttpResponse:
    """For whoever wants to check it: who passed what, and when. Hidden with the profile it belongs to."""
    rows = Attempt.objects.passed().select_related("certification", "person__freelancer_profile")
    attempt = get_object_or_404(rows, certificate=code, certification__slug=slug)
    profile = attempt.person.freelancer_profile
    if not (profile.is_public or attempt.person_id == request.user.pk):
        raise Http404
    context = {"attempt": attempt, "certification": attempt.certification, "profile": profile}
    return render(request, "talent/certifications/certificate.html", context)


def _person(request: HttpRequest) -> User | None:
    return request.user if isinstance(request.user, User) else None


def _bonus() -> int:
    return rewards().get("certification", 0)


def _posted(request: HttpRequest, attempt: Attempt) -> dict[int, list[int]]:
    return answer_sheet.posted(request.POST, asked=len(attempt.asked))


def _open(attempt: Attempt) -> int:
    return len(attempt.asked) - sum(bool(chosen) for chosen in services.saved(attempt).values())


def _progress(attempt: Attempt, saved: dict[int, list[int]]) -> dict[str, Any]:
    return {
        "attempt": attempt,
        "asked": len(attempt.asked),
        "answered": sum(bool(chosen) for chosen in saved.values()),
        "left": services.seconds_left(attempt),
    }
