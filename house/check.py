"""`make check`: style, types, layers, templates, migrations and the settings of a deployment. All are run."""

import os
import secrets
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# What a production site is given. Nothing here is connected to.
_PRODUCTION = {
    "DOTENV": "off",
    "SITE_URL": "https://guildhall.example",
    "ALLOWED_HOSTS": "guildhall.example",
    "DATABASE_URL": "postgres://guildhall:unused@127.0.0.1/guildhall",
    "REDIS_URL": "redis://127.0.0.1/0",
    "EMAIL_URL": "smtp+tls://user:unused@mail.example:587",
    "STRIPE_SECRET_KEY": "sk_test_unused",
    "STRIPE_WEBHOOK_SECRETS": "whsec_unused",
}
_MANAGE = [sys.executable, "manage.py"]
_CHECKS: dict[str, list[str]] = {
    "style": ["ruff", "check", "."],
    "format": ["ruff", "format", "--check", "."],
    "types": ["mypy", "."],
    "layers": ["lint-imports", "--no-cache"],
    "words": [sys.executable, "-m", "house.words"],
    "templates": ["djlint", "templates", "--lint", "--quiet"],
    "migrations": [*_MANAGE, "makemigrations", "--check", "--dry-run"],
    "deployment": [*_MANAGE, "check", "--deploy", "--fail-level", "WARNING"],
}


def main() -> int:
    environment = {**os.environ, **_PRODUCTION, "SECRET_KEY": secrets.token_urlsafe(48)}
    environment["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    for name in ("DEMO", "DEBUG", "VAR_DIR"):
        environment.pop(name, None)
    outcomes = {name: _passes(name, command, environment) for name, command in _CHECKS.items()}
    if compose := _compose(environment["PATH"]):
        command = [*compose, "-f", "docker-compose.yml", "config", "--quiet"]
        outcomes["containers"] = _passes("containers", command, environment | {"POSTGRES_PASSWORD": "unused"})
    else:
        print("containers: skipped, docker compose is not here to read docker-compose.yml")
    if shutil.which("xgettext"):
        outcomes["messages"] = _passes("messages", [sys.executable, "-m", "house.messages", "check"], environment)
    else:
        print("messages: skipped, GNU gettext is not here to read what the source says")
    failed = [name for name, passed in outcomes.items() if not passed]
    print(f"make check: {len(outcomes) - len(failed)} good, {len(failed)} bad" + "".join(f" [{n}]" for n in failed))
    return 1 if failed else 0


def _passes(name: str, command: list[str], environment: dict[str, str]) -> bool:
    began = time.monotonic()
    ran = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    print(f"{name}: {'good' if ran.returncode == 0 else 'BAD'} ({time.monotonic() - began:.1f} s)", flush=True)
    if ran.returncode:
        print(ran.stdout + ran.stderr, flush=True)
    return ran.returncode == 0


def _compose(path: str) -> list[str] | None:
    if wheel := shutil.which("docker-compose", path=path):
        return [wheel]
    docker = shutil.which("docker", path=path)
    plugin = docker and subprocess.run([docker, "compose", "version"], capture_output=True).returncode == 0
    return [docker, "compose"] if docker and plugin else None


if __name__ == "__main__":
    sys.exit(main())
