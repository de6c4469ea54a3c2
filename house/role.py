"""Become one process of the Procfile: `python -m house.role worker`. For containers and service managers.

It replaces itself by that process, so that signals and exit codes go straight to where they belong.
"""

import os
import sys
from pathlib import Path

from honcho.environ import parse_procfile

ROOT = Path(__file__).resolve().parent.parent


def main(arguments: list[str]) -> str:
    roles = parse_procfile((ROOT / "Procfile").read_text()).processes
    if len(arguments) != 1 or arguments[0] not in roles:
        return f"usage: python -m house.role {'|'.join(roles)}"
    os.chdir(ROOT)
    os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    os.execv("/bin/sh", ["sh", "-c", roles[arguments[0]]])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
