"""The SQL that keeps the list of open jobs true: a row of `jobs_listing` for each, with its words, on both engines.

The list is a table of its own because a job's counters change with every proposal, and each change would otherwise
write the job's whole entry in the index of words again. What is filtered by exactly (category, level, skills) stands
among the words as marks that nobody can type, so that one index answers words and filters together.
"""

_WATCHED = (
    "title, description, status, category_id, budget_type, fixed_minor, hourly_from_minor, hourly_to_minor, level, "
    "featured, country, published_at, cost"
)
_OLD, _NEW = (", ".join(f"{side}.{column}" for column in _WATCHED.split(", ")) for side in ("OLD", "NEW"))
_CHANGED = f"(OLD.status = 'open' OR NEW.status = 'open') AND ({_OLD}) {{}} ({_NEW})"

# A fixed price gets this on top, so that ordering by budget lists fixed prices before hourly rates.
_FACTS = """j.id, j.featured, j.published_at, coalesce(j.fixed_minor + 1000000000000, j.hourly_to_minor), -j.cost,
    coalesce(j.fixed_minor, j.hourly_from_minor), coalesce(j.fixed_minor, j.hourly_to_minor)"""
_COLUMNS = "job_id, featured, published_at, by_budget, by_cost, lowest, highest"

# --- PostgreSQL -----------------------------------------------------------------------------------------------------
# Punctuation inside words is taken out first: left to itself the parser makes a host name of "node.js" and a path of
# "ux/ui", which nobody's search would meet.
_PUNCTUATION = r"._/:@+#&~=%\<>|*^-"
_PG_WORDS = f"to_tsvector('english', translate({{}}, '{_PUNCTUATION}', repeat(' ', {len(_PUNCTUATION)})))"
POSTGRESQL_REFRESH = f"""
CREATE OR REPLACE FUNCTION jobs_listing_refresh(jobs bigint[]) RETURNS void LANGUAGE sql AS $$
    DELETE FROM jobs_listing l
        WHERE l.job_id = ANY(jobs) AND NOT EXISTS (SELECT FROM jobs_job j WHERE j.id = l.job_id AND j.status = 'open');
    INSERT INTO jobs_listing ({_COLUMNS}, words)
    SELECT {_FACTS},
        setweight({_PG_WORDS.format("j.title")}, 'A')
            || setweight({_PG_WORDS.format("coalesce(s.names, '')")}, 'B')
            || setweight({_PG_WORDS.format("j.description")}, 'D')
            || array_to_tsvector(ARRAY['=category' || j.category_id, '=' || j.budget_type, '=' || j.level,
                                       '=country' || j.country] || coalesce(s.marks, '{{}}'))
    FROM jobs_job j LEFT JOIN (
        SELECT h.job_id, string_agg(k.name, ' ' ORDER BY k.name) AS names, array_agg('=skill' || k.id) AS marks
        FROM jobs_job_skills h JOIN accounts_skill k ON k.id = h.skill_id WHERE h.job_id = ANY(jobs) GROUP BY h.job_id
    ) s ON s.job_id = j.id
    WHERE j.id = ANY(jobs) AND j.status = 'open'
    ON CONFLICT (job_id) DO UPDATE SET (featured, published_at, by_budget, by_cost, lowest, highest, words) =
        (excluded.featured, excluded.published_at, excluded.by_budget, excluded.by_cost, excluded.lowest,
         excluded.highest, excluded.words);
$$;
"""
_PG_TRIGGER = """
CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} RETURN NULL; END $$;
CREATE OR REPLACE TRIGGER {name} AFTER {event} EXECUTE FUNCTION {name}();
"""
# name: (event, what to do). Inserts and skills are taken by the statement, so that a thousand rows are one refresh.
_PG = {
    "jobs_listing_job_added": (
        "INSERT ON jobs_job REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT",
        "PERFORM jobs_listing_refresh(array_agg(id)) FROM fresh WHERE status = 'open';",
    ),
    # By the row and by its columns: counting a proposal does not come near the index.
    "jobs_listing_job_changed": (
        f"UPDATE OF {_WATCHED} ON jobs_job FOR EACH ROW WHEN ({_CHANGED.format('IS DISTINCT FROM')})",
        "PERFORM jobs_listing_refresh(ARRAY[NEW.id]);",
    ),
    "jobs_listing_job_deleted": (
        "DELETE ON jobs_job FOR EACH ROW",
        "DELETE FROM jobs_listing WHERE job_id = OLD.id;",
    ),
    "jobs_listing_skills_added": (
        "INSERT ON jobs_job_skills REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT",
        "PERFORM jobs_listing_refresh(array_agg(DISTINCT job_id)) FROM fresh;",
    ),
    "jobs_listing_skills_taken": (
        "DELETE ON jobs_job_skills REFERENCING OLD TABLE AS gone FOR EACH STATEMENT",
        "PERFORM jobs_listing_refresh(array_agg(DISTINCT job_id)) FROM gone;",
    ),
    "jobs_listing_skill_renamed": (
        "UPDATE OF name ON accounts_skill FOR EACH ROW WHEN (OLD.name IS DISTINCT FROM NEW.name)",
        "PERFORM jobs_listing_refresh(array_agg(job_id)) FROM jobs_job_skills WHERE skill_id = NEW.id;",
    ),
}

