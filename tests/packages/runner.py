"""As much of a GitHub runner as our workflows and the action need: it runs their `run` steps as the real one does, and hands
artifacts from job to job. What is not known here fails."""

import re
import shutil
import subprocess
from pathlib import Path

from conftest import environment


class Runner:
    """Steps of one job, one after the other, in `folder`."""

    def __init__(self, folder, temporary, contexts, programs=None, artifacts=None, env=None):
        self.folder, self.temporary, self.contexts = Path(folder), Path(temporary), contexts
        # A folder of programs to find before all others.
        self.programs, self.artifacts, self.env = programs, artifacts, env or {}
        self.steps, self.used, self.printed = {}, [], ""
        self.temporary.mkdir(parents=True, exist_ok=True)

    def value(self, text):
        """A text with what its `${{ … }}` stand for."""
        return re.sub(r"\$\{\{(.*?)\}\}", lambda match: self.expression(match[1].strip()), str(text))

    def expression(self, words):
        if " && " in words:
            return str(all(self.expression(part) == "true" for part in words.split(" && "))).lower()
        if compared := re.fullmatch(r"([\w.-]+) ([!=]=) '([^']*)'", words):
            same = self.expression(compared[1]) == compared[3]
            return str(same == (compared[2] == "==")).lower()
        if output := re.fullmatch(r"steps\.([\w-]+)\.outputs\.([\w-]+)", words):
            return self.steps[output[1]].get(output[2], "")
        return self.contexts[words]

    def run(self, steps):
        """Runs the steps one after the other; gives the exit status of the first that fails."""
        for step in steps:
            if "if" in step and self.expression(step["if"]) != "true":
                continue
            if "uses" in step:
                self.use(step["uses"].split("@")[0], step)
            elif status := self.shell(step):
                return status
        return 0

    def shell(self, step):
        files = {name: self.temporary / name for name in ["GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY"]}
        for file in files.values():
            file.touch()
        before = files["GITHUB_OUTPUT"].read_text()
        names = {name: self.value(value) for name, value in (self.env | step.get("env", {})).items()}
        script = self.temporary / "script.sh"
        script.write_text(self.value(step["run"]))
        strict = ["--noprofile", "--norc", "-eo", "pipefail"] if step.get("shell") == "bash" else ["-e"]
        env = environment(GITHUB_ACTIONS="true", GITHUB_WORKSPACE=str(self.folder), RUNNER_TEMP=str(self.temporary),
                          **{name: str(path) for name, path in files.items()})
        if self.programs:
            env["PATH"] = f"{self.programs}:{env['PATH']}"
        done = subprocess.run(
            ["bash", *strict, script], cwd=self.folder / self.value(step.get("working-directory", ".")),
            env={"RUNNER_OS": "Linux"} | env | names, stdin=subprocess.DEVNULL, capture_output=True, text=True,
        )
        self.printed += done.stdout + done.stderr
        outputs = files["GITHUB_OUTPUT"].read_text()[len(before):]
        if "id" in step:
            self.steps[step["id"]] = dict(line.split("=", 1) for line in outputs.splitlines())
        return done.returncode

    def use(self, action, step):
        self.used.append(action)
        if not action.endswith("-artifact"):
            return
        given = {name: self.value(value) for name, value in step["with"].items()}
        if action == "actions/upload-artifact":
            shutil.copytree(self.folder / given["path"], self.artifacts / given["name"])
        else:
            pattern = given.get("name") or given["pattern"]
            found = sorted(self.artifacts.glob(pattern))
            assert found, f"there is no artifact {pattern}"
            for artifact in found:
                shutil.copytree(artifact, self.folder / given["path"], dirs_exist_ok=True)
            # An artifact does not keep who may run what.
            for file in (self.folder / given["path"]).rglob("*"):
                if file.is_file():
                    file.chmod(0o644)
