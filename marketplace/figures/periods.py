"""The time that a page of figures looks back on: 12 weeks or 12 months, the present one included (UTC)."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.periods import Step
from common.reading import Words

NUMBER = 12
STEPS: dict[str, tuple[Step, Words]] = {
    "week": ("week", gettext_lazy("12 weeks")),
    "month": ("month", gettext_lazy("12 months")),
}


@dataclass(frozen=True, slots=True)
class Span:
    step: Step
    # The first day of each period, the earliest first; the last is not over yet.
    periods: tuple[date, ...]
    until: datetime

    @property
    def begin(self) -> datetime:
        return datetime.combine(self.periods[0], time(), UTC)

    @property
    def word(self) -> str:
        """What a period is called."""
        return self.either(_("Week"), _("Month"))

    def either(self, by_week: str, by_month: str) -> str:
        """The words that speak of these periods."""
        return by_week if self.step == "week" else by_month

    def name(self, period: date) -> str:
        """`2026-03-02`, a week's Monday; or `2026-03`."""
        return period.isoformat() if self.step == "week" else f"{period:%Y-%m}"


def span(chosen: str, *, at: datetime) -> Span:
    """What was chosen, or else weeks."""
    step, _name = STEPS.get(chosen, STEPS["week"])
    return Span(step, tuple(_weeks(at.date()) if step == "week" else _months(at.date())), at)


def _weeks(today: date) -> list[date]:
    monday = today - timedelta(days=today.weekday())
    return [monday - timedelta(weeks=back) for back in range(NUMBER - 1, -1, -1)]


def _months(today: date) -> list[date]:
    last = today.year * 12 + today.month - 1
    return [date(number // 12, number % 12 + 1, 1) for number in range(last - NUMBER + 1, last + 1)]
