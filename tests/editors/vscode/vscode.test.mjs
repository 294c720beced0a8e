// What a user does with the extension, in one session of the real editor. The workspace is not trusted throughout: all of
// it has to work there.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { Code, REGARDS, until } from './code.mjs';

const CANCEL = 'Hi Dana,\n\nI need to cancel our interview on 9 December.\n\nBest,\nSam\n';
const MAIL = `From: Ilse Marchetti <ilse@mail.example>
To: Careers <careers@northlight.example>
Subject: Re: Second interview, Product Analyst
Date: Mon, 23 Nov 2026 18:40:00 +0100
Content-Type: text/plain; charset=utf-8

Hello,

after our talk I have decided to withdraw my application. Frankly
your process was a mess.

Ilse

On Mon, 23 Nov 2026 at 09:12, Dana Reyes <dana@northlight.example> wrote:
> Hi Ilse,
>
> I regret that your process was a mess. Could you come in for a second
> interview on Friday, 27 November at 10:00?
>
> Best wishes,
> Dana Reyes
`;
const TEMPLATE = 'Hi {{ candidate.first_name }},\n\nyour interview for {{ job.title }} on {{ interview.date }} is cancelled.\n\n{{ recruiter.name }}\n';
const LETTERS = `{
  "version": 3,
  "letters": [
    {
      "subject": "Your interview",
      "body": "Hi {{ name }},\\n\\nwe have to cancel your interview on {{ date }} – \\"force majeure\\".\\n\\nBest,\\n{{ recruiter }}"
    }
  ]
}
`;
const RULE = `title = "A cancellation without a phone number"
severity = "warning"
intents = ["cancel"]
forbid = "decision"
message = "Call instead of writing."
why = "They may not read mail in time."
`;

/** Where the editor is in the window: the pictures of the extension's README show nothing else. */
const EDITOR = { x: 347, y: 36, width: 829 };

let code;

before(async () => {
    code = await Code.start(process.env.VSIX, {
        'a-cancel.txt': CANCEL,
        'b-fix-on-save.txt': CANCEL,
        'c-mail.eml': MAIL,
        'd-template.txt.j2': TEMPLATE,
        'e-empty.txt': '',
        'f-notes.md': '# Notes\n\nI have to cancel my check-up appointment with the dentist.\n',
        'g-workspace/one.txt': CANCEL,
        'g-workspace/two.md': CANCEL,
        'h-settings.txt': CANCEL,
        'i-restart.txt': CANCEL,
        'j-rules/draft.txt': CANCEL,
        'j-rules/regards.toml': 'rules = ["ours"]\n',
        'j-rules/ours/etiquette/call-instead.toml': RULE,
        'k-intent.txt': 'Hi Dana,\n\nabout our talk: things have changed here, sorry.\n\nSam\n',
        'l-letters.json': LETTERS,
        // A workspace that wants to have a program of its own started.
        '.vscode/settings.json': JSON.stringify({ 'regards.path': '/bin/false', 'regards.logLevel': 'debug' }),
    });
});

after(() => code?.stop());

/**
 * The row of the menu at the cursor that says `text`. The editor closes the menu where it draws the file's hints anew at that
 * moment: then it is asked for again.
 */
async function action(text) {
    const row = code.page.locator('.action-widget .monaco-list-row', { hasText: text }).first();
    for (let tries = 1; ; tries += 1) {
        await code.press('Control+.');
        try {
            await row.waitFor({ timeout: 10_000 });
            return row;
        } catch (error) {
            if (tries === 3) throw error;
            await code.press('Escape');
        }
    }
}

/** A step of the session: each goes on where the last one stopped, so after a failure the others say nothing. */
let failed;
function step(name, run) {
    test(name, async (context) => {
        if (failed !== undefined) {
            context.skip(`after “${failed}” failed`);
            return;
        }
        try {
            await run();
        } catch (error) {
            failed = name;
            await code.screenshot('failure');
            console.log('vscode: see target/editors/vscode/screenshots/failure.png');
            throw error;
        }
    });
}

