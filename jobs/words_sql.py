"""The search table's SQL: one row for each open job, kept true by triggers on both engines.

Only open jobs are in it, so it grows with the market and not with its history. It is a table of its own because the
job's counters change with every proposal, and each change would otherwise write the whole index entry again.
"""

_CHANGED = (
    "(OLD.status = 'open' OR NEW.status = 'open')"
    " AND (OLD.title, OLD.description, OLD.status) {} (NEW.title, NEW.description, NEW.status)"
)

# --- PostgreSQL -----------------------------------------------------------------------------------------------------
# No foreign key: a job's end or deletion takes its row away by trigger, and Django's flush may truncate the jobs.
POSTGRESQL_TABLE = """
CREATE TABLE IF NOT EXISTS jobs_words (
    rowid bigint PRIMARY KEY, jobs_words tsvector NOT NULL, skill_ids bigint[] NOT NULL
);
CREATE INDEX IF NOT EXISTS jobs_words_found ON jobs_words USING gin (jobs_words, skill_ids) WITH (fastupdate = off);
"""

# Punctuation inside words is taken out first: left to itself the parser makes a host name of "node.js" and a path of
# "ux/ui", which nobody's search would meet.
_PUNCTUATION = r"._/:@+#&~=%\<>|*^-"
_PG_WORDS = (
    "to_tsvector('english', translate({text}, '" + _PUNCTUATION + "', repeat(' ', " + str(len(_PUNCTUATION)) + ")))"
)

POSTGRESQL_REFRESH = f"""
CREATE OR REPLACE FUNCTION jobs_words_refresh(jobs bigint[]) RETURNS void LANGUAGE sql AS $$
    DELETE FROM jobs_words w
        WHERE w.rowid = ANY(jobs) AND NOT EXISTS (SELECT FROM jobs_job j WHERE j.id = w.rowid AND j.status = 'open');
    INSERT INTO jobs_words (rowid, jobs_words, skill_ids)
    SELECT j.id,
           setweight({_PG_WORDS.format(text="j.title")}, 'A')
               || setweight({_PG_WORDS.format(text="coalesce(s.names, '')")}, 'B')
               || setweight({_PG_WORDS.format(text="j.description")}, 'D'),
           coalesce(s.ids, '{{}}')
    FROM jobs_job j
    LEFT JOIN (
        SELECT h.job_id, string_agg(k.name, ' ' ORDER BY k.name) AS names, array_agg(k.id ORDER BY k.id) AS ids
        FROM jobs_job_skills h JOIN accounts_skill k ON k.id = h.skill_id
        WHERE h.job_id = ANY(jobs) GROUP BY h.job_id
    ) s ON s.job_id = j.id
    WHERE j.id = ANY(jobs) AND j.status = 'open'
    ON CONFLICT (rowid) DO UPDATE SET jobs_words = excluded.jobs_words, skill_ids = excluded.skill_ids;
$$;
"""

_PG_FUNCTION = """
CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} RETURN NULL; END $$;
"""
_PG_TRIGGER = """
CREATE OR REPLACE TRIGGER {name} AFTER {event} EXECUTE FUNCTION {name}();
"""
# name: (event, what to do). Inserts and skills are taken by the statement, so that a thousand rows are one refresh.
_PG = {
    "jobs_words_job_added": (
        "INSERT ON jobs_job REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT",
        "PERFORM jobs_words_refresh(array_agg(id)) FROM fresh WHERE status = 'open';",
    ),
    # By the row and by its columns: counting a proposal does not come near the index.
    "jobs_words_job_changed": (
        f"UPDATE OF title, description, status ON jobs_job FOR EACH ROW WHEN ({_CHANGED.format('IS DISTINCT FROM')})",
        "PERFORM jobs_words_refresh(ARRAY[NEW.id]);",
    ),
    "jobs_words_job_deleted": (
        "DELETE ON jobs_job FOR EACH ROW",
        "DELETE FROM jobs_words WHERE rowid = OLD.id;",
    ),
    "jobs_words_jobs_emptied": ("TRUNCATE ON jobs_job FOR EACH STATEMENT", "TRUNCATE jobs_words;"),
    "jobs_words_skills_added": (
        "INSERT ON jobs_job_skills REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT",
        "PERFORM jobs_words_refresh(array_agg(DISTINCT job_id)) FROM fresh;",
    ),
    "jobs_words_skills_taken": (
        "DELETE ON jobs_job_skills REFERENCING OLD TABLE AS gone FOR EACH STATEMENT",
        "PERFORM jobs_words_refresh(array_agg(DISTINCT job_id)) FROM gone;",
    ),
    "jobs_words_skill_renamed": (
        "UPDATE OF name ON accounts_skill FOR EACH ROW WHEN (OLD.name IS DISTINCT FROM NEW.name)",
        "PERFORM jobs_words_refresh(array_agg(job_id)) FROM jobs_job_skills WHERE skill_id = NEW.id;",
    ),
}

# --- SQLite ---------------------------------------------------------------------------------------------------------
SQLITE_TABLE = """
CREATE VIRTUAL TABLE IF NOT EXISTS jobs_words
USING fts5(title, skills, description, tokenize = "porter unicode61 remove_diacritics 2")
"""
_LITE_TEXT = """SELECT j.id, j.title, (
        SELECT group_concat(k.name, ' ') FROM jobs_job_skills h JOIN accounts_skill k ON k.id = h.skill_id
        WHERE h.job_id = j.id
    ), j.description FROM jobs_job j WHERE j.status = 'open'"""
_LITE_REFRESH = (
    "DELETE FROM jobs_words WHERE rowid IN ({ids}); "
    "INSERT INTO jobs_words (rowid, title, skills, description) " + _LITE_TEXT + " AND j.id IN ({ids});"
)
# name: (event, the jobs to take anew).
_LITE = {
    "jobs_words_job_added": ("AFTER INSERT ON jobs_job WHEN NEW.status = 'open'", "NEW.id"),
    "jobs_words_job_changed": (
        f"AFTER UPDATE OF title, description, status ON jobs_job WHEN {_CHANGED.format('IS NOT')}",
        "NEW.id",
    ),
    "jobs_words_job_deleted": ("AFTER DELETE ON jobs_job", "OLD.id"),
    "jobs_words_skills_added": ("AFTER INSERT ON jobs_job_skills", "NEW.job_id"),
    "jobs_words_skills_taken": ("AFTER DELETE ON jobs_job_skills", "OLD.job_id"),
    "jobs_words_skill_renamed": (
        "AFTER UPDATE OF name ON accounts_skill WHEN OLD.name IS NOT NEW.name",
        "SELECT job_id FROM jobs_job_skills WHERE skill_id = NEW.id",
    ),
}


def triggers(vendor: str) -> dict[str, str]:
    """Each trigger's name and the statements that put it in place."""
    if vendor == "postgresql":
        return {
            name: _PG_FUNCTION.format(name=name, body=body) + _PG_TRIGGER.format(name=name, event=event)
            for name, (event, body) in _PG.items()
        }
    return {
        name: f"CREATE TRIGGER {name} {event} BEGIN {_LITE_REFRESH.format(ids=ids)} END"
        for name, (event, ids) in _LITE.items()
    }


REBUILD = {
    "postgresql": (
        "TRUNCATE jobs_words",
        "SELECT jobs_words_refresh(array_agg(id)) FROM jobs_job WHERE status = 'open'",
    ),
    "sqlite": (
        "DELETE FROM jobs_words",
        "INSERT INTO jobs_words (rowid, title, skills, description) " + _LITE_TEXT,
    ),
}
