// Visual Studio Code in a browser, driven as a person would: with keys, mouse and eyes.

import { execFileSync, spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';

const FOLDER = process.env.VSCODE_FOLDER;
const { chromium } = createRequire(path.join(FOLDER, 'driver/'))('playwright-core');
const CODE = path.join(FOLDER, 'code-server/node_modules/.bin/code-server');
const BROWSERS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
export const REGARDS = process.env.REGARDS;
/** Far longer than anything takes, in milliseconds. */
const PATIENCE = Number(process.env.PATIENCE ?? 30_000);

const SETTINGS = {
    'security.workspace.trust.startupPrompt': 'never',
    'security.workspace.trust.banner': 'never',
    'security.workspace.trust.untrustedFiles': 'open',
    'workbench.startupEditor': 'none',
    'workbench.enableExperiments': false,
    'workbench.editor.useModal': 'off',
    'workbench.tips.enabled': false,
    'workbench.secondarySideBar.defaultVisibility': 'hidden',
    'workbench.colorTheme': 'Default Light Modern',
    'telemetry.telemetryLevel': 'off',
    'update.mode': 'none',
    'extensions.autoUpdate': false,
    'extensions.autoCheckUpdates': false,
    'chat.disableAIFeatures': true,
    'files.autoSave': 'off',
    'editor.lightbulb.enabled': 'on',
    'editor.accessibilitySupport': 'off',
    'editor.minimap.enabled': false,
    // What is typed is what is meant.
    'editor.autoClosingBrackets': 'never',
    'editor.autoClosingQuotes': 'never',
};

/** Waits until `check` gives something other than undefined, null or false. */
export async function until(what, check) {
    const end = Date.now() + PATIENCE;
    let last;
    while (Date.now() < end) {
        try {
            const found = await check();
            if (found !== undefined && found !== null && found !== false) {
                return found;
            }
        } catch (error) {
            last = error;
        }
        await new Promise((done) => setTimeout(done, 50));
    }
    throw new Error(`${what} does not happen${last ? `: ${last.message}` : ''}`);
}

export class Code {
    log = '';

    /** Starts it with the extension installed, on a folder with these files. */
    static async start(vsix, files) {
        const code = new Code();
        try {
            await code.begin(vsix, files);
        } catch (error) {
            console.log(code.log);
            await code.stop();
            throw error;
        }
        return code;
    }

    async begin(vsix, files) {
        this.home = fs.mkdtempSync(path.join(os.tmpdir(), 'regards-code-'));
        this.workspace = path.join(this.home, 'drafts');
        for (const [name, text] of Object.entries(files)) {
            this.write(name, text);
        }
        fs.mkdirSync(path.dirname(this.userSettings), { recursive: true });
        fs.writeFileSync(this.userSettings, JSON.stringify(SETTINGS));
        const [data, extensions] = [path.join(this.home, 'data'), path.join(this.home, 'extensions')];
        const env = { ...process.env, HOME: this.home, XDG_CONFIG_HOME: `${this.home}/.config`, XDG_DATA_HOME: `${this.home}/.local`, XDG_CACHE_HOME: `${this.home}/.cache` };
        const folders = ['--user-data-dir', data, '--extensions-dir', extensions];
        execFileSync(CODE, [...folders, '--install-extension', vsix], { env, stdio: 'pipe' });
        const port = await freePort();
        this.server = spawn(CODE, [...folders, '--bind-addr', `127.0.0.1:${port}`, '--auth', 'none', '--disable-telemetry', '--disable-update-check', '--disable-getting-started-override', this.workspace],
            { env, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
        for (const stream of [this.server.stdout, this.server.stderr]) {
            stream.on('data', (bytes) => { this.log += bytes; });
        }
        await until('code-server listening', async () => (await fetch(`http://127.0.0.1:${port}/healthz`)).ok);
        this.browser = await chromium.launch({
            executablePath: BROWSERS.find((browser) => fs.existsSync(browser)),
            args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--force-color-profile=srgb'],
        });
        this.page = await this.browser.newPage({ viewport: { width: 1180, height: 760 }, deviceScaleFactor: 1 });
        this.page.setDefaultTimeout(PATIENCE);
        await this.page.goto(`http://127.0.0.1:${port}/?folder=${encodeURIComponent(this.workspace)}`, { waitUntil: 'domcontentloaded' });
        await this.page.waitForSelector('.explorer-folders-view .monaco-list-row');
        await until('the extension host', () => {
            // The first extension that starts has its own folder among the logs.
            const [session] = fs.readdirSync(path.join(data, 'logs'));
            return fs.readdirSync(path.join(data, 'logs', session, 'exthost1')).length > 0;
        });
    }

    async stop() {
        await this.browser?.close();
        if (this.server && this.server.exitCode === null) {
            // Its children are in its group.
            process.kill(-this.server.pid, 'SIGTERM');
            await new Promise((done) => { this.server.once('exit', done); setTimeout(done, 5000); });
            try {
                process.kill(-this.server.pid, 'SIGKILL');
            } catch {
                // They have all gone by themselves.
            }
        }
        fs.rmSync(this.home, { recursive: true, force: true, maxRetries: 5 });
    }

    /** Changes the user's settings as the user would: in their file. */
    async change(settings) {
        // In one line: in more the editor would indent them.
        const text = JSON.stringify({ ...SETTINGS, ...settings });
        await this.command('Preferences: Open User Settings (JSON)');
        await this.page.locator('.tab.active', { hasText: 'settings.json' }).waitFor();
        await this.page.locator('.editor-instance .view-lines .view-line').first().waitFor();
        await this.focus();
        await this.press('Control+a', 'Delete');
        await this.page.keyboard.insertText(text);
        // What the editor has closed by itself.
        await this.press('Control+Shift+End', 'Delete');
        await this.press('Control+s');
        await until('the settings being saved', () => fs.readFileSync(this.userSettings, 'utf8') === text);
        await this.command('View: Close Editor');
    }

    get userSettings() {
        return path.join(this.home, 'data/User/settings.json');
    }

    path(name) {
        return path.join(this.workspace, name);
    }

    write(name, text) {
        fs.mkdirSync(path.dirname(this.path(name)), { recursive: true });
        fs.writeFileSync(this.path(name), text);
    }

    read(name) {
        return fs.readFileSync(this.path(name), 'utf8');
    }

    /** What the command line prints, run in the workspace. */
    regards(...args) {
        try {
            return execFileSync(REGARDS, args, { cwd: this.workspace, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
        } catch (error) {
            if (error.status === 1) {
                return error.stdout;
            }
            throw error;
        }
    }

    /** Keeps a picture of the window, or of a part of it. */
    async screenshot(name, clip) {
        const folder = path.join(FOLDER, 'screenshots');
        fs.mkdirSync(folder, { recursive: true });
        await this.page.screenshot({ path: path.join(folder, `${name}.png`), animations: 'disabled', ...(clip && { clip }) });
    }

    async press(...keys) {
        for (const key of keys) {
            await this.page.keyboard.press(key);
        }
    }

    type(text) {
        return this.page.keyboard.type(text);
    }

    /** Opens a file by its name. */
    async open(name) {
        await this.press('Control+p');
        const input = this.page.locator('.quick-input-widget input').filter({ visible: true });
        await input.fill(name);
        await this.page.locator('.quick-input-list .monaco-list-row', { hasText: path.basename(name) }).first().click();
        await this.rest();
        await this.page.locator('.tab.active', { hasText: path.basename(name) }).waitFor();
        await this.page.locator('.editor-instance .view-lines .view-line').first().waitFor();
        await this.focus();
    }

    /** Takes the mouse to where it points at nothing. */
    rest() {
        return this.page.mouse.move(900, 690);
    }

    focus() {
        return this.press('Control+1');
    }

    /** Runs a command of the palette, whose title may end in … */
    async command(title) {
        await this.press('F1');
        const input = this.page.locator('.quick-input-widget input').filter({ visible: true });
        await input.fill(`>${title}`);
        const label = this.page.locator('.label-name', { hasText: new RegExp(`^${title.replaceAll(/[()]/g, '\\$&')}(…|\\.{3})?$`) });
        await this.page.locator('.quick-input-list .monaco-list-row').filter({ has: label }).first().click();
        await this.rest();
    }

    /** Chooses from a list that has opened. */
    async choose(text) {
        const input = this.page.locator('.quick-input-widget input').filter({ visible: true });
        await this.page.locator('.quick-input-list .monaco-list-row').first().waitFor();
        await input.fill(text);
        await this.page.locator('.quick-input-list .monaco-list-row', { hasText: text }).first().click();
        await this.rest();
    }

    /** Puts the cursor at a line and column, both from 1. */
    async goto(line, column) {
        await this.press('Control+g');
        const input = this.page.locator('.quick-input-widget input').filter({ visible: true });
        await input.fill(`:${line},${column}`);
        await this.press('Enter');
        await input.waitFor({ state: 'hidden' });
    }

    async save(name, is) {
        await this.press('Control+s');
        return until(`${name} being saved`, () => {
            const text = this.read(name);
            // It is empty for a moment while it is written.
            return text !== '' && is(text) && { text };
        });
    }

    /** The lines the active editor shows, as they are on the screen. */
    async lines() {
        const lines = await this.page.evaluate(() => {
            const editor = document.querySelector('.editor-group-container.active .editor-instance');
            const all = [...(editor?.querySelectorAll('.view-lines .view-line') ?? [])];
            return all.map((line) => ({ top: line.getBoundingClientRect().top, text: line.textContent }));
        });
        return lines.sort((a, b) => a.top - b.top).map((line) => line.text.replaceAll('\u00a0', ' '));
    }

    text(check) {
        return until('the text being as it should', async () => {
            const lines = await this.lines();
            return check(lines.join('\n')) && lines.join('\n');
        });
    }

    /**
     * What is underlined in the active editor: severity, the words the line under them reaches along, and where they stand,
     * lines and columns from 1. Findings of a severity that touch share a line.
     */
    underlined() {
        return this.page.evaluate(() => {
            const editor = document.querySelector('.editor-group-container.active .editor-instance');
            const top = (element) => element.getBoundingClientRect().top;
            const lines = [...editor.querySelectorAll('.view-lines .view-line')].sort((a, b) => top(a) - top(b));
            const marks = [...editor.querySelectorAll('.view-overlays .cdr')].filter((it) => /squiggly-(error|warning|info|hint)/.test(it.className));
            return marks.map((mark) => {
                const box = mark.getBoundingClientRect();
                const number = lines.findIndex((it) => Math.abs(top(it) - top(mark.parentElement)) < 2);
                let words = '';
                let [column, begin] = [0, 0];
                const walker = document.createTreeWalker(lines[number], NodeFilter.SHOW_TEXT);
                for (let node = walker.nextNode(); node; node = walker.nextNode()) {
                    if (node.parentElement.closest('[class*="dyn-rule"]')) {
                        // An inlay hint.
                        continue;
                    }
                    for (let at = 0; at < node.length; at++) {
                        column += 1;
                        const range = document.createRange();
                        range.setStart(node, at);
                        range.setEnd(node, at + 1);
                        const character = range.getBoundingClientRect();
                        const middle = (character.left + character.right) / 2;
                        if (middle > box.left && middle < box.right) {
                            words += node.data[at];
                            begin = begin || column;
                        }
                    }
                }
                return { severity: /squiggly-(\w+)/.exec(mark.className)[1], words: words.replaceAll('\u00a0', ' '), line: number + 1, column: begin };
            });
        });
    }

    /** Waits until words are underlined, alone or with those around them. */
    async underline(words) {
        return until(`“${words}” being underlined`, async () => (await this.underlined()).find((it) => it.words.includes(words)));
    }

    /** Waits for a row in the list of problems, which is opened and narrowed down for it. */
    async problem(filter, check) {
        await this.command('Problems: Focus on Problems View');
        await this.page.locator('.viewpane-filter input, .markers-panel-filter-container input').first().fill(filter);
        return until(`the problems with ${filter}`, async () => {
            const rows = await this.page.locator('.markers-panel .monaco-list-row').allInnerTexts();
            return rows.find((row) => check(row.replaceAll(/\s+/g, ' ')));
        });
    }

    /** The status bar's words about the message. */
    async status() {
        const item = this.page.locator('#regards\\.regards\\.regards\\.status, [id$="regards.status"]').first();
        return (await item.count()) === 0 ? '' : (await item.innerText()).replaceAll(/\s+/g, ' ').trim();
    }
}

function freePort() {
    return new Promise((done) => {
        const socket = net.createServer().listen(0, '127.0.0.1', () => {
            const { port } = socket.address();
            socket.close(() => done(port));
        });
    });
}
