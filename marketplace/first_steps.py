"""The first steps of somebody new, for the hat that is worn: each is a fact of the books, not a box that is ticked.

The list is on the overview while a step is open; whoever wants it out of the way hides it in their browser.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from accounts.models import ClientProfile, Hat, User
from accounts.requests import PersonRequest
from common.numbers import figure
from connects.rewards import rewards
from connects.services import Source
from jobs.choices import Status
from jobs.models import Job, SavedJob
from proposals.models import Proposal, ProposalDraft
from proposals.vocabulary import Stage
from talent.models import FreelancerProfile
from talent.rules import percent_of
from talent.services import steps_of

_COOKIE = "first_steps_hidden"
_A_YEAR = 365 * 24 * 3600


@dataclass(frozen=True, slots=True)
class FirstStep:
    """One line: what to do, why or how far it is, and where."""

    title: str
    text: str
    done: bool
    url: str
    action: str


@dataclass(frozen=True, slots=True)
class FirstSteps:
    steps: Sequence[FirstStep]

    @property
    def next(self) -> FirstStep | None:
        return next((step for step in self.steps if not step.done), None)

    @property
    def done(self) -> int:
        return sum(step.done for step in self.steps)


def of(person: User, request: HttpRequest) -> FirstSteps | None:
    """The list of the hat worn now. None once every step is done, or where the person has hidden it."""
    if request.COOKIES.get(_COOKIE) == str(person.pk):
        return None
    if person.hat == Hat.CLIENT:
        steps = _hiring(person) if person.is_client else []
    else:
        steps = _working(person) if person.is_freelancer else []
    return None if all(step.done for step in steps) else FirstSteps(steps)


@login_required
@require_POST
def hide(request: PersonRequest) -> HttpResponse:
    """Put the list away, in this browser and for this person."""
    response: HttpResponseRedirect = redirect("home")
    response.set_cookie(_COOKIE, str(request.user.pk), max_age=_A_YEAR, httponly=True, samesite="Lax")
    return response


def _working(person: User) -> list[FirstStep]:
    sent = Proposal.objects.filter(author=person).exists()
    profile = FreelancerProfile.objects.filter(person=person).first()
    whole = profile is not None and profile.completed_at is not None
    if sent and whole and person.email_verified_at:
        return []
    return [_mailbox(person), _profile(profile, whole=whole), _a_job(person, sent=sent), _first_proposal(sent=sent)]


def _hiring(person: User) -> list[FirstStep]:
    read = Proposal.objects.filter(job__client=person, stage__gte=Stage.VIEWED).exists()
    company = ClientProfile.objects.filter(person=person).first()
    known = company is not None and bool(company.company and company.about)
    if read and known and person.email_verified_at:
        return []
    return [_mailbox(person), _company(known=known), *_first_job(person, read=read)]


def _mailbox(person: User) -> FirstStep:
    return FirstStep(
        _("Confirm your e-mail address"),
        _("Follow the link in the mail that we sent you."),
        person.email_verified_at is not None,
        reverse("account_email"),
        _("Your e-mail address"),
    )


def _profile(profile: FreelancerProfile | None, *, whole: bool) -> FirstStep:
    steps = steps_of(profile) if profile and not whole else []
    brings = 0 if whole else rewards().get(Source.PROFILE, 0)
    text = _("{percent} % so far. Skills, rate and a few words about you: clients find you by them.").format(
        percent=percent_of(steps)
    )
    if brings:
        text += " " + ngettext("Complete, it brings {n} Connect.", "Complete, it brings {n} Connects.", brings).format(
            n=figure(brings)
        )
    return FirstStep(_("Complete your profile"), text, whole, reverse("profile_edit"), _("Go on with your profile"))


def _a_job(person: User, *, sent: bool) -> FirstStep:
    found = sent or _has_chosen(person)
    return FirstStep(
        _("Find a good first job"),
        _("Entry level and a small fixed price: there a first proposal has its best chance. Save what you like."),
        found,
        reverse("job_list") + "?first=on",
        _("See good first jobs"),
    )


def _has_chosen(person: User) -> bool:
    return SavedJob.objects.filter(person=person).exists() or ProposalDraft.objects.filter(author=person).exists()


def _first_proposal(*, sent: bool) -> FirstStep:
    return FirstStep(
        _("Send your first proposal"),
        _("The job says what it costs, and what you have left, before you write a word."),
        sent,
        reverse("job_list"),
        _("Find work"),
    )


def _company(*, known: bool) -> FirstStep:
    return FirstStep(
        _("Say who is hiring"),
        _("A name and two sentences. Freelancers pay for each proposal, and look at this first."),
        known,
        reverse("client_profile_edit"),
        _("Your client profile"),
    )


def _first_job(person: User, *, read: bool) -> list[FirstStep]:
    job = Job.objects.filter(client=person).exclude(status=Status.DRAFT).order_by("-id").first()
    post = FirstStep(
        _("Post your first job"),
        _("In plain words. It costs nothing, and you can pause or close it at any time."),
        job is not None,
        reverse("job_new"),
        _("Post a job"),
    )
    text, url, action = _("They come to the page of your job, and you are told."), reverse("my_jobs"), _("My jobs")
    if job and not job.proposals_count:
        text = _("None has come yet. You need not wait: invite people whose profile fits.")
        url, action = reverse("talent_search"), _("Find talent")
    elif job:
        url, action = reverse("job_proposals", args=[job.pk]), _("Read proposals")
    return [post, FirstStep(_("Read the first proposals"), text, read, url, action)]
