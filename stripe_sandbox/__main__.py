"""`python -m stripe_sandbox --port 12111 --db FILE --webhook-url URL --webhook-secret whsec_...`"""

import argparse
import os
import signal
import sys
import threading
from pathlib import Path

from stripe_sandbox.config import Config
from stripe_sandbox.server import Sandbox


def main() -> int:
    parser = argparse.ArgumentParser(prog="stripe_sandbox", description="A small local Stripe for development.")
    parser.add_argument("--port", type=int, default=12111)
    parser.add_argument("--db", type=Path, default=Path("var/stripe-sandbox.sqlite3"))
    parser.add_argument("--public-url", default="", help="where browsers find the payment page")
    parser.add_argument("--webhook-url", default="", help="where events go; empty: they only wait on the desk")
    parser.add_argument("--webhook-secret", default=os.environ.get("STRIPE_SANDBOX_WEBHOOK_SECRET", ""))
    parser.add_argument(
        "--settle-after",
        type=int,
        default=60,
        help="seconds until a bank debit settles; 0: only by the button",
    )
    given = parser.parse_args()
    if given.webhook_url and not given.webhook_secret:
        parser.error("--webhook-secret is needed: Stripe signs every webhook")
    public_url = (given.public_url or f"http://127.0.0.1:{given.port}").rstrip("/")
    config = Config(
        given.port, given.db, public_url, given.webhook_url, given.webhook_secret, max(given.settle_after, 0)
    )
    try:
        sandbox = Sandbox(config)
    except OSError as trouble:
        print(f"The Stripe sandbox cannot use port {given.port}: {trouble.strerror}.", file=sys.stderr)  # noqa: T201
        return 1
    for number in (signal.SIGTERM, signal.SIGINT):
        # From another thread: `shutdown` waits for the loop that this very signal has interrupted.
        signal.signal(number, lambda *_: threading.Thread(target=sandbox.stop).start())
    print(f"Stripe sandbox on {public_url} (test payments only)", flush=True)  # noqa: T201
    sandbox.serve()
    return 0


if __name__ == "__main__":
    sys.exit(main())
