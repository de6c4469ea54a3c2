"""The SQL that keeps talent search true: a row of `talent_talentlisting` for whoever can be found, with their words.

What is filtered by exactly (skills and their categories, country, certifications, badges) stands among the words as
marks that nobody can type, so that one index answers words and filters together, as in the list of jobs. Who is listed
is said once, by `_LISTED`, in SQL that both engines read; `talent.rules.listed` says the same to the person.
"""

from talent.rules import OVERVIEW_AT_LEAST, SKILLS_AT_LEAST

_LISTED = f"""u.is_active AND u.suspended_until IS NULL AND u.email_verified_at IS NOT NULL
    AND u.freelancer_since IS NOT NULL AND p.title <> ''
    AND length(p.overview) >= {OVERVIEW_AT_LEAST}
    AND (SELECT COUNT(*) FROM talent_freelancerprofile_skills s WHERE s.freelancerprofile_id = p.id)
        >= {SKILLS_AT_LEAST}"""
_FROM = "FROM talent_freelancerprofile p JOIN accounts_user u ON u.id = p.person_id"
LISTED = f"SELECT p.id {_FROM} WHERE {_LISTED}"

_COLUMNS = "profile_id, since, rating, rated, by_rate"
# Whole hundredths: both engines divide whole numbers downwards.
_FACTS = """p.id, p.created_at, CASE WHEN p.rating_count = 0 THEN 0 ELSE p.rating_sum * 100 / p.rating_count END,
    p.rating_count, coalesce(-p.rate_minor, -1000000000000)"""
_AVAILABLE = "EXISTS (SELECT 1 FROM talent_availability a WHERE a.profile_id = p.id AND a.on_since IS NOT NULL)"
_RISING = """EXISTS (
    SELECT 1 FROM talent_badge b WHERE b.profile_id = p.id AND b.kind = 'rising_talent' AND b.taken_at IS NULL)"""

_WATCHED = "title, overview, rate_minor, country, rating_sum, rating_count"
_SKILL = "name, category_id"
_SWITCHED = "(OLD.on_since IS NULL) <> (NEW.on_since IS NULL)"
_DISTINCT = "IS DISTINCT FROM"
_PERSON = "name, is_active, suspended_until, email_verified_at, freelancer_since"


def _changed(columns: str, differs: str) -> str:
    old, new = (", ".join(f"{side}.{column}" for column in columns.split(", ")) for side in ("OLD", "NEW"))
    return f"({old}) {differs} ({new})"


# --- PostgreSQL -----------------------------------------------------------------------------------------------------
# As in the list of jobs: what would make a host name of "node.js" is taken out first.
_PUNCTUATION = r"._/:@+#&~=%\<>|*^-"
_PG_WORDS = f"to_tsvector('english', translate({{}}, '{_PUNCTUATION}', repeat(' ', {len(_PUNCTUATION)})))"
# A profile is held while its row is written: of two changes at once the later one sees both.
REFRESH = f"""
CREATE OR REPLACE FUNCTION talent_listing_refresh(profiles bigint[]) RETURNS void LANGUAGE sql AS $$
    SELECT 1 FROM talent_freelancerprofile WHERE id = ANY(profiles) ORDER BY id FOR NO KEY UPDATE;
    DELETE FROM talent_talentlisting l WHERE l.profile_id = ANY(profiles) AND NOT EXISTS (
        {LISTED} AND p.id = l.profile_id
    );
    INSERT INTO talent_talentlisting ({_COLUMNS}, words)
    SELECT {_FACTS},
        setweight({_PG_WORDS.format("u.name || ' ' || p.title")}, 'A')
            || setweight({_PG_WORDS.format("coalesce(s.names, '')")}, 'B')
            || setweight({_PG_WORDS.format("p.overview")}, 'D')
            || array_to_tsvector(ARRAY['=country' || p.country] || coalesce(s.skills, '{{}}')
                || coalesce(s.categories, '{{}}') || coalesce(c.marks, '{{}}')
                || CASE WHEN {_AVAILABLE} THEN ARRAY['=available'] ELSE '{{}}' END
                || CASE WHEN {_RISING} THEN ARRAY['=rising'] ELSE '{{}}' END)
    {_FROM}
    LEFT JOIN (
        SELECT h.freelancerprofile_id AS id, string_agg(k.name, ' ' ORDER BY k.name) AS names,
            array_agg('=skill' || k.id) AS skills, array_agg(DISTINCT '=category' || k.category_id) AS categories
        FROM talent_freelancerprofile_skills h JOIN accounts_skill k ON k.id = h.skill_id
        WHERE h.freelancerprofile_id = ANY(profiles) GROUP BY h.freelancerprofile_id
    ) s ON s.id = p.id
    LEFT JOIN (
        SELECT t.person_id, array_agg(DISTINCT '=certified' || t.certification_id) AS marks
        FROM talent_attempt t JOIN talent_freelancerprofile q ON q.person_id = t.person_id
        WHERE t.passed AND q.id = ANY(profiles) GROUP BY t.person_id
    ) c ON c.person_id = p.person_id
    WHERE p.id = ANY(profiles) AND {_LISTED}
    ON CONFLICT (profile_id) DO UPDATE SET (since, rating, rated, by_rate, words) =
        (excluded.since, excluded.rating, excluded.rated, excluded.by_rate, excluded.words);
$$;
"""
_PG_TRIGGER = """
CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} RETURN NULL; END $$;
CREATE OR REPLACE TRIGGER {name} AFTER {event} EXECUTE FUNCTION {name}();
"""
_THIS = "PERFORM talent_listing_refresh(ARRAY[NEW.id]);"
_ITS_PROFILE = "PERFORM talent_listing_refresh(ARRAY[NEW.profile_id]);"
_OF_SKILL = """PERFORM talent_listing_refresh(array_agg(freelancerprofile_id))
    FROM talent_freelancerprofile_skills WHERE skill_id = NEW.id;"""
