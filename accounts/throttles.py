"""How often something may be tried, by person and by address: allauth's counters, at the rates of ACCOUNT_RATE_LIMITS.

They go on counting while the cache is gone (common.cache), and by real time.
"""

import math
import time
from typing import Any

from allauth.core.internal import ratelimit
from django.core.cache import cache
from django.http import HttpRequest

_APP = "allauth.account"


def count(request: HttpRequest, action: str) -> Any:
    """Count one more try; None when it is one too many. `rollback()` what this answers, if it was none after all."""
    return ratelimit.consume(request, app=_APP, action=action, limit_get=True)


def minutes_left(request: HttpRequest, action: str) -> int:
    """For how many minutes nothing more may be tried, rounded up; 0 when something may."""
    now = time.time()
    waits = [_wait(request, action, rate, now) for rate in ratelimit.get_rates(app=_APP, action=action)]
    return math.ceil(max(waits, default=0) / 60)


def _wait(request: HttpRequest, action: str, rate: ratelimit.Rate, now: float) -> float:
    # The newest first; there is room again once the oldest that counts has gone.
    tries = cache.get(ratelimit.get_cache_key(request, app=_APP, action=action, rate=rate), [])
    return float(max(0, tries[rate.amount - 1] + rate.duration - now)) if len(tries) >= rate.amount else 0.0
