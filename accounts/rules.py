"""What freelancers may conclude about a client: pure arithmetic on the client's record."""


def hire_rate(*, filled: int, cancelled: int, unfilled: int) -> int | None:
    """Of the jobs that came to an end, how many were filled, in whole percent. None before the first end."""
    ended = filled + cancelled + unfilled
    return round(100 * filled / ended) if ended else None
