"""Taking the questions of a plain file into a certification: all of them or none."""

from django.db import transaction

from talent.errors import QuestionsRefused
from talent.models import Certification, Question
from talent.questions import Sheet, read, written


def look(certification: Certification, text: str) -> Sheet:
    """What the file would bring, or what is wrong with it. Nothing is kept."""
    return read(text, known=list(certification.questions.values_list("text", flat=True)))


@transaction.atomic
def take(certification: Certification, text: str) -> int:
    """Add every question of the file. Returns how many; raises QuestionsRefused when anything is wrong with it."""
    # Two operators with the same file: the second finds the questions there.
    row = Certification.objects.select_for_update().get(pk=certification.pk)
    sheet = look(row, text)
    if sheet.problems:
        raise QuestionsRefused
    Question.objects.bulk_create(
        Question(
            certification=row,
            kind=Question.Kind.MULTIPLE if each.multiple else Question.Kind.SINGLE,
            text=each.text,
            choices=written(each),
        )
        for each in sheet.questions
    )
    return len(sheet.questions)
