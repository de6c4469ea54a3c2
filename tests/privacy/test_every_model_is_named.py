"""Nothing that the site knows of people is forgotten: a room holds each model, or names it apart with a reason."""

from collections import Counter

from django.apps import apps
from django.db import models

from accounts.models import User
from accounts.privacy import exporting, registry

# Frameworks' tables and catalogues that a field of a suspicious kind or name brings here.
PERSONAL_KINDS = (models.EmailField, models.GenericIPAddressField, models.FileField)
PERSONAL_NAMES = {"email", "ip", "ip_address", "phone", "address", "payload", "session_data", "user_agent", "photo"}


def named():
    held = [holding.model._meta.label for room in registry.rooms() for holding in room.holdings]
    return held + [label for room in registry.rooms() for label in room.apart]


def targets(model):
    return {field.related_model for field in model._meta.fields if field.is_relation and field.related_model}


def knows_people(model):
    direct = {each for each in apps.get_models() if User in targets(each)}
    fields = model._meta.fields
    personal = any(isinstance(each, PERSONAL_KINDS) or each.name in PERSONAL_NAMES for each in fields)
    return model is User or personal or bool(targets(model) & (direct | {User}))


def test_every_model_that_knows_people_is_named_by_one_room():
    knowing = {model._meta.label for model in apps.get_models() if knows_people(model)}
    assert sorted(knowing - set(named())) == []
    assert [label for label, times in Counter(named()).items() if times > 1] == []


def test_the_walk_finds_what_no_room_names():
    for label in ("proposals.Message", "billing.StripeEvent", "common.Subscriber", "connects.Entry"):
        assert knows_people(apps.get_model(label))
    assert not knows_people(apps.get_model("jobs.CostPolicy"))


def test_every_table_has_a_file_of_its_own_in_the_archive():
    for room in registry.rooms():
        names = [exporting._name(holding) for holding in room.holdings]
        assert len(names) == len(set(names)), room.name


def test_what_is_named_is_there():
    for label in named():
        apps.get_model(label)
    assert all(reason for room in registry.rooms() for reason in room.apart.values())


def test_every_path_and_every_hidden_field_is_one(person):
    """Each holding is asked for once: a path that leads nowhere would only be found by somebody who leaves."""
    of = registry.subject(person("Ben", freelancer=True, client=True))
    for room in registry.rooms():
        for holding in room.holdings:
            assert holding.paths or holding.mailbox or holding.more
            assert set(holding.hidden) <= {field.name for field in holding.model._meta.fields}, holding.model
            list(holding.export(of))
