"""On the sign-up page: who invites, and what that brings."""

from typing import Any

from django import template
from django.template.context import Context

from connects import invitations
from connects.rewards import rewards

register = template.Library()


@register.inclusion_tag("connects/_invitation.html", takes_context=True)
def invitation(context: Context) -> dict[str, Any]:
    """Nothing for whoever comes by themselves."""
    inviter = invitations.inviter(context["request"])
    return {"inviter": inviter, "brings": rewards().get("referred", 0) if inviter else 0}