/** The file's findings as the command line has them: severity and words. */
function found(name) {
    const report = JSON.parse(code.regards('check', '--format', 'json', name));
    const text = code.read(name);
    const bytes = Buffer.from(text);
    return report.files[0].diagnostics.map(({ rule, severity, range, message }) => ({
        rule, severity, message, line: range.start.line, column: range.start.column,
        words: bytes.subarray(range.start.offset, range.end.offset).toString(),
    }));
}

/** Waits until findings are underlined, each at its place, and nothing else is. */
async function underlinedWhere(findings) {
    const severities = { error: 'error', warning: 'warning', information: 'info', hint: 'hint' };
    const places = (marks) => [...new Set(marks.flatMap(({ severity, line, column, words }) =>
        [...words].map((_, at) => `${severity} ${line}:${column + at}`)))].sort();
    const wanted = places(findings.map((it) => ({ ...it, severity: severities[it.severity] })));
    await until('the underlines', async () => places(await code.underlined()).length >= wanted.length);
    assert.deepEqual(places(await code.underlined()), wanted);
}

step('a draft is underlined where the command line objects', async () => {
    await code.page.locator('.explorer-folders-view .monaco-list-row', { hasText: 'a-cancel.txt' }).click();
    const begin = Date.now();
    await code.page.locator('.editor-instance .view-overlays .squiggly-warning, .editor-instance .view-overlays .squiggly-error').first().waitFor();
    console.log(`vscode: first squiggle ${Date.now() - begin} ms after the click that opened the draft`);
    const expected = found('a-cancel.txt');
    assert.ok(expected.length >= 3);
    await underlinedWhere(expected);
    for (const { line, column, message } of expected) {
        await code.problem('a-cancel.txt', (row) => row.includes(message) && row.includes(`[Ln ${line}, Col ${column}]`));
    }
    await until('the status bar', async () => (await code.status()) === `Cancelling an interview ${expected.length}`);
    await code.screenshot('problems');
    await code.command('View: Hide Panel');
});

step('a quick fix by keys and mouse, saved', async () => {
    await code.open('a-cancel.txt');
    const apology = found('a-cancel.txt').find(({ rule }) => rule === 'missing-apology');
    await code.goto(apology.line, apology.column);
    await code.press('Control+k', 'Control+i');
    await code.page.locator('.monaco-hover', { hasText: apology.message }).first().waitFor();
    await code.screenshot('finding', { ...EDITOR, height: 390 });
    await code.press('Escape');
    await code.press('Control+.');
    const action = code.page.locator('.action-widget .monaco-list-row', { hasText: 'Apolog' }).first();
    await action.waitFor();
    await code.screenshot('quick-fix', { ...EDITOR, height: 610 });
    await action.click();
    await code.text((text) => /apolog|sorry/i.test(text));
    const { text } = await code.save('a-cancel.txt', (text) => text !== CANCEL);
    assert.match(text, /^Hi Dana,\n\nI need to cancel our interview on 9 December\. .*(apolog|sorry).*\n\nBest,\nSam\n$/i);
    assert.ok(!found('a-cancel.txt').some(({ rule }) => rule === 'missing-apology'));
});

step('a blank is a tab stop', async () => {
    await code.open('a-cancel.txt');
    const reason = found('a-cancel.txt').find(({ rule }) => rule === 'missing-reason');
    await code.goto(reason.line, reason.column);
    await code.press('Control+.');
    const action = code.page.locator('.action-widget .monaco-list-row', { hasText: /reason/i }).first();
    await action.waitFor();
    await action.click();
    await code.text((text) => text.includes('[reason]'));
    await code.type('a family matter');
    await code.press('Escape');
    const { text } = await code.save('a-cancel.txt', (text) => text.includes('a family matter'));
    assert.ok(!text.includes('[') && !text.includes('${'), text);
});

step('everything is fixed on save', async () => {
    await code.open('b-fix-on-save.txt');
    await code.change({ 'editor.codeActionsOnSave': { 'source.fixAll.regards': 'explicit' } });
    await code.underline(found('b-fix-on-save.txt')[0].words);
    fs.copyFileSync(code.path('b-fix-on-save.txt'), path.join(code.home, 'b.txt'));
    code.regards('fix', path.join(code.home, 'b.txt'));
    const expected = fs.readFileSync(path.join(code.home, 'b.txt'), 'utf8');
    assert.notEqual(expected, CANCEL);
    // A change makes the save a save.
    await code.press('Control+End');
    await code.type('\n');
    const { text } = await code.save('b-fix-on-save.txt', (text) => text !== CANCEL);
    assert.equal(text.trimEnd(), expected.trimEnd());
    await code.change({});
});

