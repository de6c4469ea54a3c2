"""The articles, in the order in which somebody new meets their subjects."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from common.reading import Words


@dataclass(frozen=True, slots=True)
class Article:
    """A question and its answer. `page` and `anchor` are where the live figures and the next step are."""

    slug: str
    title: Words
    group: Words
    text: tuple[Words, ...]
    page: str
    label: Words
    anchor: str = ""

    @property
    def href(self) -> str:
        return reverse(self.page) + self.anchor

    def get_absolute_url(self) -> str:
        return reverse("help_article", args=[self.slug])


_CONNECTS, _WORK, _SAFE = _("Connects"), _("Finding and giving work"), _("Safety and your account")

ARTICLES = (
    Article(
        "what-is-a-connect",
        _("What is a Connect?"),
        _CONNECTS,
        (
            _(
                "A Connect is an entry ticket: sending a proposal costs some. That keeps proposals few and "
                "serious, which is good for those who send them and for those who read them."
            ),
            _(
                "It is a whole number and never money. It cannot be paid out or given to somebody else, and each "
                "lot of Connects has a date on which it lapses. The site always uses first what lapses first."
            ),
        ),
        "pricing",
        _("What Connects cost"),
    ),
    Article(
        "free-connects",
        _("How do I earn Connects without paying?"),
        _CONNECTS,
        (
            _(
                "By joining, completing your profile, passing certifications, becoming a Rising Talent, and by "
                "inviting others. Each brings its Connects once a person."
            ),
            _(
                "Your own list shows what is still open for you and how many each brings. Signs of a second "
                "account can make a grant wait until an operator has looked at it."
            ),
        ),
        "ways_to_earn",
        _("Your ways to earn"),
    ),
    Article(
        "what-a-proposal-costs",
        _("What does a proposal cost?"),
        _CONNECTS,
        (
            _(
                "Every job says its number, and the sum that it comes from, before you send anything. It rests "
                "on the budget, the level and how much its category is in demand."
            ),
            _(
                "The price is fixed when the job is published and does not change afterwards. If the client "
                "invites you, or offers you the job directly, you pay nothing."
            ),
        ),
        "market_rules",
        _("The rules with today's figures"),
    ),
    Article(
        "getting-connects-back",
        _("When do I get Connects back?"),
        _CONNECTS,
        (
            _(
                "When a client cancels a job before hiring anybody, most proposals are refunded; when a job is "
                "removed for a violation, all are. Withdrawing a proposal, or not being chosen, brings nothing "
                "back."
            ),
            _(
                "The rules in force when you sent the proposal decide. A refund is announced at once and arrives "
                "by itself, in the lots it came from, with their dates."
            ),
        ),
        "market_rules",
        _("The whole table"),
        "#refunds",
    ),
    Article(
        "a-refund-is-missing",
        _("I think that a refund is missing"),
        _CONNECTS,
        (
            _(
                "Open your Connects history and find the line of the spend. Each line says which rule decided "
                "it, and “Ask support” on that line opens a ticket that carries all of it along."
            ),
            _("A person reads it. Their answer comes as a notice, and stays on the ticket."),
        ),
        "connects_history",
        _("Your history"),
    ),
    Article(
        "boosts",
        _("How does a boost work?"),
        _CONNECTS,
        (
            _(
                "A boost is a bid for one of the places above the client's list. It is held, not spent, while "
                "the auction runs. If you are pushed out before the client has looked at your proposal, all of "
                "it comes back at once."
            ),
            _(
                "It is spent when the auction closes with you in a place, when the client interacts with your "
                "proposal while you are in it, or when you withdraw."
            ),
        ),
        "boosts",
        _("How boosts work, with the figures"),
    ),
    Article(
        "memberships",
        _("What does a membership bring?"),
        _CONNECTS,
        (
            _(
                "Connects every month that do not end with the month, and a discount on packages. There are "
                "plans for freelancers and for agencies; the comparison shows all of them."
            ),
            (
                _(
                    "You can cancel at any time, for the end of what is paid. "
                    "The Connects that you were given stay yours."
                )
            ),
        ),
        "pricing",
        _("Compare the plans"),
    ),
    Article(
        "agencies",
        _("How do agencies pay for proposals?"),
        _WORK,
        (
            _(
                "An agency has one pool of Connects. Its owner and managers decide what each member may spend "
                "from it in a month. A refund gives back both: the Connects and what is left of the member's "
                "month."
            ),
            _("A person and their agency do not both apply for one job."),
        ),
        "agencies",
        _("Your agencies"),
    ),
    Article(
        "posting-a-job",
        _("How do I post a job and find somebody?"),
        _WORK,
        (
            _(
                "Describe the work, its budget and level, and publish it. Proposals arrive on the job's page; "
                "you can also search talent and invite people, who then pay nothing."
            ),
            (_("Contracts are between the two of you. The site holds no pay, so agree on how and when it is paid.")),
        ),
        "job_new",
        _("Post a job"),
    ),
    Article(
        "closing-a-job",
        _("What happens when I close a job?"),
        _WORK,
        (
            _(
                "Say whether you found somebody or gave it up. Cancelled before a hire, the people who sent "
                "proposals get Connects back by the market rules; the page says to how many before you click."
            ),
            (_("Not sure yet? Pause it. A job that nobody decides ends by itself on its last day, after a reminder.")),
        ),
        "my_jobs",
        _("Your jobs"),
    ),
    Article(
        "reporting",
        _("How do I report or block somebody?"),
        _SAFE,
        (
            _(
                "Jobs, people, proposals and messages all have “Report”. An operator looks at each report; "
                "whoever is reported never learns by whom. Blocking keeps somebody from reaching you, and they "
                "are not told."
            ),
            _(
                "Asking to work or pay outside the platform, fraud, illegal work and discrimination are "
                "violations. A job removed for one gives back what everybody spent on it."
            ),
        ),
        "my_reports",
        _("Your reports"),
    ),
    Article(
        "mails",
        _("How do I get fewer mails?"),
        _SAFE,
        (
            _(
                "Each kind of news can be switched off, on the site and by mail, or be collected in a digest. "
                "What concerns your money or your log-in comes at once."
            ),
        ),
        "notification_settings",
        _("Your notifications"),
    ),
    Article(
        "your-data",
        _("How do I get my data, or close my account?"),
        _SAFE,
        (
            _(
                "Under Settings, Your data. The download has everything that the site knows of you. The page "
                "about closing says first what would end, what is deleted and what stays under a pseudonym."
            ),
        ),
        "my_privacy",
        _("Your data"),
    ),
)
GROUPS = tuple((group, tuple(each for each in ARTICLES if each.group == group)) for group in (_CONNECTS, _WORK, _SAFE))
