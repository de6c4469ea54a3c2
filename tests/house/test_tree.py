"""What the repository promises about itself: every variable named, no secret with a default, no machine's own path."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True)
    if listed.returncode:
        pytest.skip("not a git checkout")
    return [ROOT / name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]


def text(name: str) -> str:
    return (ROOT / name).read_text()


def test_the_example_names_every_variable_that_is_read_and_no_other():
    read = set(re.findall(r"""\benv(?:\.\w+)?\(\s*"([A-Z_]+)""", text("marketplace/settings.py")))
    for name in ("Procfile", "docker-compose.yml"):
        read |= set(re.findall(r"\$\{([A-Z_]+)", text(name)))
    read |= {"CHROMIUM"}
    named = set(re.findall(r"^#?([A-Z_]+)=", text(".env.example"), re.MULTILINE))
    assert named == read


def test_no_secret_of_the_containers_has_a_default():
    given = dict(re.findall(r"\$\{([A-Z_]+)([:?-][^}]*)?\}", text("docker-compose.yml")))
    secrets = {name for name in given if re.search("SECRET|PASSWORD|KEY|EMAIL_URL", name)}
    assert {"SECRET_KEY", "POSTGRES_PASSWORD", "STRIPE_SECRET_KEY", "STRIPE_WEBHOOK_SECRETS"} <= secrets
    assert all(given[name].startswith(":?") for name in secrets)


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_every_requirement_is_pinned_and_hashed_and_names_no_index(name):
    pinned = [line for line in text(name).splitlines() if line and not line.startswith((" ", "#"))]
    assert pinned
    assert all(re.match(r"[a-z0-9._\[\]-]+==\S+.* \\$", line) for line in pinned)
    assert text(name).count("==") <= text(name).count("--hash=sha256:")
    assert "://" not in text(name)
    assert "index" not in text(name)


@pytest.mark.parametrize("kind", ["requirements", "requirements-dev"])
def test_what_is_asked_for_is_compiled(kind):
    wanted = re.findall(r"^([a-z][a-z0-9-]+)", text(f"{kind}.in"), re.MULTILINE)
    compiled = set(re.findall(r"^([a-z0-9-]+)==", text(f"{kind}.txt"), re.MULTILINE))
    assert wanted
    assert set(wanted) <= compiled


def test_every_command_the_readme_names_exists():
    commands = set(re.findall(r"\bmake ([a-z]+)", text("README.md") + text("CONTRIBUTING.md")))
    targets = set(re.findall(r"^([a-z-]+)(?: [a-z-]+)*:", text("Makefile"), re.MULTILINE))
    assert {"run", "test"} <= commands
    assert commands <= targets


def test_every_management_command_the_pages_name_exists():
    pages = "".join(page.read_text() for page in [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))])
    named = set(re.findall(r"manage\.py ([a-z_]+)", pages))
    ours = {path.stem for path in ROOT.glob("*/management/commands/*.py")}
    django = {"migrate", "check", "createsuperuser", "collectstatic", "shell", "makemigrations", "clearsessions"}
    assert named <= ours | django | {"sendtestemail"}


def test_links_between_pages_lead_somewhere():
    for page in [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]:
        for target in re.findall(r"\]\(([^)#]+)", page.read_text()):
            if "://" not in target:
                assert (page.parent / target).exists(), f"{page.relative_to(ROOT)} links to {target}"


def test_decisions_are_numbered_without_a_gap():
    numbers = [int(path.name[:4]) for path in sorted((ROOT / "docs" / "decisions").glob("*.md"))]
    assert numbers == list(range(1, len(numbers) + 1))


def test_nothing_names_a_path_of_one_machine_or_a_registry():
    # Put together here, so that this file does not find itself.
    forbidden = re.compile(
        "|".join(["/ro" + "ot/", "/wo" + "rk/", "py" + r"pi\.org", "pythonho" + "sted", "npm" + "js"])
    )
    found = []
    for path in tracked():
        try:
            content = path.read_text()
        except UnicodeDecodeError:
            continue
        found += [f"{path.relative_to(ROOT)}: {match[0]}" for match in forbidden.finditer(content)]
    assert found == []
