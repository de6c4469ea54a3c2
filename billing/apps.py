from django.apps import AppConfig
from django.core.checks import register
from django.utils.translation import gettext_lazy as _

from common import guards


class BillingConfig(AppConfig):
    name = "billing"

    def ready(self) -> None:
        # These use the tables of the rooms, which are there only now.
        from accounts.privacy import registry  # noqa: PLC0415
        from billing import (  # noqa: PLC0415
            alarms,
            catch_up,
            causes,
            checks,
            events,
            outlook,
            privacy,
            receivers,  # noqa: F401
            reconciliation,
            referrals,
            refund_looks,
            trust,
            ways,  # noqa: F401
        )
        from billing.campaigns import acts, sending  # noqa: PLC0415
        from billing.memberships import reconciliation as memberships  # noqa: PLC0415
        from billing.memberships import site_clock  # noqa: PLC0415
        from common import sweeps  # noqa: PLC0415
        from connects import causes as history  # noqa: PLC0415
        from connects import services as connects  # noqa: PLC0415

        # What was promised at the start of a checkout stays, and no purchase disappears.
        purchase = self.get_model("Purchase")
        guards.register(
            *guards.never_deleted(purchase),
            guards.fixed(
                purchase,
                *("wallet", "buyer", "package", "key", "connects", "extra_connects"),
                *("list_minor", "discount_minor", "amount_minor", "currency", "claims_first"),
            ),
        )
        membership, invoice = self.get_model("Membership"), self.get_model("Invoice")
        guards.register(
            *guards.never_deleted(membership),
            guards.fixed(membership, "wallet", "payer", "key"),
            *guards.never_deleted(invoice),
            guards.fixed(
                invoice,
                *("membership", "plan", "invoice_id", "amount_minor", "currency", "starts_at", "ends_at", "paid_at"),
            ),
        )
        refund = self.get_model("Refund")
        guards.register(
            *guards.never_deleted(refund),
            *guards.never_deleted(self.get_model("Dispute")),
            guards.fixed(refund, "purchase", "invoice", "amount_minor", "key", "actor", "reason"),
        )
        # Asked at every start and by `check --deploy`; a developer's other commands need no Stripe.
        register(checks.payments_are_safe, checks.TAG, deploy=True)
        connects.register_purchases(referrals.first_purchase)
        registry.register(privacy.ROOM)
        history.register("invoice", causes.invoices)
        history.register("purchase", causes.purchases)
        history.register("membership", causes.memberships)
        history.register("campaign", causes.campaigns)
        history.register("redemption", causes.redemptions)
        sweeps.register(
            sweeps.Sweep(
                "billing.trust",
                trust.sweep,
                trust.never_late,
                every=6 * 60 * 60,
                title=_("Note which clients have paid here"),
            )
        )
        sweeps.register(
            sweeps.Sweep(
                "billing.checkouts",
                reconciliation.look_at_due,
                reconciliation.next_due,
                every=60,
                title=_("Ask Stripe about open checkouts"),
                real_time=True,
            )
        )
        sweeps.register(
            sweeps.Sweep(
                "billing.refunds",
                refund_looks.look_at_due,
                refund_looks.next_due,
                every=60,
                title=_("Ask Stripe about refunds under way"),
                real_time=True,
            )
        )
        sweeps.register(
            sweeps.Sweep(
                "billing.events",
                events.try_due,
                events.next_due,
                every=60,
                title=_("Try Stripe's events again that failed"),
                real_time=True,
            )
        )
        sweeps.register(
            sweeps.Sweep(
                "billing.catch_up",
                catch_up.run,
                catch_up.next_due,
                every=3600,
                title=_("Catch up with Stripe's list of events"),
                real_time=True,
            )
        )
        sweeps.register(
            sweeps.Sweep(
                "billing.alarms",
                alarms.raise_due,
                alarms.next_due,
                every=300,
                title=_("Tell operators what waits too long with Stripe"),
                real_time=True,
            )
        )
        # First what Stripe does by the demo's clock, then what we make of it.
        sweeps.register(
            sweeps.Sweep(
                "billing.stripe_clock",
                site_clock.run,
                site_clock.next_due,
                every=60,
                title=_("Let the local Stripe go by the site's clock"),
                outlooks=(outlook.RENEWALS, outlook.FAILURES, outlook.GRACES),
            )
        )
        sweeps.register(
            sweeps.Sweep(
                "billing.memberships",
                memberships.look_at_running,
                memberships.next_running,
                every=300,
                title=_("Ask Stripe about memberships"),
                outlooks=(outlook.ENDS,),
            )
        )
        sweeps.register(
            sweeps.Sweep(
                "billing.membership_checkouts",
                memberships.look_at_checkouts,
                memberships.next_checkout,
                every=60,
                title=_("Ask Stripe about memberships that are not paid yet"),
                real_time=True,
            )
        )
        sweeps.register(sweeps.Sweep(acts.SWEEP, sending.send, sending.next_due, title=_("Send campaigns")))
