"""The catalogue is what it says: enough of it, each thing once."""

from tests.hostile.catalogue import CLASSES
from tests.hostile.files import classes


def test_there_are_twenty_classes_of_words_and_three_hundred_of_them():
    every = [repr(each) for inputs in CLASSES.values() for each in inputs]
    assert len(CLASSES) >= 20
    assert len(set(every)) >= 300
    assert len(set(every)) == len(every)


def test_files_have_classes_of_their_own():
    every = [each for made in classes().values() for each in made]
    assert len(classes()) >= 12
    assert len(set(every)) == len(every) >= 50
