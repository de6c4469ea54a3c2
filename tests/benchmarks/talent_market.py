"""A market of 100,000 people who can be found, written set-based, with believable frequencies of words and skills."""

from django.db import connection

from accounts.models import Skill
from talent.listing import KEPT
from tests.benchmarks.job_market import _SENTENCES, _SPEECH, _SYLLABLES, COMMON, RARE

_PEOPLE = """
INSERT INTO accounts_user (password, is_superuser, email, email_key, name, country, time_zone, language, hat,
                           freelancer_since, email_verified_at, is_active, is_staff, joined_at)
SELECT '!', false, 'free' || n || '@talent.example', 'free' || n || '@talent.example', 'Freelancer ' || n,
       (ARRAY['GB','DE','FR','IN','US','JP'])[1 + n %% 6], 'UTC', 'en', 'freelancer', now(), now(), true, false, now()
FROM generate_series(1, %(people)s) n
"""
_PROFILES = f"""
WITH drawn AS (
    SELECT id, name, country, row_number() OVER (ORDER BY id) AS n, random() AS money, random() AS age,
           random() AS liked, random() AS crowd
    FROM accounts_user WHERE email LIKE '%%@talent.example'
),
text AS (
    SELECT d.n, string_agg(s.words, '. ') AS long, left(initcap(min(s.words)), 50) AS short
    FROM (
        SELECT n, 1 + floor(%(sentences)s * random())::int AS pick
        FROM generate_series(1, %(people)s) n, generate_series(1, 8)
    ) d JOIN sentence s ON s.n = d.pick GROUP BY d.n
),
rated AS (SELECT *, CASE WHEN liked < 0.5 THEN 0 ELSE 1 + floor(40 * crowd * crowd)::int END AS ratings FROM drawn)
INSERT INTO talent_freelancerprofile (person_id, handle, title, overview, rate_minor, country, photo, created_at,
                                      hires_count, contracts_finished, rating_sum, rating_count, reports_upheld)
SELECT id, 'free-' || n, short,
       long || CASE WHEN n %% 2 = 0 THEN ' {COMMON}' ELSE '' END
            || CASE WHEN n %% 10007 = 0 THEN ' {RARE}' ELSE '' END,
       (8 + floor(90 * money))::int * 100, country, '', now() - age * interval '900 days',
       ratings, ratings, ratings * 4 + floor(ratings * (liked - 0.5) * 2)::int, ratings, 0
FROM rated JOIN text USING (n)
"""
_SKILLS = """
INSERT INTO talent_freelancerprofile_skills (freelancerprofile_id, skill_id)
SELECT DISTINCT p.id, (%(skills)s::bigint[])[1 + floor(%(count)s * power(random(), 2))::int]
FROM talent_freelancerprofile p, generate_series(1, 7)
ON CONFLICT DO NOTHING
"""
# One in fifty wears the badge.
_AVAILABLE = """
INSERT INTO talent_availability (profile_id, on_since, maximum, price, paid_until, off_why)
SELECT id, now(), 7, 7, now() + interval '5 days', '' FROM talent_freelancerprofile WHERE id %% 50 = 0
"""


def fill(people: int = 100_000) -> None:
    """Write the people into the default database (PostgreSQL), and let the planner learn them."""
    skills = list(Skill.objects.order_by("pk").values_list("pk", flat=True))
    numbers = {"people": people, "sentences": _SENTENCES}
    KEPT.lift(connection)
    with connection.cursor() as cursor:
        cursor.execute(_SPEECH, {**numbers, "syllables": _SYLLABLES.split()})
        cursor.execute(_PEOPLE, numbers)
        cursor.execute(_PROFILES, numbers)
        cursor.execute(_SKILLS, {"skills": skills, "count": len(skills)})
        cursor.execute(_AVAILABLE, {})
        cursor.execute("DROP TABLE sentence")
        KEPT.install(connection)
        for table in ("talent_freelancerprofile", "talent_freelancerprofile_skills", "talent_talentlisting"):
            cursor.execute(f"VACUUM ANALYZE {table}")
        cursor.execute("VACUUM ANALYZE accounts_user")
