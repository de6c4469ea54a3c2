"""The page on which an operator gives money back: the amount, what it does to the wallet, and why."""

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.admin import ModelAdmin
from unfold.widgets import UnfoldAdminTextInputWidget

from accounts.requests import operator
from billing import refunds
from billing.errors import CannotRefund, EffectChanged
from billing.models import Invoice, Refund
from billing.models.purchases import new_key
from billing.money_back import Effect, brings_more, foresee
from billing.payments import Payment
from common import clock
from common.admin import ReasonForm, change_url
from common.money import decimals, format_money, parse_money
from common.number_styles import of_language


class RefundForm(ReasonForm):
    amount = forms.CharField(label=gettext_lazy("Amount"), max_length=20, widget=UnfoldAdminTextInputWidget())
    # The same form sent twice gives back once.
    key = forms.RegexField(r"^[0-9a-f]{32}$", widget=forms.HiddenInput, initial=new_key)
    # What the operator was told, for which amount: done is only what was shown.
    shown = forms.CharField(widget=forms.HiddenInput, required=False, max_length=80)
    field_order = ("amount", "reason")

    def __init__(self, payment: Payment, data: QueryDict | None = None) -> None:
        self.payment, self.most = payment, refunds.most_minor(payment)
        # Copied, because the page writes into it what it shows.
        super().__init__(data.copy() if data else None, initial={"amount": _plain(self.most, payment.currency)})
        self.fields["amount"].help_text = _("At most {amount}.").format(
            amount=format_money(self.most, payment.currency)
        )

    def clean_amount(self) -> int:
        try:
            minor = parse_money(self.cleaned_data["amount"], self.payment.currency)
        except ValueError as unreadable:
            raise ValidationError(str(unreadable)) from unreadable
        if not 0 < minor <= self.most:
            most = format_money(self.most, self.payment.currency)
            raise ValidationError(_("More than nothing and at most {most} can be given back.").format(most=most))
        return minor


def refund_page(request: HttpRequest, model_admin: ModelAdmin, payment: Payment) -> HttpResponse:
    """Shows what an amount would do; gives it back once that has been seen."""
    if why_not := refunds.why_not(payment):
        messages.error(request, _("{number} cannot be refunded. {why}").format(number=payment.number, why=why_not))
        return redirect(change_url(payment))
    form = RefundForm(payment, request.POST) if request.method == "POST" else RefundForm(payment)
    if form.is_valid() and "refund" in request.POST and (done := _give_back(request, form)):
        _say(request, model_admin, payment, done)
        return redirect(change_url(payment))
    if "refund" not in request.POST:
        # Who only looks need not have said why yet.
        form.errors.pop("reason", None)
    return _page(request, model_admin, payment, form)


def _give_back(request: HttpRequest, form: RefundForm) -> Refund | None:
    """The refund; None when the operator must look once more, which the form says."""
    minor: int = form.cleaned_data["amount"]
    effect = foresee(form.payment, minor)
    # A second click of a form that was done comes back to what it did.
    if form.cleaned_data["shown"] != _shown(minor, effect) and not _done(form):
        form.add_error(None, _("This is what it does now. Look at it, then give it back."))
        return None
    try:
        return refunds.refund(
            form.payment,
            amount_minor=minor,
            reason=form.cleaned_data["reason"],
            actor=operator(request),
            key=form.cleaned_data["key"],
            expected=effect,
        )
    except EffectChanged:
        form.add_error(None, _("The wallet has moved this very moment. Look at what it does now, then give it back."))
    except CannotRefund as refused:
        form.add_error(None, str(refused))
    return None


def _done(form: RefundForm) -> bool:
    return Refund.objects.filter(key=form.cleaned_data["key"]).exists()


def _say(request: HttpRequest, model_admin: ModelAdmin, payment: Payment, refund: Refund) -> None:
    amount = format_money(refund.amount_minor, payment.currency)
    model_admin.log_change(
        request, payment, _("Refund of {amount}: {reason}").format(amount=amount, reason=refund.reason)
    )
    if refund.status == Refund.Status.FAILED:
        messages.error(request, _("Stripe refused it, and nothing was taken: {why}").format(why=refund.failure))
    elif refund.status == Refund.Status.ASKED:
        words = _("Stripe does not answer. {amount} is asked for again by itself; do not ask twice.")
        messages.warning(request, words.format(amount=amount))
    else:
        messages.success(
            request, _("{amount} of {number} is on its way back.").format(amount=amount, number=payment.number)
        )


def _page(request: HttpRequest, model_admin: ModelAdmin, payment: Payment, form: RefundForm) -> HttpResponse:
    minor = form.cleaned_data.get("amount", form.most) if form.is_bound else form.most
    gone = payment.amount_minor - form.most
    effect = foresee(payment, minor)
    shown = _shown(minor, effect)
    (form.data if isinstance(form.data, QueryDict) else form.initial)["shown"] = shown
    context = {
        **model_admin.admin_site.each_context(request),
        "opts": model_admin.opts,
        "title": _("Refund {number}").format(number=payment.number),
        "form": form,
        "effect": effect,
        "amount": format_money(minor, payment.currency),
        "paid": format_money(payment.amount_minor, payment.currency),
        "gone": format_money(gone, payment.currency) if gone else "",
        "ends_membership": (ends := _ends_membership(payment, minor, form.most)),
        "brings_less": not ends and brings_more(payment),
        "back": change_url(payment),
        "object": payment,
    }
    return TemplateResponse(request, "admin/guildhall/refund.html", context)


def _ends_membership(payment: Payment, minor: int, most: int) -> bool:
    return isinstance(payment, Invoice) and minor == most and payment.ends_at > clock.now() and payment.membership.runs


def _shown(minor: int, effect: Effect) -> str:
    return f"{minor}:{effect.revoked}:{effect.owed}"


def _plain(minor: int, currency: str) -> str:
    """As somebody types it: 8.70, or 870 yen."""
    places = decimals(currency)
    whole, rest = divmod(minor, 10**places)
    return f"{whole}{of_language().decimal}{rest:0{places}d}" if places else str(whole)
