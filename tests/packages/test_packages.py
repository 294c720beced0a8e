"""The crate, the wheel and the npm packages: built, installed somewhere else, and tried there."""

import json
import os
import platform
import shutil
import signal
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

from conftest import ROOT, environment, is_regards, run


def test_the_crate_builds_alone(version):
    # It is the manifest that is tried here; how well the binary is optimized does not matter.
    env = environment(CARGO_PROFILE_DEV_OPT_LEVEL="0", CARGO_PROFILE_DEV_DEBUG="0")
    dirty = ["--allow-dirty"]
    run("cargo", "package", "--locked", *dirty, cwd=ROOT, env=env)
    target = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
    with tarfile.open(target / "package" / f"regards-{version}.crate") as crate:
        names = {name.split("/", 1)[1] for name in crate.getnames()}
    assert {"Cargo.lock", "README.md", "LICENSE-MIT", "server/main.rs", "rules/etiquette/missing-apology.toml"} <= names
    strange = [name for name in names if name.startswith(("tests", "editors", "server/packages", "server/ci", "target"))]
    assert strange == []
    built = target / "package" / f"regards-{version}"
    assert built.exists()


def test_the_wheel(tmp_path, drafts, version, wheel):
    assert wheel.name.startswith(f"regards_lint-{version}-py3-none-"), wheel.name
    venv = tmp_path / "venv"
    run(sys.executable, "-m", "venv", venv, cwd=tmp_path)
    programs = venv / ("Scripts" if os.name == "nt" else "bin")
    run(programs / "pip", "install", "--quiet", "--no-index", wheel, cwd=tmp_path)
    is_regards(programs / "regards", drafts=drafts, version=version)
    with zipfile.ZipFile(wheel) as packed:
        about = packed.read(f"regards_lint-{version}.dist-info/METADATA").decode()
        names = {Path(name).name: name for name in packed.namelist()}
        bill = json.loads(packed.read(names["regards.cyclonedx.json"]))
    assert "\nLicense-Expression: MIT OR Apache-2.0\n" in about and "\nRequires-Dist:" not in about
    assert {"LICENSE-MIT", "LICENSE-APACHE"} <= set(names), names
    # The bill of materials names what is built in.
    assert bill["bomFormat"] == "CycloneDX" and {"clap", "toml"} <= {part["name"] for part in bill["components"]}


def system():
    """What Node calls this system."""
    names = {"Linux": "linux", "Darwin": "darwin", "Windows": "win32"}
    processors = {"x86_64": "x64", "AMD64": "x64", "aarch64": "arm64", "arm64": "arm64"}
    return f"{names[platform.system()]}-{processors[platform.machine()]}"


def test_the_npm_packages(tmp_path, drafts, version, regards):
    out, packed = tmp_path / "out", tmp_path / "packed"
    packed.mkdir()
    run("node", ROOT / "server/packages/npm/build.mjs", out, f"{system()}={regards}", cwd=tmp_path)
    for package in out.iterdir():
        run("npm", "pack", "--silent", package, cwd=packed)
    names = {tarball.name for tarball in packed.iterdir()}
    assert names == {f"regards-lint-{version}.tgz", f"regards-lint-{system()}-{version}.tgz"}
    project = tmp_path / "project"
    project.mkdir()
    (project / "package.json").write_text("{}")
    env = environment(npm_config_cache=str(tmp_path / "cache"))
    tarballs = [packed / name for name in sorted(names)]
    run("npm", "install", "--silent", "--offline", "--no-audit", "--no-fund", *tarballs, cwd=project, env=env)
    launcher = project / "node_modules/.bin/regards"
    is_regards(launcher, drafts=drafts, version=version)
    licences = project / "node_modules" / f"regards-lint-{system()}" / "LICENSE-MIT"
    assert licences.read_bytes() == (ROOT / "LICENSE-MIT").read_bytes()

    # It ends as the program ends, also where somebody ends it.
    if os.name != "nt":
        for number, status in [(signal.SIGINT, 0), (signal.SIGTERM, 128 + signal.SIGTERM)]:
            watch = subprocess.Popen([launcher, "check", "--watch"], cwd=drafts, stdin=subprocess.DEVNULL,
                                     stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, env=environment())
            while "Watching" not in watch.stderr.readline():
                assert watch.poll() is None
            watch.send_signal(number)
            assert watch.wait(60) == status
            watch.stderr.close()

    # Without the package for this system it says what to do.
    shutil.rmtree(project / "node_modules" / f"regards-lint-{system()}")
    said = run(launcher, "--version", cwd=drafts, status=2).stderr
    assert f"the package regards-lint-{system()} is missing" in said
    wrong = run("node", ROOT / "server/packages/npm/build.mjs", out, "amiga-68k=x", cwd=tmp_path, status=2).stderr
    assert "there is linux-x64" in wrong
