"""`make requirements`: compile the requirements with hashes, for every system and Python from 3.11 on."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
_OPTIONS = ["--universal", "--generate-hashes", "--python-version", "3.11", "--no-emit-index-url", "--quiet"]


def main(arguments: list[str]) -> int:
    uv = [sys.executable, "-m", "uv", "pip", "compile", *_OPTIONS, "--custom-compile-command", "make requirements"]
    for name in ("requirements", "requirements-dev"):
        if subprocess.run([*uv, *arguments, f"{name}.in", "-o", f"{name}.txt"], cwd=ROOT).returncode:
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
