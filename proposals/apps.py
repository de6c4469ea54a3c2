from django.apps import AppConfig


class ProposalsConfig(AppConfig):
    name = "proposals"

    def ready(self) -> None:
        from billing import errands  # noqa: PLC0415 - models are ready only now
        from connects import causes  # noqa: PLC0415
        from proposals import boost_refunds, pending, receivers, sweeping  # noqa: F401, PLC0415 - receivers connect on import
        from proposals.errand import usual_cost, waiting_proposal  # noqa: PLC0415

        errands.register(waiting_proposal)
        errands.register_usual(usual_cost)
        causes.register("proposal", pending.causes)
        causes.register_pending(pending.of_wallet)
        causes.register("boost", boost_refunds.causes)
        causes.register_pending(boost_refunds.of_wallet)
        sweeping.register()
