"""On a person's page in the admin: what the site knows of them, as an archive, and closing the account for them."""

from typing import Any

from django.conf import settings
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.admin import ModelAdmin
from unfold.decorators import action
from unfold.enums import ActionVariant

from accounts.models import AccountClosure, Consent, User
from accounts.privacy import closing, exporting
from accounts.requests import operator
from common import dates
from common.admin import ReadOnlyAdmin, ReasonForm, ask, change_url


class PrivacyActions:
    """Mixed into the admin of people."""

    @admin.display(description=gettext_lazy("closed"))
    def closure_now(self, person: User) -> str:
        closure = AccountClosure.objects.filter(person=person).first()
        if closure is None:
            return _("Open")
        done = _("Closed {at}. {reason}")
        under_way = _("Closed {at}, and the sweep is still finishing it. {reason}")
        words = done if closure.finished_at else under_way
        return words.format(at=dates.exact(closure.at), reason=closure.reason).strip()

    @admin.display(description=gettext_lazy("agreed to"))
    def consents_given(self, person: User) -> str:
        given = (f"{each.version} ({dates.exact(each.at)})" for each in person.consents.order_by("at"))
        return ", ".join(given) or _("Nothing noted")

    @action(permissions=["accounts.change_user"], description=gettext_lazy("Export data"), url_path="export-data")
    def export_data(self, request: HttpRequest, object_id: int) -> HttpResponse | FileResponse:
        person = get_object_or_404(User, pk=object_id)
        form = ReasonForm(request.POST if request.method == "POST" else None)
        if form.is_valid():
            made = exporting.archive(person, site=settings.SITE_NAME)
            assert isinstance(self, ModelAdmin)
            self.log_change(request, person, _("Export data: {reason}").format(reason=form.cleaned_data["reason"]))
            return FileResponse(made, as_attachment=True, filename=f"person-{person.pk}.zip")
        return self._ask_why(request, person, form)

    def _ask_why(self, request: HttpRequest, person: User, form: ReasonForm) -> HttpResponse:
        assert isinstance(self, ModelAdmin)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Export data"),
            "explain": _("A ZIP of everything that the site knows of this person, to be handed to nobody else."),
            "button": _("Export"),
            "form": form,
            "back": change_url(person),
            "object": person,
        }
        return TemplateResponse(request, "admin/guildhall/ask.html", context)

    @action(
        permissions=["accounts.change_user"],
        description=gettext_lazy("Close account"),
        url_path="close-account",
        variant=ActionVariant.DANGER,
    )
    def close_account(self, request: HttpRequest, object_id: int) -> HttpResponse:
        person = get_object_or_404(User, pk=object_id)
        shown = closing.preview(person)

        def do(answers: dict[str, Any]) -> str:
            try:
                closing.close(person, by=operator(request), **answers)
            except closing.CannotClose as refused:
                raise ValidationError([each.says for each in refused.obstacles]) from refused
            # What the admin's log says of them must not be their name.
            person.refresh_from_db()
            return _("The account is closed.")

        return ask(
            request,
            self,
            person,
            act=do,
            title=_("Close account"),
            explain=_("For good, and at once: they are logged out, what is personal is deleted, the books stay."),
            button=_("Close account"),
            danger=True,
            effects=[*map(str, shown.obstacles), *shown.effects],
        )


@admin.register(Consent)
class ConsentAdmin(ReadOnlyAdmin):
    list_display = ("person", "version", "at")
    list_select_related = ("person",)
    list_filter = ("version",)
    search_fields = ("person__email", "person__name")


@admin.register(AccountClosure)
class AccountClosureAdmin(ReadOnlyAdmin):
    list_display = ("person", "at", "by", "reason", "finished_at")
    list_select_related = ("person", "by")
    list_filter = (("finished_at", admin.EmptyFieldListFilter),)
