"""The action for GitHub and the include for GitLab: sound, and their shell steps do what they say."""

import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

from conftest import LETTER, OTHER, ROOT, as_it_is, environment, git, run
from runner import Runner


def schema(name, *files):
    run("check-jsonschema", "--builtin-schema", name, *files, cwd=ROOT)


def test_the_files_are_sound(tmp_path):
    schema("vendor.github-actions", "action.yml")
    workflows = sorted((ROOT / ".github/workflows").glob("*.yml"))
    assert len(workflows) >= 2
    schema("vendor.github-workflows", *workflows)
    _, job = (ROOT / "server/ci/gitlab.yml").read_text(encoding="utf-8").split("\n---\n")
    (tmp_path / "job.yml").write_text(job)
    schema("vendor.gitlab-ci", tmp_path / "job.yml")
    run("pre-commit", "validate-manifest", ".pre-commit-hooks.yaml", cwd=ROOT)


def test_the_page_shows_what_works(tmp_path, regards):
    page = (ROOT / "server/ci/README.md").read_text(encoding="utf-8")
    blocks = dict(re.findall(r"```yaml\n# (\S+)\n(.*?)```", page, re.DOTALL))
    action = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
    kinds = {"regards.yml": "vendor.github-workflows", ".gitlab-ci.yml": "vendor.gitlab-ci"}
    for name, text in blocks.items():
        file = tmp_path / name.rsplit("/", 1)[-1]
        file.write_text(text)
        if file.name in kinds:
            schema(kinds[file.name], file)
        else:
            run("pre-commit", "validate-config", file, cwd=ROOT)
    workflow, gitlab, hooks = (yaml.safe_load(text) for text in blocks.values())
    used = next(step for step in workflow["jobs"]["regards"]["steps"] if "regards" in step["uses"])
    assert set(used["with"]) <= set(action["inputs"])
    table = page.split("| input | |")[1].split("\n\n")[0]
    assert re.findall(r"^\| `([a-z-]+)`", table, re.MULTILINE) == list(action["inputs"])
    spec = next(yaml.safe_load_all((ROOT / "server/ci/gitlab.yml").read_text(encoding="utf-8")))["spec"]["inputs"]
    given = gitlab["include"][0]
    assert set(given["inputs"]) <= set(spec) and (ROOT / given["file"].lstrip("/")).exists()
    assert {name for name, about in spec.items() if "default" not in about} <= set(given["inputs"])
    ids = {hook["id"] for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))}
    assert {hook["id"] for hook in hooks["repos"][0]["hooks"]} == ids
    known = run(regards, "check", "--help", cwd=ROOT).stdout
    for option in set(re.findall(r"--[a-z][a-z-]+", page)):
        assert option in known, option


def test_what_a_user_says_is_no_part_of_a_script():
    """In a `run`, `${{ … }}` would be pasted into the shell's text."""
    for file in [ROOT / "action.yml", *(ROOT / ".github/workflows").glob("*.yml")]:
        text = file.read_text(encoding="utf-8")
        steps = []
        about = yaml.safe_load(text)
        for job in [about.get("runs", {}), *about.get("jobs", {}).values()]:
            steps += job.get("steps", [])
        for step in steps:
            assert "${{" not in step.get("run", ""), f"{file.name}: {step}"


@pytest.fixture
def repository(drafts):
    """A branch that breaks one of two drafts."""
    git(drafts, "init", "--quiet", "--initial-branch", "main")
    git(drafts, "add", "--all")
    git(drafts, "commit", "--quiet", "--message", "Before")
    git(drafts, "checkout", "--quiet", "-b", "work")
    (drafts / "it's new.txt").write_text(LETTER)
    return drafts


def described():
    return yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))


def composite(folder, temporary, inputs, **more):
    """A runner for the action, which has only `run` steps to try; `inputs` in the place of what is left out."""
    inputs = {name.replace("_", "-"): value for name, value in inputs.items()}
    given = {name: about["default"] for name, about in described()["inputs"].items()} | inputs
    contexts = {"github.action_path": str(ROOT)} | {f"inputs.{name}": value for name, value in given.items()}
    return Runner(folder, temporary, contexts, **more)


def output(runner, name):
    return runner.value(described()["outputs"][name]["value"])


def test_the_action(repository, tmp_path, regards):
    def action(name, **inputs):
        runner = composite(repository, tmp_path / name, {"regards": regards} | inputs)
        return runner, runner.run(described()["runs"]["steps"])

    runner, status = action("all")
    assert status == 1 and output(runner, "exit-status") == "1", runner.printed
    annotations = [line for line in runner.printed.splitlines() if line.startswith("::")]
    assert any(line.startswith("::warning ") and ",file=letter.txt,line=3," in line for line in annotations), runner.printed
    results = json.loads((repository / "regards.sarif").read_text())["runs"][0]["results"]
    assert output(runner, "sarif") == str(repository / "regards.sarif") and len(results) == len(annotations)
    assert "missing-apology" in (tmp_path / "all/GITHUB_STEP_SUMMARY").read_text()

    # Paths and options with spaces and quotes in them, lines as people write them, a revision.
    (repository / "a folder").mkdir()
    (repository / "a folder/b.txt").write_text(LETTER)
    runner, status = action(
        "some", paths="letter.txt\nit's new.txt\n\na folder/*.txt\n", options="--statistics\n--intent\ncancel\n",
        diff_base="main", html="out/page.html",
    )
    assert status == 1, runner.printed
    assert "file=it's new.txt" in runner.printed and "file=a folder/b.txt" in runner.printed, runner.printed
    assert "file=letter.txt" not in runner.printed, "it was like that before"
    assert (repository / "out/page.html").exists()

    runner, status = action("clean", paths="other.md", working_directory=".")
    assert status == 0 and output(runner, "exit-status") == "0", runner.printed
    runner, status = action("never", fail_on="never")
    assert status == 0 and "::warning" in runner.printed, runner.printed
    runner, status = action("trouble", paths="letter.txt\ngone.txt")
    assert status == 2 and "file=letter.txt" in runner.printed and "gone.txt" in runner.printed, runner.printed
    # The report may go anywhere, and is uploaded where there is one.
    upload, elsewhere = "github/codeql-action/upload-sarif", str(tmp_path / "any where.sarif")
    runner, status = action("elsewhere", sarif=elsewhere, upload_sarif="true")
    assert status == 1 and output(runner, "sarif") == elsewhere and runner.used == [upload]
    runner, status = action("wrong", options="--no-such-option", upload_sarif="true")
    assert status == 2 and "--no-such-option" in runner.printed and "No such file" not in runner.printed, runner.printed
    assert output(runner, "sarif") == "" and upload not in runner.used
    # What looks like a command is a name.
    runner, status = action("hostile", paths="$(touch ran)\n`touch ran`\n; touch ran")
    assert status == 2 and not (repository / "ran").exists()