# --- SQLite ---------------------------------------------------------------------------------------------------------
_LITE_FACTS = f"INSERT INTO jobs_listing ({_COLUMNS}) SELECT {_FACTS} FROM jobs_job j WHERE j.status = 'open'"
_LITE_WORDS = """INSERT INTO jobs_words (rowid, title, skills, description, marks)
    SELECT j.id, j.title, group_concat(k.name, ' '), j.description, 'category' || j.category_id || ' ' || j.budget_type
        || ' ' || j.level || ' country' || lower(j.country) || coalesce(' skill' || group_concat(k.id, ' skill'), '')
    FROM jobs_job j LEFT JOIN jobs_job_skills h ON h.job_id = j.id LEFT JOIN accounts_skill k ON k.id = h.skill_id
    WHERE j.status = 'open'"""
_LITE_FORGET = "DELETE FROM jobs_words WHERE rowid IN ({jobs}); DELETE FROM jobs_listing WHERE job_id IN ({jobs});"
_LITE_REFRESH = (
    f"{_LITE_FORGET} {_LITE_FACTS} AND j.id IN ({{jobs}}); {_LITE_WORDS} AND j.id IN ({{jobs}}) GROUP BY j.id;"
)
# name: (event, what to do, the jobs concerned).
_LITE = {
    "jobs_listing_job_added": ("AFTER INSERT ON jobs_job WHEN NEW.status = 'open'", _LITE_REFRESH, "NEW.id"),
    "jobs_listing_job_changed": (
        f"AFTER UPDATE OF {_WATCHED} ON jobs_job WHEN {_CHANGED.format('IS NOT')}",
        _LITE_REFRESH,
        "NEW.id",
    ),
    "jobs_listing_job_deleted": ("AFTER DELETE ON jobs_job", _LITE_FORGET, "OLD.id"),
    "jobs_listing_skills_added": ("AFTER INSERT ON jobs_job_skills", _LITE_REFRESH, "NEW.job_id"),
    "jobs_listing_skills_taken": ("AFTER DELETE ON jobs_job_skills", _LITE_REFRESH, "OLD.job_id"),
    "jobs_listing_skill_renamed": (
        "AFTER UPDATE OF name ON accounts_skill WHEN OLD.name IS NOT NEW.name",
        _LITE_REFRESH,
        "SELECT job_id FROM jobs_job_skills WHERE skill_id = NEW.id",
    ),
}


def triggers(vendor: str) -> dict[str, str]:
    """Each trigger's name and the statements that put it in place."""
    if vendor == "postgresql":
        return {name: _PG_TRIGGER.format(name=name, body=body, event=event) for name, (event, body) in _PG.items()}
    return {
        name: f"CREATE TRIGGER {name} {event} BEGIN {body.format(jobs=jobs)} END"
        for name, (event, body, jobs) in _LITE.items()
    }


REBUILD = {
    "postgresql": (
        # Building the index of words anew is many times quicker than adding to it job by job. PostgreSQL does so only
        # once what foreign keys still have to check is checked.
        "SET CONSTRAINTS ALL IMMEDIATE",
        "DROP INDEX listing_words",
        "DELETE FROM jobs_listing",
        "SELECT jobs_listing_refresh(array_agg(id)) FROM jobs_job WHERE status = 'open'",
        "CREATE INDEX listing_words ON jobs_listing USING gin (words) WITH (fastupdate = off)",
        "SET CONSTRAINTS ALL DEFERRED",
    ),
    "sqlite": (
        "DELETE FROM jobs_words",
        "DELETE FROM jobs_listing",
        _LITE_FACTS,
        f"{_LITE_WORDS} GROUP BY j.id",
    ),
}
