"""Certifications for operators: figures with reasons, questions by hand or from a file, a preview, every attempt."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.response import TemplateResponse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from unfold.admin import StackedInline
from unfold.decorators import action, display
from unfold.widgets import UnfoldAdminFileFieldWidget, UnfoldAdminTextareaWidget

from common.admin import GrowingPolicyAdmin, ReadOnlyAdmin, change_url
from common.numbers import figure
from talent import answer_sheet, question_import
from talent.certifications import chance, grace
from talent.errors import QuestionsRefused
from talent.models import Attempt, Certification, Question
from talent.questions import drawn

_KILOBYTES = 500


class Questions(StackedInline):
    model = Question
    extra = 0
    per_page = 25
    fields = ("kind", "text", "choices", "in_use")
    # One that was asked lives on in the attempts that asked it.
    show_count = True


@admin.register(Certification)
class CertificationAdmin(GrowingPolicyAdmin):
    list_display = ("name", "offered", "minutes", "draws", "pass_mark", "retry_days", "enabled")
    search_fields = ("name", "summary")
    fields = (
        "name",
        "slug",
        "summary",
        "about",
        "minutes",
        "draws",
        "pass_mark",
        "retry_days",
        "enabled",
        "reason",
        "changes",
    )
    inlines = (Questions,)
    actions_detail = ("preview", "import_questions")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        # Certificates that were given carry the address.
        return ("slug", "changes") if obj else ("changes",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Certification]:
        rows: QuerySet[Certification] = super().get_queryset(request)
        return Certification.objects.with_questions().filter(pk__in=rows)

    def construct_change_message(self, request: HttpRequest, form: Any, formsets: Any, add: bool = False) -> Any:
        """Questions have no history of their own: the log keeps the reason for them."""
        message = super().construct_change_message(request, form, formsets, add)
        reason = form.cleaned_data["reason"]
        return [*message, {"changed": {"name": "reason", "object": reason, "fields": [_("the certification")]}}]

    @display(description=gettext_lazy("offered"), label={"yes": "success"})
    def offered(self, row: Any) -> str | tuple[str, str]:
        if not row.enabled:
            return _("switched off")
        if row.ready >= row.draws:
            return "yes", _("yes")
        return _("has {ready} of {draws} questions").format(ready=row.ready, draws=row.draws)

    @action(
        permissions=["talent.view_certification"],
        description=gettext_lazy("See it as a candidate"),
        url_path="preview",
    )
    def preview(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """A draw of its questions on the very page; nothing is recorded."""
        row = get_object_or_404(Certification, pk=object_id)
        pool = [question.asked() for question in row.questions.filter(in_use=True)]
        asked = drawn(pool, min(row.draws, len(pool)), chance())
        attempt = Attempt(certification=row, asked=[each.as_data() for each in asked], pass_mark=row.pass_mark)
        context = {
            "attempt": attempt,
            "asked": len(asked),
            "answered": 0,
            "left": row.minutes * 60,
            "lines": answer_sheet.lines(asked, {}),
            "grace": grace(),
            "preview": change_url(row),
        }
        return render(request, "talent/certifications/test.html", context)

    @action(permissions=["talent.add_question"], description=gettext_lazy("Import questions"), url_path="import")
    def import_questions(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """A file is looked at first; what was seen is then saved, whole or not at all."""
        row = get_object_or_404(Certification, pk=object_id)
        form = ImportForm(request.POST or None, request.FILES or None)
        sheet = None
        if request.method == "POST" and form.is_valid():
            text = form.cleaned_data["text"]
            sheet = question_import.look(row, text)
            if "save" in request.POST and not sheet.problems:
                return self._take(request, row, text)
            # Seen in the box, whether it came as a file or was pasted: there it can be corrected at once.
            form = ImportForm(initial={"text": text})
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Import questions: {name}").format(name=row.name),
            "form": form,
            "sheet": sheet,
            "lines": [(each, answer_sheet.parts(each.text)) for each in sheet.questions] if sheet else [],
            "back": change_url(row),
        }
        return TemplateResponse(request, "admin/guildhall/import_questions.html", context)

    def _take(self, request: HttpRequest, row: Certification, text: str) -> HttpResponse:
        try:
            number = question_import.take(row, text)
        except QuestionsRefused:
            # Somebody saved the same file since it was looked at.
            messages.error(request, _("Questions were added meanwhile. Nothing was saved: look at the file again."))
        else:
            self.log_change(request, row, _("Imported {n} questions.").format(n=figure(number)))
            added = ngettext("{n} question added.", "{n} questions added.", number)
            messages.success(request, added.format(n=figure(number)))
        return redirect(change_url(row))


class ImportForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("File"),
        required=False,
        help_text=format_lazy(
            gettext_lazy("Plain text in UTF-8, up to {n} KB. docs/certifications.md tells the format."), n=_KILOBYTES
        ),
        widget=UnfoldAdminFileFieldWidget(attrs={"accept": ".txt,text/plain"}),
    )
    text = forms.CharField(
        required=False,
        strip=False,
        label=gettext_lazy("Or paste it here"),
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 14, "class": "font-mono", "spellcheck": "false"}),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if self.errors:
            return data
        if upload := data.get("file"):
            data["text"] = self._read(upload)
        if not data.get("text", "").strip():
            raise ValidationError(_("Choose a file or paste its text."))
        return data

    def _read(self, upload: Any) -> str:
        if upload.size > _KILOBYTES * 1024:
            raise ValidationError({"file": _("The file is larger than {n} KB.").format(n=_KILOBYTES)})
        try:
            text: str = upload.read().decode("utf-8-sig")
        except UnicodeDecodeError as broken:
            raise ValidationError(
                {"file": _("This is no text in UTF-8. Save it as plain text and try again.")}
            ) from broken
        if "\0" in text:
            raise ValidationError({"file": _("This is no plain text.")})
        return text


@admin.register(Attempt)
class AttemptAdmin(ReadOnlyAdmin):
    list_display = ("id", "person", "certification", "started_at", "finished_at", "score", "passed")
    list_select_related = ("person", "certification")
    list_filter = ("certification", "passed", ("finished_at", admin.EmptyFieldListFilter))
    search_fields = ("person__email", "person__name", "certificate")
    date_hierarchy = "started_at"
    ordering = ("-id",)
    fields = (
        "person",
        "certification",
        "started_at",
        "deadline_at",
        "finished_at",
        "score",
        "pass_mark",
        "passed",
        "brought",
        "retry_at",
        "certificate",
        "paper",
    )
    show_full_result_count = False
    # Its pages are its person's alone.
    view_on_site = False

    @admin.display(description=gettext_lazy("right"))
    def score(self, row: Attempt) -> str:
        return _("{n} of {all}").format(n=row.right, all=len(row.asked)) if row.right is not None else _("under way")

    @admin.display(description=gettext_lazy("questions and answers"))
    def paper(self, row: Attempt) -> SafeString:
        """What was asked, what was right and what was answered, as text."""
        right = f" {_('(right)')}"
        given = dict(row.answers.values_list("position", "chosen"))
        text = "\n\n".join(
            f"{place + 1}. {each.text}\n"
            + "\n".join(
                f"[{'x' if number in given.get(place, ()) else ' '}] {choice.text}{right if choice.right else ''}"
                for number, choice in enumerate(each.choices)
            )
            for place, each in enumerate(row.questions)
        )
        return format_html('<pre class="font-mono text-xs whitespace-pre-wrap">{}</pre>', text)
