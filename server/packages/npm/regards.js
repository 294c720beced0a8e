#!/usr/bin/env node
// Finds the program in the package for this system, and runs it in this one's place.
"use strict";

const { spawn } = require("node:child_process");
const { constants } = require("node:os");

const name = `regards-lint-${process.platform}-${process.arch}`;
const program = process.platform === "win32" ? "regards.exe" : "regards";

let path;
try {
  path = require.resolve(`${name}/${program}`);
} catch {
  const known = Object.keys(require("./package.json").optionalDependencies);
  console.error(
    known.includes(name)
      ? `regards: the package ${name} is missing; install again without --omit=optional`
      : `regards: there is no package for ${process.platform} on ${process.arch}; with Rust, it can be built from source`,
  );
  process.exit(2);
}

const child = spawn(path, process.argv.slice(2), { stdio: "inherit" });
// A terminal sends Ctrl-C to both; what is sent to this process alone is handed on. How it ends, the program says.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
  process.on(signal, () => {
    if (signal !== "SIGINT" || !process.stdin.isTTY) child.kill(signal);
  });
}
child.on("error", (error) => {
  console.error(`regards: ${path} cannot be run: ${error.message}`);
  process.exit(2);
});
child.on("exit", (code, signal) => process.exit(code ?? 128 + (constants.signals[signal] ?? 0)));
