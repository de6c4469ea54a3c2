from django.apps import AppConfig

from common import guards, kept


class ProposalsConfig(AppConfig):
    name = "proposals"

    def ready(self) -> None:
        from accounts.privacy import registry  # noqa: PLC0415
        from billing import errands  # noqa: PLC0415 - models are ready only now
        from connects import causes, proof  # noqa: PLC0415
        from jobs import effects  # noqa: PLC0415
        from jobs import fitting as fits  # noqa: PLC0415
        from proposals import (  # noqa: PLC0415
            boost_refunds,
            closing,
            fitting,
            moderation,
            pending,
            privacy,
            receivers,  # noqa: F401 - receivers connect on import
            standing,
            sweeping,
            taking_down,
            wording,
        )
        from proposals.errand import usual_cost, waiting_proposal  # noqa: PLC0415
        from proposals.models import Message  # noqa: PLC0415
        from proposals.proof import BOOSTS  # noqa: PLC0415
        from proposals.talk import moderation as talk_moderation  # noqa: PLC0415
        from proposals.talk import sweeping as talk_sweeping  # noqa: PLC0415

        errands.register(waiting_proposal)
        errands.register_usual(usual_cost)
        fits.register(fitting.of)
        effects.register(closing.of_removal)
        causes.register("proposal", pending.causes)
        causes.register_pending(pending.of_wallet)
        causes.register("boost", boost_refunds.causes)
        kept.register(wording.said)
        proof.register(BOOSTS)
        causes.register_pending(boost_refunds.of_wallet)
        sweeping.register()
        talk_sweeping.register()
        guards.register(*guards.append_only(Message))
        moderation.register(taking_down.take_down)
        talk_moderation.register()
        standing.register()
        registry.register(privacy.ROOM)
