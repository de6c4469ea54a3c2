"""Back to the page that a button was on: forms name it as `next`."""

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme


def way_back(request: HttpRequest) -> str:
    """The path on this site that the form wants to return to; empty when it names none, or anything else."""
    target = request.POST.get("next", "")
    # A bare word would be taken for the name of an address.
    here = target.startswith("/") and url_has_allowed_host_and_scheme(
        target, {request.get_host()}, require_https=request.is_secure()
    )
    return target if here else ""
