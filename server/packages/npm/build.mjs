#!/usr/bin/env node
// Makes the npm packages: one for each system, with the program in it, and `regards-lint`, which picks among them.
//
// Usage: build.mjs FOLDER SYSTEM=PROGRAM...
//
// SYSTEM is what Node calls the platform and the processor, such as linux-x64. Each package is a folder in FOLDER, for
// `npm publish`; regards-lint is to be published last.

import { chmodSync, copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const SYSTEMS = ["linux-x64", "linux-arm64", "darwin-x64", "darwin-arm64", "win32-x64", "win32-arm64"];
const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, "../../..");

const manifest = readFileSync(join(root, "Cargo.toml"), "utf8");
const field = (name) => manifest.match(new RegExp(`^${name} = "(.*)"$`, "m"))[1];
// npm wants to know it, where it is to prove where a package was built.
const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository } = process.env;
const source = repository ? { repository: { type: "git", url: `git+${server}/${repository}.git` } } : {};
const common = { version: field("version"), description: field("description"), license: field("license"), ...source };

function write(folder, about, files) {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "package.json"), `${JSON.stringify(about, null, 2)}\n`);
  for (const [from, name] of [...files, [join(root, "LICENSE-MIT"), "LICENSE-MIT"], [join(root, "LICENSE-APACHE"), "LICENSE-APACHE"]]) {
    copyFileSync(from, join(folder, name));
  }
}

const [out, ...programs] = process.argv.slice(2);
if (!out || programs.length === 0) {
  console.error("usage: build.mjs FOLDER SYSTEM=PROGRAM...");
  process.exit(2);
}
const optionalDependencies = {};
for (const argument of programs) {
  const [system, program] = argument.split(/=(.*)/s);
  if (!SYSTEMS.includes(system) || !program) {
    console.error(`${argument}: write it as in linux-x64=target/release/regards; there is ${SYSTEMS.join(", ")}`);
    process.exit(2);
  }
  const [os, cpu] = system.split("-");
  const name = `regards-lint-${system}`;
  const file = os === "win32" ? "regards.exe" : "regards";
  write(join(out, name), { name, ...common, os: [os], cpu: [cpu], files: [file, "LICENSE-*"], preferUnplugged: true }, [[program, file]]);
  chmodSync(join(out, name, file), 0o755);
  optionalDependencies[name] = common.version;
}
const about = {
  name: "regards-lint",
  ...common,
  keywords: ["linter", "email", "interview", "recruiting", "prose"],
  bin: { regards: "regards.js" },
  files: ["regards.js", "LICENSE-*"],
  engines: { node: ">=18" },
  optionalDependencies,
};
write(join(out, "regards-lint"), about, ["regards.js", "README.md"].map((name) => [join(here, name), name]));
chmodSync(join(out, "regards-lint", "regards.js"), 0o755);
