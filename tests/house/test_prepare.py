"""A start whose filling was interrupted begins afresh instead of showing half a world."""

import pytest
from django.core.management import CommandError
from django.db.migrations.recorder import MigrationRecorder

from house import prepare


@pytest.fixture
def half_filled(settings, tmp_path, monkeypatch):
    settings.VAR_DIR = tmp_path
    monkeypatch.setitem(settings.DATABASES["default"], "NAME", str(tmp_path / "guildhall.sqlite3"))
    for name in ("guildhall.sqlite3", "guildhall.sqlite3-wal", "demo-is-being-filled"):
        (tmp_path / name).write_text("half a world")
    return tmp_path


@pytest.fixture
def on_sqlite(monkeypatch):
    monkeypatch.setattr(prepare.connection, "vendor", "sqlite")


@pytest.mark.usefixtures("on_sqlite")
def test_half_a_world_is_forgotten(half_filled, settings):
    settings.DEMO = True
    prepare.forget_half_a_world()
    assert list(half_filled.iterdir()) == []


@pytest.mark.usefixtures("on_sqlite")
def test_a_whole_one_is_kept(half_filled, settings):
    settings.DEMO = True
    (half_filled / "demo-is-being-filled").unlink()
    prepare.forget_half_a_world()
    assert (half_filled / "guildhall.sqlite3").exists()


@pytest.mark.parametrize(("demo", "vendor"), [(False, "sqlite"), (True, "postgresql")])
def test_what_may_be_somebody_elses_is_not_deleted(half_filled, settings, monkeypatch, demo, vendor):
    settings.DEMO = demo
    monkeypatch.setattr(prepare.connection, "vendor", vendor)
    with pytest.raises(CommandError, match="interrupted"):
        prepare.forget_half_a_world()
    assert (half_filled / "guildhall.sqlite3").exists()


def test_another_versions_database_is_left_as_it_is(db):
    prepare._migrate()
    recorder = MigrationRecorder(prepare.connection)
    recorder.record_applied("connects", "0007_of_next_year")
    with pytest.raises(CommandError, match=r"connects\.0007_of_next_year"):
        prepare._migrate()
