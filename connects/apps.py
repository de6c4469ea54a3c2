from django.apps import AppConfig

from common import guards


class ConnectsConfig(AppConfig):
    name = "connects"

    def ready(self) -> None:
        # The tables come after the apps.
        from accounts.privacy import registry  # noqa: PLC0415
        from common import sweeps  # noqa: PLC0415
        from connects import (  # noqa: PLC0415
            causes,
            expiry,
            expiry_notices,
            grant_news,
            outlook,
            own_ways,  # noqa: F401
            periods,
            privacy,
            receivers,  # noqa: F401
            referral_rewards,
            referral_ways,
        )
        from connects.guards import all_guards  # noqa: PLC0415

        guards.register(*all_guards())
        registry.register(privacy.ROOM)
        # A month's perk ends as the next begins: the new period books out the old before it grants.
        sweeps.register(
            sweeps.Sweep(
                "connects.periods",
                periods.begin,
                periods.next_beginning,
                title="Grant the monthly Connects",
                outlooks=(outlook.MONTHS,),
            )
        )
        sweeps.register(
            sweeps.Sweep(
                "connects.expire",
                expiry.expire,
                expiry.next_expiry,
                title="Book out expired lots",
                outlooks=(outlook.LOTS,),
            )
        )
        sweeps.register(
            sweeps.Sweep(
                "connects.notices",
                expiry_notices.tell,
                expiry_notices.next_due,
                every=300,
                title="Tell of Connects about to expire",
                outlooks=(outlook.WARNINGS,),
            )
        )
        sweeps.register(
            sweeps.Sweep(
                grant_news.NAME,
                grant_news.tell,
                grant_news.next_due,
                title="Tell of Connects that came and that expired",
            )
        )
        causes.register("referral", referral_ways.causes)
        sweeps.register(
            sweeps.Sweep(
                "connects.referrals",
                referral_rewards.reward_due,
                referral_rewards.next_due,
                every=300,
                title="Reward referrals whose purchase is old enough",
                outlooks=(outlook.INVITATIONS,),
            )
        )
