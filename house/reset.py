"""`make reset`: forget the demo's data (everything under var/), so that the next `make run` starts afresh."""

import fcntl
import os
import shutil
import sys

from django.conf import settings


def main(arguments: list[str]) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "marketplace.settings")
    folder = settings.VAR_DIR
    if not settings.DEMO:
        print("This is not a demo (DEMO is not on), so nothing is wiped.", file=sys.stderr)
        return 1
    if not folder.exists():
        print(f"There is nothing to forget: {folder} does not exist.")
        return 0
    question = f"Delete the demo's database, mail and pictures in {folder}? [y/N] "
    if "--force" not in arguments and not _agreed(question):
        print("Nothing was deleted.")
        return 1
    with (folder / "run.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            print("Guildhall is running from this folder. Stop it with Ctrl-C first.", file=sys.stderr)
            return 1
        shutil.rmtree(folder)
    print("Forgotten. `make run` fills a new demo world.")
    return 0


def _agreed(question: str) -> bool:
    try:
        return input(question).strip().lower() in ("y", "yes")
    except EOFError:
        return False


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