_OF_PERSON = "PERFORM talent_listing_refresh(array_agg(id)) FROM talent_freelancerprofile WHERE person_id = {};"
# name: (event, what to do). Inserts and skills are taken by the statement, so that a thousand rows are one refresh.
_PG = {
    "talent_listing_profile_added": (
        "INSERT ON talent_freelancerprofile REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT",
        "PERFORM talent_listing_refresh(array_agg(id)) FROM fresh WHERE title <> '';",
    ),
    # By its columns: counting a hire does not come near the index.
    "talent_listing_profile_changed": (
        f"UPDATE OF {_WATCHED} ON talent_freelancerprofile FOR EACH ROW WHEN ({_changed(_WATCHED, _DISTINCT)})",
        _THIS,
    ),
    "talent_listing_profile_deleted": (
        "DELETE ON talent_freelancerprofile FOR EACH ROW",
        "DELETE FROM talent_talentlisting WHERE profile_id = OLD.id;",
    ),
    "talent_listing_skills_added": (
        "INSERT ON talent_freelancerprofile_skills REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT",
        "PERFORM talent_listing_refresh(array_agg(DISTINCT freelancerprofile_id)) FROM fresh;",
    ),
    "talent_listing_skills_taken": (
        "DELETE ON talent_freelancerprofile_skills REFERENCING OLD TABLE AS gone FOR EACH STATEMENT",
        "PERFORM talent_listing_refresh(array_agg(DISTINCT freelancerprofile_id)) FROM gone;",
    ),
    "talent_listing_skill_renamed": (
        f"UPDATE OF {_SKILL} ON accounts_skill FOR EACH ROW WHEN ({_changed(_SKILL, _DISTINCT)})",
        _OF_SKILL,
    ),
    "talent_listing_person_changed": (
        f"UPDATE OF {_PERSON} ON accounts_user FOR EACH ROW WHEN ({_changed(_PERSON, _DISTINCT)})",
        _OF_PERSON.format("NEW.id"),
    ),
    "talent_listing_badge_given": ("INSERT ON talent_badge FOR EACH ROW", _ITS_PROFILE),
    "talent_listing_badge_changed": (
        f"UPDATE OF taken_at ON talent_badge FOR EACH ROW WHEN ({_changed('taken_at', _DISTINCT)})",
        _ITS_PROFILE,
    ),
    "talent_listing_switched_on": ("INSERT ON talent_availability FOR EACH ROW", _ITS_PROFILE),
    "talent_listing_switched": (
        f"UPDATE OF on_since ON talent_availability FOR EACH ROW WHEN ({_SWITCHED})",
        _ITS_PROFILE,
    ),
    "talent_listing_certified": (
        "UPDATE OF passed ON talent_attempt FOR EACH ROW WHEN (NEW.passed AND OLD.passed IS DISTINCT FROM NEW.passed)",
        _OF_PERSON.format("NEW.person_id"),
    ),
}

# --- SQLite ---------------------------------------------------------------------------------------------------------
_LITE_FACTS = f"INSERT INTO talent_talentlisting ({_COLUMNS}) SELECT {_FACTS} {_FROM} WHERE {_LISTED}"
_LITE_WORDS = f"""INSERT INTO talent_words (rowid, title, name, skills, overview, marks)
    SELECT p.id, p.title, u.name,
        (SELECT group_concat(k.name, ' ') FROM talent_freelancerprofile_skills h JOIN accounts_skill k
            ON k.id = h.skill_id WHERE h.freelancerprofile_id = p.id),
        p.overview,
        'country' || lower(p.country)
        || coalesce((SELECT ' skill' || group_concat(k.id, ' skill') || ' category'
                || group_concat(k.category_id, ' category')
            FROM talent_freelancerprofile_skills h JOIN accounts_skill k ON k.id = h.skill_id
            WHERE h.freelancerprofile_id = p.id), '')
        || coalesce((SELECT ' certified' || group_concat(t.certification_id, ' certified') FROM talent_attempt t
                WHERE t.person_id = p.person_id AND t.passed), '')
        || CASE WHEN {_AVAILABLE} THEN ' available' ELSE '' END || CASE WHEN {_RISING} THEN ' rising' ELSE '' END
    {_FROM} WHERE {_LISTED}"""
