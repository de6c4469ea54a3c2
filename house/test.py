"""`make test`: the whole suite on SQLite and again on PostgreSQL with a real Redis protocol, browsers once.

It brings the servers it can, says at the end what ran where and what was skipped; in CI a skip is a failure.
    python -m house.test [--only sqlite|postgres|browser] [pytest's own arguments]
"""

import os
import shutil
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit
from xml.etree import ElementTree

import psycopg

from house import servers
from house.supervisor import Stopped, Supervisor

ROOT = Path(__file__).resolve().parent.parent
# The database of a site that has just been migrated: every worker begins with a copy of it.
NEW_SITE = "guildhall_new_site"
# Far above what a round takes on two slow cores; a test that hangs must not hang the whole run.
LONGEST = 35 * 60.0


@dataclass(frozen=True, slots=True)
class Round:
    name: str
    marks: str
    environment: dict[str, str]
    # At most so many workers, and so many more than cores where tests wait more than they reckon.
    workers: int = 4
    beyond_cores: int = 0
    # What goes to one worker together: a file, or a group that the tests name.
    together: str = "loadfile"
    # Files with many tests first; else as they are collected, long ones first.
    reorder: bool = False


@dataclass(slots=True)
class Tally:
    name: str
    passed: int = 0
    failed: int = 0
    seconds: float = 0.0
    skipped: list[str] = field(default_factory=list)
    trouble: str = ""


def main(arguments: list[str]) -> int:
    only = arguments[arguments.index("--only") + 1] if "--only" in arguments else ""
    rest = [word for word in arguments if word not in ("--only", only)]
    scratch = Path(tempfile.mkdtemp(prefix="guildhall-tests-"))
    # A server that root may not run belongs to another user, who must find the way in.
    scratch.chmod(0o711)
    supervisor = Supervisor(folder=ROOT, environment=_environment(scratch))
    supervisor.on_stop(lambda: shutil.rmtree(scratch, ignore_errors=True))
    tallies: list[Tally] = []
    missing: list[str] = []
    try:
        for each in _rounds(supervisor, missing):
            if each.name.lower().startswith(only):
                new = _new_site(supervisor, each.environment.get("DATABASE_URL", ""), scratch)
                tallies.append(_run(supervisor, each, rest, scratch, {**each.environment, **new}))
    except Stopped:
        print("\nStopped.", flush=True)
        return 130
    finally:
        supervisor.stop()
    return report(tallies, [] if only else missing)


def _environment(scratch: Path) -> dict[str, str]:
    """What the tests see: nothing of this machine's own configuration of the site."""
    kept = ("PATH", "HOME", "LANG", "LC_ALL", "TERM", "TMPDIR", "CI", "USER", "LOGNAME", "PLAYWRIGHT_BROWSERS_PATH")
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    return {**{name: os.environ[name] for name in kept if name in os.environ}, "PATH": path, "TMPDIR": str(scratch)}


def _rounds(supervisor: Supervisor, missing: list[str]) -> list[Round]:
    redis_url, on_redis = "", ""
    try:
        redis = servers.redis(supervisor)
        redis_url, on_redis = redis.url, f"Redis {redis.origin}"
    except servers.NotFound as reason:
        missing.append(f"Redis: {reason}")
    shared = {"REDIS_URL": redis_url} if redis_url else {}
    needs_redis = "" if redis_url else " and not redis"
    rounds = [Round("SQLite", f"not postgres and not browser and (not slow or sqlite){needs_redis}", shared)]
    try:
        postgres = servers.postgres(supervisor)
        print(f"PostgreSQL {postgres.origin}; {on_redis}", flush=True)
        rounds.append(
            Round("PostgreSQL", f"not browser{needs_redis}", {**shared, "DATABASE_URL": postgres.url}, beyond_cores=1)
        )
    except servers.NotFound as reason:
        missing.append(f"PostgreSQL: {reason}")
        rounds.append(Round("SQLite, slow", f"slow and not postgres and not browser{needs_redis}", shared))
    if browser := servers.chromium():
        seen = {**shared, "CHROMIUM": browser}
        rounds.append(Round("Browser", "browser and not pages", seen, workers=2, together="loadgroup", reorder=True))
        # Its world stands in a transaction, beside which nothing may empty the database: processes of its own.
        rounds.append(Round("Pages", "pages", seen, workers=2, together="load"))
    else:
        missing.append("Browser: no Chromium here; install Debian's chromium-headless-shell, or name one by CHROMIUM")
    return rounds