step('a new message in an empty file, by its tab stops', async () => {
    await code.open('e-empty.txt');
    await code.command('Regards: New Message');
    await code.page.locator('.quick-input-list .monaco-list-row', { hasText: 'Cancelling' }).first().waitFor();
    await code.screenshot('new-message', { x: 284, y: 0, width: 614, height: 330 });
    await code.choose('Withdrawing from a hiring process');
    await code.text((text) => text.startsWith('Dear [name],'));
    await code.type('Ms Reyes');
    await code.press('Tab');
    await code.type('Product Analyst');
    await code.screenshot('new-message-tab-stop');
    await code.press('Escape');
    const { text } = await code.save('e-empty.txt', (text) => text.includes('Product Analyst'));
    const [greeting] = text.split('\n');
    assert.equal(greeting, 'Dear Ms Reyes,');
    assert.match(text, /considering me for the Product Analyst role/);
    await until('the status bar', async () => (await code.status()).startsWith('Withdrawing from a hiring process'));
});

step('a new message in a new editor', async () => {
    await code.open('f-notes.md');
    await code.command('Regards: New Message');
    await code.choose('Rejecting a candidate');
    await code.choose('Mail, with its header');
    const text = await code.text((text) => text.includes('Subject: ') && text.includes('MIME-Version'));
    assert.match(text, /^Subject: .*\n/);
    await until('the status bar', async () => (await code.status()).startsWith('Rejecting a candidate'));
    await code.screenshot('new-mail');
    await code.press('Escape');
    await code.command('View: Revert and Close Editor');
});

step('a mail with its thread', async () => {
    await code.open('c-mail.eml');
    const bad = found('c-mail.eml').find(({ rule }) => rule === 'badmouthing');
    await code.underline(bad.words);
    const thread = MAIL.split('\n').findIndex((line) => line.startsWith('On Mon')) + 1;
    assert.deepEqual((await code.underlined()).filter((mark) => mark.line >= thread), [], 'not in the thread');
    // Headers in colours of their own, the thread dimmed.
    const look = (words) => code.page.evaluate((words) => {
        const spans = [...document.querySelectorAll('.editor-group-container.active .view-line span:not(:has(span))')];
        const span = spans.find((it) => it.textContent.replaceAll('\u00a0', ' ').includes(words));
        const { color, opacity } = getComputedStyle(span);
        return { color, opacity: Number(opacity) };
    }, words);
    await until('the thread being dimmed', async () => (await look('I regret that')).opacity < 1);
    const [field, subject, body, quote] = [await look('Subject'), await look('Second interview'), await look('your process'), await look('I regret that')];
    assert.equal(body.opacity, 1);
    assert.equal(new Set([field.color, subject.color, body.color, quote.color]).size, 4, JSON.stringify([field, subject, body, quote]));
    await code.screenshot('mail', { ...EDITOR, height: 500 });
    const removed = bad.words;
    await code.goto(bad.line, bad.column);
    await code.press('Control+.');
    await code.page.locator('.action-widget .monaco-list-row', { hasText: /leave it out/i }).first().click();
    const { text } = await code.save('c-mail.eml', (text) => text !== MAIL);
    assert.equal(text.split(removed).length, MAIL.split(removed).length - 1);
    assert.equal(text.slice(text.indexOf('On Mon')), MAIL.slice(MAIL.indexOf('On Mon')), 'the thread stays');
});

