"""A market of 200,000 open jobs, written set-based, with believable frequencies of words, skills and budgets."""

from django.db import connection

from accounts.models import Category, Skill
from jobs import listing

# In half of the jobs, in about one of 10,000, and in none.
COMMON, RARE, NOTHING = "quality", "zymurgy", "xylophonist"
# Three of them make a word, 8,000 words in all.
_SYLLABLES = "ba ce di fo gu ka le mi no pu ra se ti vo wu za che sho tri plo"
_SENTENCES = 50_000

_PEOPLE = """
INSERT INTO accounts_user (password, is_superuser, email, email_key, name, country, time_zone, language, hat,
                           client_since, email_verified_at, is_active, is_staff, joined_at)
SELECT '!', false, 'client' || n || '@market.example', 'client' || n || '@market.example', 'Client ' || n,
       (ARRAY['GB','DE','FR','IN','US','JP'])[1 + n %% 6], 'UTC', 'en', 'client', now(), now(), true, false, now()
FROM generate_series(1, %(clients)s) n
"""
_PROFILES = """
INSERT INTO accounts_clientprofile (person_id, company, country, about, website, jobs_posted, jobs_filled,
                                    jobs_cancelled, jobs_unfilled, hires, domain_verified, payment_verified,
                                    rating_sum, rating_count)
SELECT id, 'Company ' || id, country, '', '', 40, 20, 3, 5, 22, false, true, 80, 18
FROM accounts_user WHERE email LIKE '%%@market.example'
"""
# Words by a power law, in sentences of 14, of which each job draws its own.
_SPEECH = """
CREATE TEMPORARY TABLE sentence AS
SELECT n, string_agg(s[1 + k %% 20] || s[1 + k / 20 %% 20] || s[1 + k / 400], ' ') AS words
FROM (
    SELECT n, %(syllables)s::text[] AS s, floor(8000 * power(random(), 3))::int AS k
    FROM generate_series(1, %(sentences)s) n, generate_series(1, 14)
) word GROUP BY n
"""
_JOBS = f"""
WITH clients AS (SELECT array_agg(id ORDER BY id) AS ids FROM accounts_user WHERE email LIKE '%%@market.example'),
drawn AS (
    SELECT n, random() AS money, random() AS kind, random() AS level, random() AS place, random() AS age,
           random() AS crowd, random() AS topic
    FROM generate_series(1, %(jobs)s) n
),
text AS (
    SELECT d.n, string_agg(s.words, '. ') AS long, left(initcap(min(s.words)), 50) AS short
    FROM (
        SELECT n, 1 + floor(%(sentences)s * random())::int AS pick
        FROM generate_series(1, %(jobs)s) n, generate_series(1, 8)
    ) d JOIN sentence s ON s.n = d.pick GROUP BY d.n
)
INSERT INTO jobs_job (client_id, title, description, category_id, budget_type, fixed_minor, hourly_from_minor,
                      hourly_to_minor, level, length, featured, country, status, created_at, published_at, expires_at,
                      cost, cost_basic, cost_high_paying, cost_premium, cost_in_demand, high_paying_from_minor,
                      proposals_count, shortlisted_count, hires_count)
SELECT clients.ids[1 + n %% %(clients)s],
       short,
       long || CASE WHEN n %% 2 = 0 THEN ' {COMMON}' ELSE '' END
            || CASE WHEN n %% 10007 = 0 THEN ' {RARE}' ELSE '' END,
       (%(categories)s::bigint[])[1 + floor(topic * topic * %(kinds)s)::int],
       CASE WHEN kind < 0.6 THEN 'fixed' ELSE 'hourly' END,
       CASE WHEN kind < 0.6 THEN round(exp(3 + 6 * money))::int * 100 END,
       CASE WHEN kind >= 0.6 THEN (8 + floor(60 * money))::int * 100 END,
       CASE WHEN kind >= 0.6 THEN (12 + floor(90 * money))::int * 100 END,
       CASE WHEN level < 0.3 THEN 'entry' WHEN level < 0.8 THEN 'intermediate' ELSE 'expert' END,
       (ARRAY['days','weeks','months','long'])[1 + n %% 4], n <= %(clients)s AND n %% 5 = 0,
       CASE WHEN place < 0.7 THEN '' ELSE (ARRAY['GB','DE','FR','IN','US','JP'])[1 + floor(place * 600)::int %% 6] END,
       'open', now() - age * interval '29 days', now() - age * interval '29 days',
       now() - age * interval '29 days' + interval '30 days',
       least(8, 4 + 2 * (money > 0.65)::int + 2 * (level >= 0.8)::int), 4, 2 * (money > 0.65)::int,
       2 * (level >= 0.8)::int, 0, 100000, floor(40 * crowd * crowd)::int, 0, 0
FROM drawn JOIN text USING (n) CROSS JOIN clients
"""
_SKILLS = """
INSERT INTO jobs_job_skills (job_id, skill_id)
SELECT DISTINCT j.id, (%(skills)s::bigint[])[1 + floor(%(count)s * power(random(), 2))::int]
FROM jobs_job j, generate_series(1, 5) WHERE j.status = 'open'
ON CONFLICT DO NOTHING
"""


def fill(jobs: int = 200_000, clients: int = 5_000) -> None:
    """Write the market into the default database (PostgreSQL), and let the planner learn it."""
    categories = list(Category.objects.order_by("pk").values_list("pk", flat=True))
    skills = list(Skill.objects.order_by("pk").values_list("pk", flat=True))
    numbers = {"jobs": jobs, "clients": clients, "sentences": _SENTENCES}
    listing.lift(connection)
    with connection.cursor() as cursor:
        cursor.execute(_PEOPLE, numbers)
        cursor.execute(_PROFILES, {})
        cursor.execute(_SPEECH, {**numbers, "syllables": _SYLLABLES.split()})
        cursor.execute(_JOBS, {**numbers, "categories": categories, "kinds": len(categories)})
        cursor.execute(_SKILLS, {"skills": skills, "count": len(skills)})
        cursor.execute("DROP TABLE sentence")
        listing.install(connection)
        for table in ("jobs_job", "jobs_job_skills", "jobs_listing", "accounts_user", "accounts_clientprofile"):
            cursor.execute(f"VACUUM ANALYZE {table}")
