"""Become one process of the Procfile: `python -m house.role worker`. For containers and service managers.

It replaces itself by that process, so that signals and exit codes go straight to where they belong.
"""

import os
import shutil
import sys
import tempfile
from pathlib import Path

from honcho.environ import parse_procfile

ROOT = Path(__file__).resolve().parent.parent


def _folder_of_counts() -> Path:
    """Where the web process's workers keep their counts for /metrics, empty: it counts from its own start."""
    folder = Path(
        os.environ.get("PROMETHEUS_MULTIPROC_DIR") or Path(tempfile.gettempdir()) / f"guildhall-{os.getpid()}"
    )
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def main(arguments: list[str]) -> str:
    roles = parse_procfile((ROOT / "Procfile").read_text()).processes
    if len(arguments) != 1 or arguments[0] not in roles:
        return f"usage: python -m house.role {'|'.join(roles)}"
    os.chdir(ROOT)
    os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    if arguments[0] == "web":
        os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(_folder_of_counts())
    os.execv("/bin/sh", ["sh", "-c", roles[arguments[0]]])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