step('a template', async () => {
    await code.open('d-template.txt.j2');
    const expected = found('d-template.txt.j2');
    await code.underline(expected[0].words);
    assert.ok(!expected.some(({ rule }) => rule === 'unfilled-placeholder'));
    await code.command('Regards: Fix Everything in This Message That Needs No Look');
    await code.text((text) => /apolog|sorry/i.test(text));
    const { text } = await code.save('d-template.txt.j2', (text) => text !== TEMPLATE);
    for (const tag of TEMPLATE.match(/\{\{.*?\}\}/g)) {
        assert.ok(text.includes(tag), `${tag} is gone`);
    }
    assert.ok(found('d-template.txt.j2').length < expected.length);
});

step('what is none of our business is left alone', async () => {
    await code.open('f-notes.md');
    await until('the status bar', async () => (await code.status()) === 'Regards');
    assert.deepEqual(await code.underlined(), []);
});

step('the writer says what a message is', async () => {
    await code.open('k-intent.txt');
    await code.command('Regards: Say What This Message Is');
    await code.choose('Withdrawing from a hiring process');
    await code.text((text) => /^intent: "?withdraw"?$/m.test(text));
    await until('the status bar', async () => (await code.status()).startsWith('Withdrawing from a hiring process'));
    await code.save('k-intent.txt', (text) => /^intent: "?withdraw"?$/m.test(text));
});

step('a message in a JSON file', async () => {
    await code.open('l-letters.json');
    const apology = found('l-letters.json').find(({ rule }) => rule === 'missing-apology');
    assert.equal(apology.line, 6);
    await underlinedWhere(found('l-letters.json'));
    await code.goto(apology.line, apology.column);
    const fix = await action('Apolog');
    await code.screenshot('json');
    await fix.click();
    await code.text((text) => /apolog|sorry/i.test(text));
    const { text } = await code.save('l-letters.json', (text) => /apolog|sorry/i.test(text));
    const { version, letters: [letter] } = JSON.parse(text);
    assert.deepEqual([version, letter.subject, Object.keys(letter)], [3, 'Your interview', ['subject', 'body']]);
    assert.match(letter.body, /^Hi \{\{ name \}\},\n\nwe have .* – "force majeure"\. .*(apolog|sorry).*\n\nBest,\n\{\{ recruiter \}\}$/i);
    assert.ok(!found('l-letters.json').some(({ rule }) => rule === 'missing-apology'));
    // What does not apply is ignored, and the reason is a tab stop.
    const thanks = found('l-letters.json').find(({ rule }) => rule === 'missing-thanks');
    await code.goto(thanks.line, thanks.column);
    await (await action('Ignore missing-thanks here')).click();
    await code.text((text) => text.includes('regards-ignore'));
    await code.type('said by phone');
    await code.press('Escape');
    const left = await code.save('l-letters.json', (text) => text.includes('by phone'));
    assert.equal(JSON.parse(left.text).letters[0]['regards-ignore'], 'missing-thanks: said by phone');
    assert.ok(!found('l-letters.json').some(({ rule }) => rule === 'missing-thanks'));
});

step('a rule is explained', async () => {
    await code.open('h-settings.txt');
    await code.underline(found('h-settings.txt')[0].words);
    await code.command('Regards: Explain a Rule');
    await code.choose('missing-apology');
    await code.page.locator('.tab.active', { hasText: 'missing-apology' }).waitFor();
    const page = await until('the page', async () => {
        const texts = await Promise.all(code.page.frames().map((frame) => frame.locator('body').innerText()));
        return texts.find((text) => text.includes('missing-apology'));
    });
    assert.ok(page.length > 200, page);
    await code.screenshot('rule');
    await code.command('View: Close Editor');
});

step('a rule file edited live', async () => {
    const draft = 'j-rules/draft.txt';
    await code.open(draft);
    await until('the rule', async () => (await code.underlined()).length > 0);
    await code.problem('call-instead', (row) => row.includes('Call instead of writing.'));
    await code.open('call-instead.toml');
    await code.goto(5, 12);
    await code.type('Please c');
    await code.press('Delete');
    await code.problem('call-instead', (row) => row.includes('Please call instead of writing.'));
    await code.press('Control+a', 'Delete');
    await code.open('call-instead.toml');
    await code.goto(4, 11);
    await code.type('x');
    // The rule file says what is wrong with it.
    await code.underline('xdecision');
    await code.screenshot('rule-file');
    await code.press('Backspace');
    await until('the rule file being right', async () => !(await code.underlined()).some((it) => it.words === 'xdecision'));
    await code.command('File: Revert File');
    await code.command('View: Hide Panel');
});

