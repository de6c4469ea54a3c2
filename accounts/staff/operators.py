"""Whom of the operators a thing concerns: those whose role may deal with it."""

from django.contrib.auth.models import Permission
from django.db.models import Q, QuerySet

from accounts.models import User


def who_may(permission: str) -> QuerySet[User]:
    """Operators at work who hold `app.codename`, by a role, by themselves, or because they hold every one."""
    app, _, codename = permission.partition(".")
    held = Permission.objects.filter(content_type__app_label=app, codename=codename)
    theirs = Q(is_superuser=True) | Q(groups__permissions__in=held) | Q(user_permissions__in=held)
    return User.objects.filter(theirs, is_staff=True, is_active=True).distinct().order_by("pk")
