"""Proposals as operators judge them: reported by the client who received one, looked at for ways around the site."""

from collections.abc import Callable

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from accounts.trust import contact_rules, registry, reporting
from accounts.trust.models import Case, Flag
from accounts.trust.registry import Section, Thing
from proposals.models import Proposal

KIND = "proposal"


def register(take_down: Callable[[int, User, str, str], None]) -> None:
    registry.register(
        registry.Reportable(
            KIND, gettext_lazy("proposal"), find, sections=sections, remove=take_down, against_freelancer=True
        )
    )


def find(number: int, reader: User | None) -> Thing | None:
    proposal = Proposal.objects.select_related("job", "author").filter(pk=number).first()
    if proposal is None or (reader is not None and proposal.job.client_id != reader.pk):
        return None
    return _thing(proposal)


def look(proposal: Proposal) -> None:
    """What the site notices when a proposal is sent or edited: for an operator to judge, nothing more."""
    answers = proposal.answers.values_list("text", flat=True)
    if found := contact_rules.passages(proposal.letter, *answers):
        reporting.flag(KIND, proposal.pk, _thing(proposal), sort=Flag.Sort.CONTACT, passages=found)


def sections(case: Case) -> list[Section]:
    proposal = Proposal.objects.select_related("job").filter(pk=case.object_id).first()
    if proposal is None:
        return []
    others = Proposal.objects.filter(author=proposal.author_id).exclude(pk=proposal.pk).select_related("job")
    sent = [
        (f"{other.job.title}, {other.get_state_display().lower()}", _admin(other))
        for other in others.order_by("-id")[:10]
    ]
    return [
        Section(_("What it says"), [(proposal.letter, ""), (_("The proposal in the admin"), _admin(proposal))]),
        Section(_("Answers"), [(f"{each.question} {each.text}", "") for each in proposal.answers.all()]),
        Section(_("The job"), [(proposal.job.title, reverse("admin:jobs_job_change", args=[proposal.job_id]))]),
        Section(_("Other proposals of this freelancer"), sent),
    ]


def _thing(proposal: Proposal) -> Thing:
    title = _("Proposal by {name} for {job}").format(name=proposal.author.name, job=proposal.job.title)
    return Thing(title, proposal.get_absolute_url(), proposal.author, proposal.author.name)


def _admin(proposal: Proposal) -> str:
    return reverse("admin:proposals_proposal_change", args=[proposal.pk])
