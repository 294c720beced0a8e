// Packages the extension: node scripts/package.mjs [--target linux-x64 --binary path/to/regards] [--out file.vsix]
// With a binary the package has it inside and is for its target only; without, it looks for one where it is installed.

import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';

const { values } = parseArgs({ options: { target: { type: 'string' }, binary: { type: 'string' }, out: { type: 'string' } } });
if ((values.target === undefined) !== (values.binary === undefined)) {
    console.error('--target and --binary belong together');
    process.exit(2);
}
// npm starts scripts in the package's folder; what is named is where the user was.
const from = process.env.INIT_CWD ?? process.cwd();
const root = path.join(import.meta.dirname, '..');
const server = path.join(root, 'server');
fs.rmSync(server, { recursive: true, force: true });
// Without a binary there is no folder server, and that is fine.
const args = ['package', '--no-dependencies', '--allow-missing-repository', '--no-rewrite-relative-links', '--allow-unused-files-pattern'];
if (values.binary !== undefined) {
    fs.mkdirSync(server);
    const name = values.target.startsWith('win32') ? 'regards.exe' : 'regards';
    fs.copyFileSync(path.resolve(from, values.binary), path.join(server, name));
    fs.chmodSync(path.join(server, name), 0o755);
    args.push('--target', values.target);
}
if (values.out !== undefined) {
    args.push('--out', path.resolve(from, values.out));
}
const { status } = spawnSync(process.execPath, [path.join(root, 'node_modules/@vscode/vsce/vsce'), ...args], { cwd: root, stdio: 'inherit' });
fs.rmSync(server, { recursive: true, force: true });
process.exit(status ?? 2);
