"""The world is built once for all tests of this room; what each does to it is undone."""

import pytest
from django.db import transaction
from django.test import override_settings

from tests.hostile import world as making


@pytest.fixture(scope="package")
def world(django_db_setup, django_db_blocker, tmp_path_factory):
    media = tmp_path_factory.mktemp("media")
    with django_db_blocker.unblock(), override_settings(MEDIA_ROOT=media), transaction.atomic():
        yield making.build()
        transaction.set_rollback(True)
