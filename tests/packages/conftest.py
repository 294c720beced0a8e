"""What the tests of the packages share: the project's folder, and a folder of drafts to try a program on."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
# The letter lacks an apology and runs somebody down; the other is about nothing Regards knows.
LETTER = "Hi Dana,\n\nI have to cancel our interview on Friday.\n\nBest,\nSam\n"
OTHER = "Hi Dana,\n\nthe printer on the second floor is out of paper again.\n\nBest,\nSam\n"


@pytest.fixture(scope="session")
def regards():
    """The binary that is tried, as it was built."""
    return os.environ["REGARDS"]


@pytest.fixture(scope="session")
def version():
    manifest = (ROOT / "Cargo.toml").read_text(encoding="utf-8")
    return next(line.split('"')[1] for line in manifest.splitlines() if line.startswith("version = "))


@pytest.fixture
def drafts(tmp_path):
    """A folder with two drafts in it."""
    folder = tmp_path / "drafts"
    folder.mkdir()
    (folder / "letter.txt").write_text(LETTER, encoding="utf-8")
    (folder / "other.md").write_text(OTHER, encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def wheel(regards, tmp_path_factory):
    """The wheel, made of the binary that is tried."""
    folder = tmp_path_factory.mktemp("wheel")
    kept = shutil.copy2(regards, tmp_path_factory.mktemp("kept"))
    try:
        run("bash", ROOT / "server/packages/pypi/build.sh", folder, cwd=folder)
    finally:
        # maturin takes the binary away for a while, for good where it fails.
        if not Path(regards).exists():
            shutil.copy2(kept, regards)
    (wheel,) = folder.glob("*.whl")
    return wheel


def git(folder, *arguments, **more):
    who = ["-c", "user.name=Sam", "-c", "user.email=sam@example.org", "-c", "commit.gpgsign=false"]
    return run("git", *who, *arguments, cwd=folder, **more)


def as_it_is(folder):
    """A clone of the project with what is not committed yet in it. Gives the revision."""
    run("git", "clone", "--quiet", "--local", ROOT, folder, cwd=ROOT)
    changed = run("git", "ls-files", "-z", "--modified", "--others", "--exclude-standard", cwd=ROOT).stdout
    for name in filter(None, changed.split("\0")):
        copy = folder / name
        if (ROOT / name).exists():
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, copy)
        else:
            copy.unlink(missing_ok=True)
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--allow-empty", "--message", "As it is")
    return run("git", "rev-parse", "HEAD", cwd=folder).stdout.strip()


def environment(**more):
    """The environment without what tells a program that it runs in CI, or within git."""
    prefixes = ("GITHUB_", "GITLAB_", "CI_", "GIT_", "REGARDS", "PYTEST")
    return {name: value for name, value in os.environ.items() if not name.startswith(prefixes) and name != "CI"} | more


def run(*command, cwd, status=0, env=None, **more):
    """Runs a command that has to end with `status`, and gives what it wrote."""
    done = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env=env or environment(),
        capture_output=True,
        text=True,
        encoding="utf-8",
        **({"stdin": subprocess.DEVNULL} | more),
    )
    assert done.returncode == status, f"{command}: exit status {done.returncode}\n{done.stdout}\n{done.stderr}"
    return done


def is_regards(*program, drafts, version):
    """Holds a program that was installed to what Regards does."""
    assert run(*program, "--version", cwd=drafts).stdout == f"regards {version}\n"
    found = run(*program, "check", "--format", "concise", cwd=drafts, status=1).stdout
    assert "letter.txt:3:" in found and "[missing-apology]" in found and "other.md" not in found
    assert run(*program, "check", "other.md", cwd=drafts).stdout == ""
    assert run(*program, "check", "none.txt", cwd=drafts, status=2).stdout == ""
    said = run(*program, "check", "-", "--format", "concise", cwd=drafts, status=1, stdin=None, input=LETTER).stdout
    assert said.startswith("<stdin>:3:")
