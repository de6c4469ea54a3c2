"""The words of listed jobs: a column with its index on PostgreSQL, an FTS5 table on SQLite."""

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


def words(apps, schema_editor):
    for statement in _STATEMENTS[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("jobs", "0002_figures")]
    operations = [migrations.RunPython(words)]
