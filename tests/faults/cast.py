"""The cast in a real site's database: Ada with an open job, Ben with his 40 Connects. Prints the job's id."""

import django

django.setup()

from accounts.models import Category, Hat, Skill, User  # noqa: E402
from accounts.services import take_role  # noqa: E402
from common import clock  # noqa: E402
from jobs import services as jobs  # noqa: E402
from tests.faults.real_site import PASSWORD  # noqa: E402


def join(name: str, hat: Hat) -> User:
    email = f"{name.lower()}@example.com"
    person = User.objects.create_user(email, PASSWORD, name=name, email_verified_at=clock.now())
    person.emailaddress_set.create(email=email, verified=True, primary=True)
    take_role(person, hat)
    return person


ada, ben = join("Ada", Hat.CLIENT), join("Ben", Hat.FREELANCER)
design = Category.objects.order_by("id").first()
job = jobs.publish(
    jobs.draft(
        ada,
        title="Draw a logo for a bakery",
        description="Three drafts, then one finished logo as SVG, for a small bakery in Leeds.",
        category=design,
        skills=list(Skill.objects.filter(category=design)[:1]),
        fixed_minor=50_000,
    ),
    by=ada,
)
print(job.pk)  # noqa: T201
