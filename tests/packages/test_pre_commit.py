"""The hooks, as pre-commit installs them from a clone of this project, in a repository of drafts."""

import os
import shutil

from conftest import LETTER, ROOT, as_it_is, environment, git, run

# What a team writes; `rev` is a tag there.
CONFIG = """
repos:
  - repo: {url}
    rev: {revision}
    hooks:
      - id: regards-fix
      - id: regards
        args: [--fail-on, hint]
"""


def test_both_hooks(tmp_path):
    clone, team = tmp_path / "clone", tmp_path / "team"
    revision = as_it_is(clone)
    (team / "mails").mkdir(parents=True)
    (team / "archive").mkdir()
    for name in ["mails/a letter.txt", "archive/old.txt", "mails/data.csv"]:
        (team / name).write_text(LETTER)
    (team / "regards.toml").write_text('exclude = ["archive/"]\n')
    (team / ".pre-commit-config.yaml").write_text(CONFIG.format(url=clone, revision=revision))
    git(team, "init", "--quiet")
    git(team, "add", "--all")
    # The hooks are what is tried here: the program need not be fast, and what it is made of may be kept from run to run.
    target = os.environ.get("CARGO_TARGET_DIR", ROOT / "target")
    env = environment(
        PRE_COMMIT_HOME=str(tmp_path / "home"),
        CARGO_TARGET_DIR=str(os.path.join(target, "packages", "pre-commit")),
        CARGO_PROFILE_RELEASE_LTO="off",
        CARGO_PROFILE_RELEASE_OPT_LEVEL="0",
        CARGO_PROFILE_RELEASE_CODEGEN_UNITS="16",
    )
    run("pre-commit", "validate-config", cwd=team, env=env)
    first = run("pre-commit", "run", "--all-files", "--verbose", cwd=team, env=env, status=1).stdout
    assert "files were modified by this hook" in first and "missing-apology" in first, first
    mended = (team / "mails/a letter.txt").read_text()
    assert mended != LETTER and "Friday" in mended
    for name in ["archive/old.txt", "mails/data.csv"]:
        assert (team / name).read_text() == LETTER, "what is excluded, and what is no draft, is left alone"
    assert "archive" not in first and "data.csv" not in first
    # What needs a look is left to the team, and fails.
    fixed = git(team, "-c", "core.hooksPath=", "add", "--all") and run("pre-commit", "run", "--all-files", cwd=team, env=env, status=1)
    assert "regards fix" in fixed.stdout and "Passed" in fixed.stdout and "Failed" in fixed.stdout, fixed.stdout
    # As a hook of git itself: a commit that lacks nothing goes through, one that does not is refused.
    run("pre-commit", "install", cwd=team, env=env)
    (team / "mails/a letter.txt").write_text("Hi Dana,\n\nlunch at noon?\n\nSam\n")
    git(team, "add", "--all")
    git(team, "commit", "--quiet", "--message", "Nothing to mend", env=env)
    (team / "mails/b.md").write_text(LETTER)
    git(team, "add", "--all")
    refused = git(team, "commit", "--message", "Something to mend", env=env, status=1)
    assert "mails/b.md" in refused.stderr + refused.stdout

    # Over the sample repository the hook tells what the program tells.
    templates = tmp_path / "templates"
    shutil.copytree(ROOT / "tests/repository", templates)
    (templates / ".pre-commit-config.yaml").write_text(CONFIG.format(url=clone, revision=revision))
    git(templates, "init", "--quiet")
    git(templates, "add", "--all")
    every = ["run", "regards", "--all-files", "--verbose"]
    told = run("pre-commit", *every, cwd=templates, env=env, status=1).stdout
    program = next((tmp_path / "home").glob("repo*/rustenv-*/bin/regards*"))
    found = run(program, "check", "--format", "full", "--quiet", cwd=templates, env=env, status=1).stdout
    places = {line.strip() for line in found.splitlines() if line.strip().startswith("--> ")}
    assert len(places) > 60
    assert {line.strip() for line in told.splitlines() if line.strip().startswith("--> ")} == places