_LITE_FORGET = (
    "DELETE FROM talent_words WHERE rowid IN ({ids}); DELETE FROM talent_talentlisting WHERE profile_id IN ({ids});"
)
_LITE_REFRESH = f"{_LITE_FORGET} {_LITE_FACTS} AND p.id IN ({{ids}}); {_LITE_WORDS} AND p.id IN ({{ids}});"
_LITE_OF_PERSON = "SELECT id FROM talent_freelancerprofile WHERE person_id = {}"
# name: (event, what to do, the profiles concerned).
_LITE = {
    "talent_listing_profile_added": ("AFTER INSERT ON talent_freelancerprofile", _LITE_REFRESH, "NEW.id"),
    "talent_listing_profile_changed": (
        f"AFTER UPDATE OF {_WATCHED} ON talent_freelancerprofile WHEN {_changed(_WATCHED, 'IS NOT')}",
        _LITE_REFRESH,
        "NEW.id",
    ),
    "talent_listing_profile_deleted": ("AFTER DELETE ON talent_freelancerprofile", _LITE_FORGET, "OLD.id"),
    "talent_listing_skills_added": (
        "AFTER INSERT ON talent_freelancerprofile_skills",
        _LITE_REFRESH,
        "NEW.freelancerprofile_id",
    ),
    "talent_listing_skills_taken": (
        "AFTER DELETE ON talent_freelancerprofile_skills",
        _LITE_REFRESH,
        "OLD.freelancerprofile_id",
    ),
    "talent_listing_skill_renamed": (
        f"AFTER UPDATE OF name, category_id ON accounts_skill WHEN {_changed(_SKILL, 'IS NOT')}",
        _LITE_REFRESH,
        "SELECT freelancerprofile_id FROM talent_freelancerprofile_skills WHERE skill_id = NEW.id",
    ),
    "talent_listing_person_changed": (
        f"AFTER UPDATE OF {_PERSON} ON accounts_user WHEN {_changed(_PERSON, 'IS NOT')}",
        _LITE_REFRESH,
        _LITE_OF_PERSON.format("NEW.id"),
    ),
    "talent_listing_badge_given": ("AFTER INSERT ON talent_badge", _LITE_REFRESH, "NEW.profile_id"),
    "talent_listing_badge_changed": (
        "AFTER UPDATE OF taken_at ON talent_badge WHEN OLD.taken_at IS NOT NEW.taken_at",
        _LITE_REFRESH,
        "NEW.profile_id",
    ),
    "talent_listing_switched_on": ("AFTER INSERT ON talent_availability", _LITE_REFRESH, "NEW.profile_id"),
    "talent_listing_switched": (
        f"AFTER UPDATE OF on_since ON talent_availability WHEN {_SWITCHED}",
        _LITE_REFRESH,
        "NEW.profile_id",
    ),
    "talent_listing_certified": (
        "AFTER UPDATE OF passed ON talent_attempt WHEN NEW.passed AND OLD.passed IS NOT NEW.passed",
        _LITE_REFRESH,
        _LITE_OF_PERSON.format("NEW.person_id"),
    ),
}


def triggers(vendor: str) -> dict[str, str]:
    """Each trigger's name and the statements that put it in place."""
    if vendor == "postgresql":
        return {name: _PG_TRIGGER.format(name=name, body=body, event=event) for name, (event, body) in _PG.items()}
    return {
        name: f"CREATE TRIGGER {name} {event} BEGIN {body.format(ids=ids)} END"
        for name, (event, body, ids) in _LITE.items()
    }


REBUILD = {
    "postgresql": (
        # As in the list of jobs: the index of words is built anew, once foreign keys have nothing left to check.
        "SET CONSTRAINTS ALL IMMEDIATE",
        "DROP INDEX talent_words",
        "DELETE FROM talent_talentlisting",
        f"SELECT talent_listing_refresh(array_agg(id)) FROM ({LISTED}) listed",
        "CREATE INDEX talent_words ON talent_talentlisting USING gin (words) WITH (fastupdate = off)",
        "SET CONSTRAINTS ALL DEFERRED",
    ),
    "sqlite": ("DELETE FROM talent_words", "DELETE FROM talent_talentlisting", _LITE_FACTS, _LITE_WORDS),
}
