"""The room's figures (PRODUCT 3 and 6), and the words of listed people.

Those are a column with its index on PostgreSQL, and an FTS5 table on SQLite.
"""

from django.db import migrations

_WORDS = {
    "postgresql": (
        "ALTER TABLE talent_talentlisting ADD COLUMN words tsvector NOT NULL DEFAULT ''",
        # Entries are merged at once: a list of pending ones would be read again by every search.
        "CREATE INDEX talent_words ON talent_talentlisting USING gin (words) WITH (fastupdate = off)",
    ),
    "sqlite": (
        """CREATE VIRTUAL TABLE talent_words
        USING fts5(title, name, skills, overview, marks, tokenize = 'porter unicode61 remove_diacritics 2')""",
    ),
}


def figures(apps, schema_editor):
    for name in ("TalentPolicy", "AvailabilityPolicy"):
        apps.get_model("talent", name).objects.create(pk=1)


def words(apps, schema_editor):
    for statement in _WORDS[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("talent", "0001_initial")]
    operations = [
        migrations.RunPython(figures, migrations.RunPython.noop),
        migrations.RunPython(words),
    ]
