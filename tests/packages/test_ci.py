"""The action for GitHub and the include for GitLab: sound, and their shell steps do what they say."""

import json
import re
import subprocess

import pytest
import yaml

from conftest import LETTER, OTHER, ROOT, environment, run


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
        described = yaml.safe_load(text)
        for job in [described.get("runs", {}), *described.get("jobs", {}).values()]:
            steps += job.get("steps", [])
        for step in steps:
            assert "${{" not in step.get("run", ""), f"{file.name}: {step}"


@pytest.fixture
def repository(drafts):
    """A branch that breaks one of two drafts."""
    git = ["git", "-c", "user.name=Sam", "-c", "user.email=sam@example.org", "-c", "commit.gpgsign=false"]
    run(*git, "init", "--quiet", "--initial-branch", "main", cwd=drafts)
    run(*git, "add", "--all", cwd=drafts)
    run(*git, "commit", "--quiet", "--message", "Before", cwd=drafts)
    run(*git, "checkout", "--quiet", "-b", "work", cwd=drafts)
    (drafts / "it's new.txt").write_text(LETTER)
    return drafts


class Runner:
    """As much of a runner as a composite action without `uses` needs."""

    def __init__(self, folder, temporary, inputs):
        self.folder, self.temporary = folder, temporary
        self.steps = {}
        described = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
        self.inputs = {name: about["default"] for name, about in described["inputs"].items()} | inputs
        self.outputs = described["outputs"]
        self.described = described["runs"]["steps"]
        self.printed = ""

    def value(self, text):
        def known(match):
            path = match[1].split(".")
            if path[0] == "inputs":
                return self.inputs[path[1]]
            if path[0] == "steps":
                return self.steps[path[1]][path[3]]
            return {"github.action_path": str(ROOT)}[match[1]]

        return re.sub(r"\$\{\{ *([\w.-]+) *\}\}", known, text)

    def run(self):
        """Runs the steps one after the other; gives the exit status of the first that fails."""
        for step in self.described:
            if "uses" in step:
                continue
            files = {name: self.temporary / name for name in ["GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY"]}
            for file in files.values():
                file.touch()
            before = files["GITHUB_OUTPUT"].read_text()
            names = {name: self.value(value) for name, value in step.get("env", {}).items()}
            done = subprocess.run(
                ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]],
                cwd=self.folder / self.value(step.get("working-directory", ".")),
                env=environment(
                    GITHUB_ACTIONS="true", GITHUB_WORKSPACE=str(self.folder), RUNNER_OS="Linux",
                    RUNNER_TEMP=str(self.temporary), **{name: str(path) for name, path in files.items()}, **names,
                ),
                stdin=subprocess.DEVNULL, capture_output=True, text=True,
            )
            self.printed += done.stdout + done.stderr
            outputs = files["GITHUB_OUTPUT"].read_text()[len(before):]
            self.steps[step.get("id")] = dict(line.split("=", 1) for line in outputs.splitlines())
            if done.returncode:
                return done.returncode
        return 0

    def output(self, name):
        return self.value(self.outputs[name]["value"])


def test_the_action(repository, tmp_path, regards):
    def action(name, **inputs):
        temporary = tmp_path / name
        temporary.mkdir()
        runner = Runner(repository, temporary, {"regards": regards} | {key.replace("_", "-"): value for key, value in inputs.items()})
        return runner, runner.run()

    runner, status = action("all")
    assert status == 1 and runner.output("exit-status") == "1", runner.printed
    annotations = [line for line in runner.printed.splitlines() if line.startswith("::")]
    assert any(line.startswith("::warning ") and ",file=letter.txt,line=3," in line for line in annotations), runner.printed
    results = json.loads((repository / "regards.sarif").read_text())["runs"][0]["results"]
    assert runner.output("sarif") == str(repository / "regards.sarif") and len(results) == len(annotations)
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
    assert status == 0 and runner.output("exit-status") == "0", runner.printed
    runner, status = action("never", fail_on="never")
    assert status == 0 and "::warning" in runner.printed, runner.printed
    runner, status = action("trouble", paths="letter.txt\ngone.txt")
    assert status == 2 and "file=letter.txt" in runner.printed and "gone.txt" in runner.printed, runner.printed
    # What looks like a command is a name.
    runner, status = action("hostile", paths="$(touch ran)\n`touch ran`\n; touch ran")
    assert status == 2 and not (repository / "ran").exists()


def test_the_gitlab_job(repository, regards):
    text = (ROOT / "server/ci/gitlab.yml").read_text(encoding="utf-8")
    described, job = list(yaml.safe_load_all(text))
    inputs = described["spec"]["inputs"]
    used = set(re.findall(r"\$\[\[ inputs\.([a-z-]+) \]\]", text))
    assert used == set(inputs), "each input is used, and no other"
    (repository / ".regards/bin").mkdir(parents=True)
    (repository / ".regards/bin/regards").symlink_to(regards)

    def script(status, **more):
        for name in ["before_script", "script"]:
            script = "set -e\n" + "\n".join(job["regards"][name])
            env = environment(GITLAB_CI="true", CI_PROJECT_DIR=str(repository), CI_JOB_ID="7", REGARDS_OPTIONS="",
                              REGARDS_PATHS=inputs["paths"]["default"], REGARDS_REVISION="v1", **more)
            done = subprocess.run(["sh", "-c", script], cwd=repository, env=env, capture_output=True, text=True)
            if name == "before_script":
                assert done.returncode == 0, done.stderr
        assert done.returncode == status, done.stdout + done.stderr
        return done.stdout

    report = repository / job["regards"]["artifacts"]["reports"]["codequality"]
    printed = script(1)
    assert "missing-apology" in printed
    paths = {issue["location"]["path"] for issue in json.loads(report.read_text())}
    assert paths == {"letter.txt", "it's new.txt"}
    base = run("git", "rev-parse", "main", cwd=repository).stdout.strip()
    script(1, CI_MERGE_REQUEST_DIFF_BASE_SHA=base)
    assert {issue["location"]["path"] for issue in json.loads(report.read_text())} == {"it's new.txt"}
    (repository / "it's new.txt").write_text(OTHER)
    script(0, CI_MERGE_REQUEST_DIFF_BASE_SHA=base)
    for name in [*job["regards"]["artifacts"]["paths"], *job["regards"]["artifacts"]["reports"].values()]:
        assert (repository / name).exists()
