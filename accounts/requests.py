"""A request behind `login_required`: its user is a person."""

from django.http import HttpRequest

from accounts.models import User


class PersonRequest(HttpRequest):
    user: User


def operator(request: HttpRequest) -> User:
    """Who is at work in the admin, which lets in nobody else."""
    assert isinstance(request.user, User)
    return request.user
