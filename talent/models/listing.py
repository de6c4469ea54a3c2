"""Who is found in talent search, as the search needs them; and whom somebody keeps."""

from django.conf import settings
from django.db import models

from common import clock
from talent.models.profile import FreelancerProfile


class TalentListing(models.Model):
    """A profile that is listed: a narrow row with its place in each order, and what it is found by.

    Written by the database's own triggers (`talent.listing`); on PostgreSQL it also bears the words, on SQLite an FTS5
    table does. It holds only who can be found, so a search never asks whether somebody may be shown.
    """

    profile = models.OneToOneField(
        FreelancerProfile, on_delete=models.CASCADE, primary_key=True, related_name="talent_listing"
    )
    since = models.DateTimeField()
    # The average in hundredths of a star, rounded down; 0 without a rating. Of equals, the one rated more often leads.
    rating = models.PositiveSmallIntegerField()
    rated = models.PositiveIntegerField()
    # Minor units of USD an hour, below zero so that the lowest comes first; who names no rate comes last.
    by_rate = models.BigIntegerField()

    class Meta:
        indexes = [
            models.Index(fields=["-since", "-profile"], name="talent_newest"),
            models.Index(fields=["-rating", "-rated", "-profile"], name="talent_rating"),
            models.Index(fields=["-by_rate", "-profile"], name="talent_rate"),
        ]


class SavedFreelancer(models.Model):
    """Somebody's private list of people to come back to, with a note of their own. Nobody else sees either."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_freelancers")
    profile = models.ForeignKey(FreelancerProfile, on_delete=models.CASCADE, related_name="saves")
    note = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "profile"], name="freelancer_is_saved_once")]
        indexes = [models.Index(fields=["person", "-id"], name="saved_freelancers_newest")]
