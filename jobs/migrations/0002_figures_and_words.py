"""The figures of PRODUCT 6 and 7, and the words of listed jobs.

Those are a column with its index on PostgreSQL, and an FTS5 table on SQLite.
"""

from django.db import migrations

_STATEMENTS = {
    "postgresql": (
        "ALTER TABLE jobs_listing ADD COLUMN words tsvector NOT NULL DEFAULT ''",
        # Entries are merged at once: a list of pending ones would be read again by every search.
        "CREATE INDEX listing_words ON jobs_listing USING gin (words) WITH (fastupdate = off)",
    ),
    "sqlite": (
        """CREATE VIRTUAL TABLE jobs_words
        USING fts5(title, skills, description, marks, tokenize = 'porter unicode61 remove_diacritics 2')""",
    ),
}


def figures(apps, schema_editor):
    apps.get_model("jobs", "CostPolicy").objects.create(pk=1)
    apps.get_model("jobs", "JobPolicy").objects.create(pk=1)


def words(apps, schema_editor):
    for statement in _STATEMENTS[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("jobs", "0001_initial")]
    operations = [
        migrations.RunPython(figures, migrations.RunPython.noop),
        migrations.RunPython(words),
    ]