def test_the_action_builds_what_is_not_there(repository, tmp_path, regards, version):
    """With a stand-in for cargo, which notes what it is asked for and installs the binary that is tried."""
    programs, asked = tmp_path / "programs", tmp_path / "asked"
    programs.mkdir()
    cargo = f"""#!/usr/bin/env bash
printf '%s\\n' "$@" >> '{asked}'
install -D '{regards}' "${{*: -1}}/bin/regards$SUFFIX"
"""
    (programs / "cargo").write_text(cargo)
    (programs / "cargo").chmod(0o755)
    step = next(step for step in described()["runs"]["steps"] if step.get("id") == "build")
    for system, suffix in [("Linux", ""), ("Windows", ".exe")]:
        temporary = tmp_path / f"on {system}"
        for times in [1, 1]:
            env = {"RUNNER_OS": system, "SUFFIX": suffix}
            runner = composite(repository, temporary, {}, programs=programs, env=env)
            assert runner.run([step]) == 0, runner.printed
            assert runner.printed == f"regards {version}\n"
            built = temporary / f"regards/bin/regards{suffix}"
            assert runner.steps["build"]["regards"] == str(built)
            # The second time it is there.
            assert asked.read_text().splitlines() == ["install", "--locked", "--path", str(ROOT), "--root", str(temporary / "regards")] * times
        asked.unlink()


def test_the_gitlab_job(repository, tmp_path, regards):
    text = (ROOT / "server/ci/gitlab.yml").read_text(encoding="utf-8")
    described, job = list(yaml.safe_load_all(text))
    inputs = described["spec"]["inputs"]
    used = set(re.findall(r"\$\[\[ inputs\.([a-z-]+) \]\]", text))
    assert used == set(inputs), "each input is used, and no other"
    # A stand-in for cargo: what it is to build is there already.
    programs, source, asked = tmp_path / "programs", tmp_path / "it's the source", tmp_path / "asked"
    programs.mkdir()
    revision = as_it_is(source)
    cargo = f"#!/bin/sh\nprintf '%s\\n' \"$@\" > '{asked}'\nmkdir -p .regards/bin && cp '{regards}' .regards/bin/regards\n"
    (programs / "cargo").write_text(cargo)
    (programs / "cargo").chmod(0o755)
    number = str(os.getpid())

    def script(status, **more):
        for name in ["before_script", "script"]:
            script = "set -e\n" + "\n".join(job["regards"][name])
            given = {"REGARDS_OPTIONS": "", "REGARDS_PATHS": inputs["paths"]["default"]} | more
            env = environment(GITLAB_CI="true", CI_PROJECT_DIR=str(repository), CI_JOB_ID=number,
                              REGARDS_REVISION=revision, REGARDS_REPOSITORY=str(source), **given)
            env["PATH"] = f"{programs}:{env['PATH']}"
            done = subprocess.run(["sh", "-c", script], cwd=repository, env=env, capture_output=True, text=True)
            if name == "before_script":
                assert done.returncode == 0, done.stderr
        assert done.returncode == status, done.stdout + done.stderr
        return done.stdout

    report = repository / job["regards"]["artifacts"]["reports"]["codequality"]
    printed = script(1)
    cloned = Path(f"/tmp/regards-{number}")
    assert asked.read_text().splitlines() == ["install", "--locked", "--path", str(cloned), "--root", ".regards"]
    assert run("git", "rev-parse", "HEAD", cwd=cloned).stdout.strip() == revision
    shutil.rmtree(cloned)
    assert "missing-apology" in printed
    paths = {issue["location"]["path"] for issue in json.loads(report.read_text())}
    assert paths == {"letter.txt", "it's new.txt"}
    base = run("git", "rev-parse", "main", cwd=repository).stdout.strip()
    script(1, CI_MERGE_REQUEST_DIFF_BASE_SHA=base)
    assert {issue["location"]["path"] for issue in json.loads(report.read_text())} == {"it's new.txt"}
    (repository / "it's new.txt").write_text(OTHER)
    script(0, CI_MERGE_REQUEST_DIFF_BASE_SHA=base)
    assert not cloned.exists(), "what was built is kept"
    script(1, REGARDS_PATHS="'it'\\''s new.txt' letter.txt", REGARDS_OPTIONS="--intent cancel")
    for name in [*job["regards"]["artifacts"]["paths"], *job["regards"]["artifacts"]["reports"].values()]:
        assert (repository / name).exists()
