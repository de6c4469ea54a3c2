"""What the workers are woken for. Every task may run twice, and two at once do no harm."""

import logging

from celery import shared_task

from common import clock, delivery, sweeps

log = logging.getLogger(__name__)


@shared_task(name="common.run_sweep")
def run_sweep(name: str) -> None:
    """Do what is due of one kind of work."""
    try:
        sweep = sweeps.named(name)
    except KeyError:
        log.warning("No sweep is called %r; its schedule can be removed.", name)
        return
    sweeps.run(sweep, clock.now())


@shared_task(name="common.send_mail")
def send_mail(pk: int) -> None:
    """Send one mail now instead of at the next sweep."""
    delivery.send(pk)