step('settings change what is checked at once', async () => {
    await code.open('h-settings.txt');
    await code.underline(found('h-settings.txt')[0].words);
    await code.change({ 'regards.enable': false });
    await until('no underline', async () => (await code.underlined()).length === 0);
    await until('nothing in the status bar', async () => (await code.status()) === '');
    code.write('quiet.toml', 'disable = ["all"]\nenable = ["missing-apology"]\n');
    await code.change({ 'regards.config': 'quiet.toml' });
    const apology = found('h-settings.txt').find(({ rule }) => rule === 'missing-apology');
    await until('one finding', async () => (await code.status()).endsWith(' 1'));
    await code.underline(apology.words);
    await code.change({});
    await until('all findings', async () => (await code.status()).endsWith(` ${found('h-settings.txt').length}`));
});

/** The server's process: the child of the extension host that runs the program in the extension. */
function server() {
    const all = execFileSync('ps', ['-eo', 'pid=,args='], { encoding: 'utf8' }).split('\n');
    const ours = all.map((line) => /^\s*(\d+) (.*)$/.exec(line)).filter((it) => it?.[2].startsWith(path.join(code.home, 'extensions')) && it[2].includes('/server/regards server'));
    return ours.map((it) => Number(it[1]));
}

step('a server that is killed is started again', async () => {
    await code.open('i-restart.txt');
    await code.underline(found('i-restart.txt')[0].words);
    const [pid, ...others] = server();
    assert.deepEqual(others, []);
    process.kill(pid, 'SIGKILL');
    const next = await until('another server', () => server().find((it) => it !== pid));
    assert.notEqual(next, pid);
    const apology = found('i-restart.txt').find(({ rule }) => rule === 'missing-apology');
    await code.underline(apology.words);
    await code.goto(3, 47);
    await code.type(' I am very sorry for the trouble.');
    const left = await code.save('i-restart.txt', (text) => text.includes('sorry'));
    const expected = found('i-restart.txt');
    assert.ok(!expected.some(({ rule }) => rule === 'missing-apology'), left.text);
    await until('the findings of the new text', async () => (await code.status()).endsWith(` ${expected.length}`));
    await code.command('Regards: Restart Server');
    await until('a server that was asked for', () => server().some((it) => it !== next));
    await until('the status bar', async () => (await code.status()).endsWith(` ${expected.length}`));
});

step('the whole workspace is checked and fixed', async () => {
    await code.command('Regards: Check Workspace');
    const told = code.page.locator('.notification-toast', { hasText: /Regards has looked at \d+ files: \d+ findings/ });
    await told.first().waitFor();
    await code.screenshot('workspace');
    await code.command('Regards: Fix Everything in the Workspace That Needs No Look');
    await code.page.locator('.notification-toast', { hasText: /Fixed \d+ messages\./ }).first().waitFor();
    for (const name of ['g-workspace/one.txt', 'g-workspace/two.md']) {
        const text = await until(`${name} on the disk`, () => code.read(name) !== CANCEL && code.read(name));
        assert.match(text, /apolog|sorry/i);
        assert.ok(!found(name).some(({ rule }) => rule === 'missing-apology'));
    }
});

step('an untrusted workspace starts no program of its own', () => {
    const [pid] = server();
    const program = fs.readlinkSync(`/proc/${pid}/exe`);
    assert.ok(program.startsWith(path.join(code.home, 'extensions')), program);
    assert.deepEqual(fs.readFileSync(program), fs.readFileSync(REGARDS));
});

step('the walkthrough', async () => {
    // Pictures are shown where there is room.
    await code.command('View: Hide Panel');
    await code.command('View: Toggle Primary Side Bar Visibility');
    await code.command('Welcome: Open Walkthrough');
    await code.choose('Get Started with Regards');
    await code.page.locator('.getting-started-step', { hasText: 'Begin with a whole message' }).first().waitFor();
    await code.page.locator('.getting-started-media img').first().waitFor();
    await code.screenshot('walkthrough');
});
