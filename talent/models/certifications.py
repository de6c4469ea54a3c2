"""Skills tests: what a certification asks, and each try at it, with what was asked then and what was answered.

An attempt keeps its own copy of questions and figures: what operators change later changes no try, under way or past.
"""

import uuid
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Count, F, Q
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from common.models import Policy
from common.numbers import figure
from talent import questions
from talent.questions import Asked

_READY = Count("questions", filter=Q(questions__in_use=True))


class Certifications(models.QuerySet["Certification"]):
    def with_questions(self) -> "Certifications":
        """Each with `ready`, how many questions it can draw from."""
        return self.annotate(ready=_READY)

    def offered(self) -> "Certifications":
        """Those that can be taken: switched on, and with enough questions."""
        ready = self.annotate(ready=_READY).filter(enabled=True, ready__gte=F("draws"))
        return ready.order_by("name", "id")


class Certification(Policy):
    """One skills test. Its figures hold for tries that start from now on."""

    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=80, unique=True)
    summary = models.CharField(max_length=200, help_text=_("What it tests, in a sentence."))
    about = models.TextField(max_length=3000, blank=True, help_text=_("What to know before; shown on its page."))
    minutes = models.PositiveSmallIntegerField(default=20, help_text=_("Time for the whole test."))
    draws = models.PositiveSmallIntegerField(
        default=15, help_text=_("Questions asked in a test, drawn by chance from those in use.")
    )
    pass_mark = models.PositiveSmallIntegerField(
        default=70, help_text=_("Percent of the questions that must be right, never rounded down.")
    )
    retry_days = models.PositiveSmallIntegerField(default=30, help_text=_("One try in so many days."))
    enabled = models.BooleanField(default=True)

    objects = Certifications.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(minutes__gte=1, minutes__lte=240), name="test_takes_one_to_240_minutes"
            ),
            models.CheckConstraint(condition=Q(draws__gte=1, draws__lte=100), name="test_asks_one_to_100_questions"),
            models.CheckConstraint(
                condition=Q(pass_mark__gte=1, pass_mark__lte=100), name="pass_mark_is_a_percentage"
            ),
            models.CheckConstraint(
                condition=Q(retry_days__gte=1, retry_days__lte=3650), name="next_try_is_a_day_to_ten_years_later"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("certification", args=[self.slug])

    @property
    def needed(self) -> int:
        """How many questions must be right."""
        return questions.needed(self.draws, self.pass_mark)

    @property
    def questions_said(self) -> str:
        """ "15 questions"."""
        return ngettext("{n} question", "{n} questions", self.draws).format(n=figure(self.draws))

    @property
    def time_said(self) -> str:
        """ "20 minutes"."""
        return ngettext("{n} minute", "{n} minutes", self.minutes).format(n=figure(self.minutes))


class Question(models.Model):
    """One question of the pool. Its choices are lines: `* ` before a right one, `- ` before a wrong one."""

    class Kind(models.TextChoices):
        SINGLE = "single", _("One right answer")
        MULTIPLE = "multiple", _("Every right answer, and no other")

    certification = models.ForeignKey(Certification, on_delete=models.PROTECT, related_name="questions")
    kind = models.CharField(max_length=8, choices=Kind, default=Kind.SINGLE)
    text = models.TextField(max_length=questions.TEXT_AT_MOST)
    choices = models.TextField(
        max_length=4000, help_text=_("One a line: “* ” before a right choice, “- ” before a wrong one.")
    )
    in_use = models.BooleanField(default=True, help_text=_("Switched off, it is drawn no more."))

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=~Q(text="") & ~Q(choices=""), name="question_asks_and_offers_something"),
        ]

    def __str__(self) -> str:
        return self.text.splitlines()[0][:80] if self.text else gettext("New question")

    def clean(self) -> None:
        if problems := questions.problems_of(self.kind == self.Kind.MULTIPLE, self.choices):
            raise ValidationError({"choices": problems})

    def asked(self) -> Asked:
        """The question with its choices in the order in which they were written."""
        return Asked(self.text, self.kind == self.Kind.MULTIPLE, tuple(questions.choices_of(self.choices)))


class Attempts(models.QuerySet["Attempt"]):
    def under_way(self) -> "Attempts":
        return self.filter(finished_at=None)

    def passed(self) -> "Attempts":
        return self.filter(passed=True)

    def over(self, at: datetime, *, grace: Any) -> "Attempts":
        """Under way on paper, but their time and the grace after it have run out."""
        return self.under_way().filter(deadline_at__lt=at - grace)


class Attempt(models.Model):
    """One try of one person. What it promised is stored with it: questions, time, pass mark, when the next may be."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="attempts")
    certification = models.ForeignKey(Certification, on_delete=models.PROTECT, related_name="attempts")
    # What was drawn, in the order shown, with each question's choices in the order shown: questions.Asked as data.
    asked = models.JSONField()
    pass_mark = models.PositiveSmallIntegerField()
    started_at = models.DateTimeField()
    deadline_at = models.DateTimeField()
    retry_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    right = models.PositiveSmallIntegerField(null=True, blank=True)
    passed = models.BooleanField(null=True, blank=True)
    # What came into the wallet with it.
    brought = models.PositiveIntegerField(default=0)
    # The certificate's public number; only what was passed has one.
    certificate = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    objects = Attempts.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "certification"],
                condition=Q(finished_at=None),
                name="person_has_one_test_of_a_kind_under_way",
            ),
            models.UniqueConstraint(
                fields=["person", "certification"], condition=Q(passed=True), name="certification_is_passed_once"
            ),
            models.CheckConstraint(
                condition=Q(finished_at=None, right=None, passed=None)
                | Q(finished_at__isnull=False, right__isnull=False, passed__isnull=False),
                name="finished_test_is_graded",
            ),
            models.CheckConstraint(
                condition=Q(passed=True, certificate__isnull=False)
                | (Q(passed=None) | Q(passed=False)) & Q(certificate=None),
                name="certificate_is_for_a_passed_test",
            ),
            models.CheckConstraint(condition=Q(deadline_at__gt=F("started_at")), name="test_ends_after_it_starts"),
        ]
        indexes = [
            models.Index(fields=["deadline_at"], condition=Q(finished_at=None), name="test_deadline_due"),
            models.Index(fields=["person", "certification", "-id"], name="attempt_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.certification}: {self.person}"

    def get_absolute_url(self) -> str:
        """The test while it is under way, its result afterwards."""
        name = "certification_result" if self.finished_at else "certification_test"
        return reverse(name, args=[self.certification.slug, self.pk])

    @property
    def certificate_url(self) -> str:
        return reverse("certificate", args=[self.certification.slug, self.certificate]) if self.certificate else ""

    @property
    def questions(self) -> list[Asked]:
        return [Asked.from_data(data) for data in self.asked]

    @property
    def needed(self) -> int:
        return questions.needed(len(self.asked), self.pass_mark)


def new_certificate() -> uuid.UUID:
    """A number that nobody can guess and that says nothing."""
    return uuid.uuid4()


class Answer(models.Model):
    """What was last saved for one question of an attempt: the places of the chosen ones among the choices shown."""

    attempt = models.ForeignKey(Attempt, on_delete=models.CASCADE, related_name="answers")
    position = models.PositiveSmallIntegerField()
    chosen = models.JSONField()
    saved_at = models.DateTimeField()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["attempt", "position"], name="question_of_an_attempt_has_one_answer"),
        ]
