"""Stripe's webhook: signature, store, process. 400 for a bad signature, 500 so that Stripe tries again, else 200."""

import logging

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from billing import events, stripe_gateway
from billing.errors import BadSignature

log = logging.getLogger(__name__)


@csrf_exempt
@require_POST
def webhook(request: HttpRequest) -> HttpResponse:
    try:
        event = stripe_gateway.read_event(request.body, request.headers.get("Stripe-Signature", ""))
    except (BadSignature, RequestDataTooBig) as refused:
        log.warning("webhook refused: %s", refused)
        return _plain("Not accepted.", status=400)
    row = events.keep(event)
    try:
        events.process(row)
    except Exception:
        log.exception("webhook event %s failed and will be sent again", event.id)
        return _plain("Failed, send it again.", status=500)
    return _plain("Thank you.")


def _plain(text: str, status: int = 200) -> HttpResponse:
    return HttpResponse(text, status=status, content_type="text/plain; charset=utf-8")
