"""The `.env` of a fresh clone: a demo that needs no account anywhere. Written once; afterwards it is the owner's."""

import os
import secrets
from pathlib import Path

_DEMO = """\
# Written by `make run` for a demo on this machine. `.env.example` explains every variable.
DEMO=on
SECRET_KEY={secret_key}
STRIPE_WEBHOOK_SECRETS=whsec_{webhook_secret}
PORT={port}
"""


def write_demo(path: Path, *, port: str) -> bool:
    """Write the file if there is none, readable by its owner alone. Tells whether it was written."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return False
    with os.fdopen(handle, "w") as file:
        file.write(_DEMO.format(secret_key=secrets.token_urlsafe(48), webhook_secret=secrets.token_hex(24), port=port))
    return True
