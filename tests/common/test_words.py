"""What every room has in every language: countries, kinds of notices, rules of figures, sentences that were kept."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from common.countries import COUNTRIES, COUNTRY_CHOICES, country_name
from common.kinds import KINDS, Group
from common.models import Policy, rules
from common.reading import said
from connects.models import WalletPolicy
from connects.overview import Month


def every_policy(base: type[Policy] = Policy) -> list[type[Policy]]:
    found = base.__subclasses__()
    return [*found, *(deeper for each in found for deeper in every_policy(each))]


@pytest.mark.parametrize(
    ("language", "germany", "austria"), [("en", "Germany", "Austria"), ("de", "Deutschland", "Österreich")]
)
def test_a_country_is_called_as_its_reader_calls_it(language, germany, austria):
    with translation.override(language):
        assert (country_name("de"), country_name("AT")) == (germany, austria)
        names = [str(name) for _, name in COUNTRY_CHOICES]
        assert germany in names
        assert len(names) == len(COUNTRIES) + 1
        assert names.index(austria) < names.index(country_name("ZM"))


def test_hindi_has_every_country():
    with translation.override("hi"):
        assert country_name("IN") == "भारत"
        assert all(country_name(code) != name for code, name in COUNTRIES.items())


def test_an_unknown_country_stands_for_itself_in_every_language():
    for language in ("en", "de", "hi"):
        with translation.override(language):
            assert country_name("??") == "??"


def test_every_rule_of_figures_reaches_the_translators():
    names = {each.name for policy in every_policy() for each in policy._meta.constraints}
    broken_by_forms = {name for name in names if not name.endswith("_has_one_row")}
    assert {name.replace("_", " ") for name in broken_by_forms} == set(rules.SENTENCES)


@pytest.mark.parametrize("language", ["en", "de", "hi"])
def test_a_rule_is_named_whatever_django_says_around_it(db, language):
    policy = WalletPolicy.objects.get(pk=1)
    policy.notice_days_last = 40
    with translation.override(language), pytest.raises(ValidationError) as refused:
        policy.full_clean()
    assert [message for message in refused.value.messages if "_" in message] == []


def test_a_kind_begins_a_line_with_a_capital():
    assert KINDS["referral"].sentence == "Referrals"
    assert KINDS["granted"].sentence == "Connects granted"
    assert str(Group.MONEY.label) == "Payments and membership"


def test_nothing_that_was_kept_stays_nothing():
    assert said("") == ""
    assert said("What an operator typed.") == "What an operator typed."


def test_a_month_is_cut_after_a_whole_letter():
    month = Month(date(2026, 12, 1), 3, 10)
    assert (month.initial, month.rest) == ("D", "ec")
    with translation.override("hi"):
        assert month.initial + month.rest
        assert not month.rest or month.rest[0].isalpha()
