"""Makes the virtual environment and installs the hashed requirements, once per change of them.

Runs on the system's Python before anything is installed, so it uses the standard library alone.
"""

import hashlib
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
SITE, DEVELOPMENT = "requirements.txt", "requirements-dev.txt"


def main(arguments: list[str]) -> int:
    listing = DEVELOPMENT if "--dev" in arguments else SITE
    if _installed(listing):
        return 0
    if not _works() and not _make_venv():
        return 1
    print(f"Installing {listing} (from the package registry, only when it has changed) ...", flush=True)
    pip = [str(PYTHON), "-m", "pip", "install", "-qq", "--disable-pip-version-check", "--require-hashes"]
    if subprocess.run([*pip, "-r", str(ROOT / listing)]).returncode:
        return _say(
            f"The packages of {listing} could not be installed; pip's own words are above.",
            "Is the package registry within reach? Behind a mirror or a proxy, tell pip about it and run again.",
        )
    # The development list holds all of the site's own, so installing it covers both.
    for name in {listing, SITE}:
        _stamp(name).write_text(_wanted(name))
    return 0


def _make_venv() -> bool:
    print("Making a virtual environment in .venv ...", flush=True)
    made = subprocess.run([sys.executable, "-m", "venv", "--clear", str(VENV)], capture_output=True, text=True)
    if made.returncode == 0 and _works():
        return True
    _say(
        (made.stdout + made.stderr).strip(),
        "Python could not make a virtual environment. On some systems its venv module is a package of its own:",
        "on Debian and Ubuntu install python3-venv, then run again.",
    )
    return False


def _installed(listing: str) -> bool:
    return _stamp(listing).is_file() and _stamp(listing).read_text() == _wanted(listing) and _works()


def _works() -> bool:
    """Whether the environment answers; one whose Python was removed or which was moved does not."""
    try:
        asked = subprocess.run(
            [str(PYTHON), "-c", "import pip, sys; print(sys.prefix)"], capture_output=True, text=True
        )
    except OSError:
        return False
    return asked.returncode == 0 and asked.stdout.strip() == str(VENV)


def _stamp(listing: str) -> Path:
    return VENV / f"installed-{listing}"


def _wanted(listing: str) -> str:
    return hashlib.sha256((ROOT / listing).read_bytes()).hexdigest()


def _say(*lines: str) -> int:
    print("\n".join(lines), file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
