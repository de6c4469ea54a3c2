"""What higher rooms add to a freelancer's public page: an invitation beside the name, reviews beneath.

A room registers a function in `ready()`; it is asked with the profile and who looks (None for a visitor), and answers
with a template and what that is given, or with nothing. `panels.register("after", reviews_of)`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from accounts.models import User
from talent.models import FreelancerProfile

# Beside the name, among what can be done; and under everything that the profile itself says.
Place = Literal["actions", "after"]


@dataclass(frozen=True, slots=True)
class Panel:
    """`template` is included with `panel` being `context`."""

    template: str
    context: Mapping[str, Any] = field(default_factory=dict)


Maker = Callable[[FreelancerProfile, User | None], Panel | None]
_makers: dict[Place, list[Maker]] = {"actions": [], "after": []}


def register(place: Place, maker: Maker) -> None:
    if maker not in _makers[place]:
        _makers[place].append(maker)


def shown(place: Place, profile: FreelancerProfile, viewer: User | None) -> list[Panel]:
    """The panels of a place, in the order in which rooms registered."""
    return [panel for maker in _makers[place] if (panel := maker(profile, viewer)) is not None]