def _new_site(supervisor: Supervisor, url: str, scratch: Path) -> dict[str, str]:
    """Migrate once for all workers of a round. Returns where they find it: nothing, when it went wrong.

    They would then migrate by themselves, and say with their tests what is amiss.
    """
    file = scratch / f"{NEW_SITE}.sqlite3"
    made = f"sqlite:///{file}"
    if url:
        with psycopg.connect(url, autocommit=True) as server:
            server.execute(f"DROP DATABASE IF EXISTS {NEW_SITE}")
            server.execute(f"CREATE DATABASE {NEW_SITE}")
        made = urlsplit(url)._replace(path=f"/{NEW_SITE}").geturl()
    elif file.exists():
        return {"NEW_SITE": str(file)}
    command = [sys.executable, "-m", "django", "migrate", "--settings", "tests.settings", "--verbosity", "0"]
    migrating = supervisor.start("migrate", command, environment={"DATABASE_URL": made})
    if supervisor.finish(migrating, within=LONGEST):
        file.unlink(missing_ok=True)
        return {}
    return {"NEW_SITE": NEW_SITE if url else str(file)}


def _run(
    supervisor: Supervisor, each: Round, arguments: list[str], scratch: Path, environment: dict[str, str]
) -> Tally:
    report = scratch / f"{each.name}.xml"
    workers = max(1, min(each.workers, (os.cpu_count() or 1) + each.beyond_cores))
    command = [sys.executable, "-m", "pytest", "-m", each.marks, f"--junitxml={report}", "-p", "no:cacheprovider"]
    command += ["-n", str(workers), "--dist", each.together]
    command += [f"--{'' if each.reorder else 'no-'}loadscope-reorder", *arguments]
    print(f"\n=== {each.name} ===", flush=True)
    began = time.monotonic()
    pytest = supervisor.start("pytest", command, relayed=False, environment=environment)
    code = supervisor.finish(pytest, within=LONGEST)
    tally = tally_of(each.name, report)
    tally.seconds = time.monotonic() - began
    if code is None:
        tally.trouble = f"did not end within {LONGEST / 60:.0f} minutes"
    elif code == 5:
        tally.trouble = "found no test"
    elif code and not tally.failed:
        tally.trouble = f"pytest ended with code {code}"
    return tally


def tally_of(name: str, report: Path) -> Tally:
    tally = Tally(name)
    if not report.is_file():
        return tally
    for case in ElementTree.parse(report).getroot().iter("testcase"):
        skip = case.find("skipped")
        if case.find("failure") is not None or case.find("error") is not None:
            tally.failed += 1
        elif skip is not None:
            tally.skipped.append(f"{case.get('classname')}.{case.get('name')}: {skip.get('message')}")
        else:
            tally.passed += 1
    return tally


def report(tallies: list[Tally], missing: list[str]) -> int:
    in_ci = os.environ.get("CI", "").lower() in ("1", "true", "yes")
    print("\n=== What ran where ===")
    for tally in tallies:
        print(
            f"{tally.name}: {tally.passed} passed, {tally.failed} failed, {len(tally.skipped)} skipped "
            f"in {tally.seconds:.0f} s {tally.trouble}".rstrip()
        )
        for skipped in tally.skipped:
            print(f"  skipped {skipped}")
    for reason in missing:
        print(f"did not run, for want of a tool: {reason}")
    skips = sum(len(tally.skipped) for tally in tallies) + len(missing)
    troubles = sum(bool(tally.trouble) for tally in tallies)
    failed = sum(tally.failed for tally in tallies) + troubles
    if in_ci and skips:
        print("In CI everything has to run: what was skipped counts as failed.")
        failed, skips = failed + skips, 0
    print(f"{sum(tally.passed for tally in tallies)} passed, {failed} failed, {skips} skipped")
    return 1 if failed or not tallies else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
