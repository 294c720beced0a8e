// Where the server program is. Invariant: what is found is an absolute path, so that no folder that happens to be the
// current one is ever looked into.

import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';

export type Found = { path: string } | { missing: string };

const NAME = process.platform === 'win32' ? 'regards.exe' : 'regards';

/**
 * The program to start: the one a setting names, else the one that came with the extension, else the one on `PATH`.
 * A setting that leads nowhere is told rather than passed over.
 */
export function findProgram(setting: string, extensionFolder: string): Found {
    if (setting !== '') {
        const named = setting.replace(/^~(?=$|[/\\])/, os.homedir());
        if (!path.isAbsolute(named)) {
            return { missing: `The setting regards.path has to be an absolute path, and is “${setting}”.` };
        }
        return isProgram(named)
            ? { path: named }
            : { missing: `The setting regards.path names “${setting}”, and no program is there.` };
    }
    const bundled = path.join(extensionFolder, 'server', NAME);
    const folders = (process.env['PATH'] ?? '').split(path.delimiter).filter((folder) => path.isAbsolute(folder));
    const found = [bundled, ...folders.map((folder) => path.join(folder, NAME))].find(isProgram);
    return found === undefined
        ? { missing: `This package of the extension has no server for ${process.platform}-${process.arch}, and there is no ${NAME} on PATH.` }
        : { path: found };
}

function isProgram(file: string): boolean {
    try {
        fs.accessSync(file, fs.constants.X_OK);
        return fs.statSync(file).isFile();
    } catch {
        return false;
    }
}
