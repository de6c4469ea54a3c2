"""This room's work by the clock: jobs end by themselves, clients are told before, demand is measured."""

from common import sweeps
from common.sweeps import Sweep
from jobs import alerts, closing, demand, outlook, reminding


def register() -> None:
    # A job whose last day has passed is ended before anybody is told that it soon will be.
    sweeps.register(
        Sweep(
            "jobs.expire",
            closing.expire_due,
            closing.next_expiry,
            title="End jobs that have run out",
            outlooks=(outlook.EXPIRY,),
        )
    )
    sweeps.register(
        Sweep(
            "jobs.remind",
            reminding.remind_due,
            reminding.next_reminder,
            every=300,
            title="Tell clients of jobs that expire soon",
            outlooks=(outlook.REMINDERS,),
        )
    )
    sweeps.register(
        Sweep(
            "jobs.demand",
            demand.measure_due,
            demand.next_measure,
            every=3600,
            title="Measure which categories are in demand",
        )
    )
    sweeps.register(
        Sweep(
            "jobs.alerts",
            alerts.alert_due,
            alerts.next_alert,
            every=60,
            title="Tell people of new jobs for their saved searches",
            outlooks=(outlook.SEARCHES,),
        )
    )
