"""Handing out a file: to the two sides, as a download, and as nothing that a browser would run."""

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET

from accounts.requests import PersonRequest
from proposals.models import Attachment
from proposals.talk import parties

_NOTHING_RUNS = "default-src 'none'; sandbox; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"


@login_required
@require_GET
def attachment(request: PersonRequest, pk: int, file: int) -> FileResponse:
    """One file of one conversation. For everybody else it is not there."""
    mine = parties.threads_of(request.user).filter(pk=pk)
    found = get_object_or_404(
        Attachment.objects.exclude(file=""), pk=file, message__thread__in=mine, message__removal=None
    )
    try:
        content = found.file.open("rb")
    except FileNotFoundError as missing:
        raise Http404 from missing
    answer = FileResponse(content, as_attachment=True, filename=found.name, content_type=found.content_type)
    answer["Content-Security-Policy"] = _NOTHING_RUNS
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cross-Origin-Resource-Policy"] = "same-origin"
    answer["Cache-Control"] = "private, no-store"
    return answer
