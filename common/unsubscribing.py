"""The link in every mail of a kind that ends such mail, without logging in and for good (RFC 8058).

It names a person and a kind, signed; it never expires, because the mail that bears it does not. Whoever has it can end
that mail and nothing else.
"""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.signing import BadSignature, Signer
from django.urls import reverse
from django.utils.translation import pgettext_lazy

from common import kinds, preferences
from common.kinds import Channel
from common.models import MailPace
from common.models.notices import Pace
from common.reading import Words

# What a digest bears in the place of a kind: no digests, only what is urgent.
DIGEST = "digest"
_SALT = "common.unsubscribing"


@dataclass(frozen=True, slots=True)
class Ending:
    """Which mail of whose is to end."""

    person: Any
    kind: str

    @property
    def title(self) -> Words:
        """Completes "No more mail about ..."."""
        return pgettext_lazy("notices", "what is not urgent") if self.kind == DIGEST else kinds.named(self.kind).title

    def is_done(self) -> bool:
        if self.kind == DIGEST:
            return MailPace.objects.filter(person=self.person, pace=Pace.NEVER).exists()
        wishes = preferences.of([self.person.pk], paces=False)
        return not wishes.wants(self.person, kinds.named(self.kind), Channel.MAIL)

    def do(self) -> None:
        """End it. Twice ends it once."""
        if self.kind == DIGEST:
            preferences.set_pace(self.person, pace=Pace.NEVER, hour=preferences.pace_of(self.person).hour)
        else:
            preferences.choose(self.person, [(self.kind, Channel.MAIL, False)])


def address(person_id: int, kind: str) -> str:
    """The whole address that ends this person's mail of this kind."""
    token = _signer().sign(f"{person_id}-{kind}")
    return settings.SITE_URL + reverse("unsubscribe", args=[token])


def read(token: str) -> Ending:
    """What the token ends. Raises BadSignature for one that is not ours, or of somebody or something gone."""
    person_id, _, kind = _signer().unsign(token).partition("-")
    person = get_user_model().objects.filter(pk=person_id).first()
    if person is None or (kind != DIGEST and kind not in kinds.KINDS):
        raise BadSignature("Signed, but of nobody and nothing that is here.")
    return Ending(person, kind)


def _signer() -> Signer:
    return Signer(salt=_SALT, sep=".")
