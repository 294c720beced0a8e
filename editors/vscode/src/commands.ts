// The commands of the palette. What changes a message is done by the server; here people choose.

import * as vscode from 'vscode';
import { ExecuteCommandRequest, type LanguageClient, State } from 'vscode-languageclient/node';
import { chooseMessage } from './newMessage';
import { CatalogRequest } from './protocol';
import type { Server } from './server';
import type { Status } from './status';

export function registerCommands(server: Server, status: Status, memory: vscode.Memento): vscode.Disposable[] {
    /** A command that needs the server. */
    const withServer = (work: (client: LanguageClient) => Promise<void>) => async () => {
        const client = server.client;
        if (client?.state === State.Running) {
            await work(client);
        } else {
            const chosen = await vscode.window.showWarningMessage(`Regards does not run. ${server.missing ?? ''}`, 'Start It');
            if (chosen !== undefined) {
                await server.restart();
            }
        }
    };
    const commands: Record<string, () => unknown> = {
        'regards.new': withServer((client) => chooseMessage(client, memory)),
        'regards.fixMessage': withServer((client) => onMessage(client, 'regards.fixAll')),
        'regards.fixAllMessages': withServer((client) => execute(client, 'regards.fixWorkspace')),
        'regards.checkWorkspace': withServer(checkWorkspace),
        'regards.chooseIntent': withServer((client) => chooseIntent(client, status)),
        'regards.explainRule': withServer(explainRule),
        'regards.menu': () => showMenu(status),
        'regards.restart': () => server.restart(),
        'regards.showOutput': () => { server.showOutput(); },
    };
    return Object.entries(commands).map(([id, run]) => vscode.commands.registerCommand(id, run));
}

async function execute(client: LanguageClient, command: string, ...args: unknown[]): Promise<void> {
    await client.sendRequest(ExecuteCommandRequest.type, { command, arguments: args as never[] });
}

/** Has the server do something to the active message. */
async function onMessage(client: LanguageClient, command: string, ...args: unknown[]): Promise<void> {
    const uri = activeUri(client);
    if (uri !== undefined) {
        await execute(client, command, uri, ...args);
    }
}

function activeUri(client: LanguageClient): string | undefined {
    const document = vscode.window.activeTextEditor?.document;
    return document && client.code2ProtocolConverter.asUri(document.uri);
}

async function catalog(client: LanguageClient) {
    const uri = activeUri(client);
    return client.sendRequest(CatalogRequest, uri === undefined ? {} : { textDocument: { uri } });
}

async function chooseIntent(client: LanguageClient, status: Status): Promise<void> {
    const { intents } = await catalog(client);
    const known = status.current?.intents.map((intent) => intent.id) ?? [];
    const guess = status.current?.guess?.id;
    const items = intents.map(({ id, title, description }) => ({
        id, label: title, description: known.includes(id) ? `${id} $(check)` : id, detail: description,
    }));
    items.sort((a, b) => Number(b.id === guess) - Number(a.id === guess));
    const chosen = await vscode.window.showQuickPick(items, { placeHolder: 'What is this message?', matchOnDescription: true });
    if (chosen !== undefined) {
        // In a file that holds several messages, the one with the cursor is meant.
        const here = vscode.window.activeTextEditor?.selection.active;
        await onMessage(client, 'regards.setIntent', chosen.id, here && client.code2ProtocolConverter.asPosition(here));
    }
}

async function explainRule(client: LanguageClient): Promise<void> {
    const { rules } = await catalog(client);
    const document = vscode.window.activeTextEditor?.document;
    const here = new Set(
        document ? vscode.languages.getDiagnostics(document.uri).filter((it) => it.source === 'regards').map((it) => codeOf(it)) : [],
    );
    const item = ({ id, title, severity, enabled }: (typeof rules)[number]) => ({ id, label: title, description: enabled ? `${id} · ${severity}` : `${id} · off` });
    const separator = (label: string) => ({ id: '', label, kind: vscode.QuickPickItemKind.Separator });
    const [found, others] = [rules.filter((rule) => here.has(rule.id)), rules.filter((rule) => !here.has(rule.id))];
    const items = [separator('in this message'), ...found.map(item), separator('all rules'), ...others.map(item)];
    const chosen = await vscode.window.showQuickPick(found.length > 0 ? items : rules.map(item), {
        placeHolder: 'Explain which rule?', matchOnDescription: true,
    });
    if (chosen !== undefined) {
        const uri = activeUri(client);
        await (uri === undefined ? execute(client, 'regards.explain', chosen.id) : execute(client, 'regards.explain', uri, chosen.id));
    }
}

function codeOf({ code }: vscode.Diagnostic): string {
    return String(typeof code === 'object' ? code.value : code);
}

interface WorkspaceReport {
    items: { items?: { severity?: number }[] }[];
}

/** Checks every draft of the workspace, and shows the findings where the editor keeps all of them. */
async function checkWorkspace(client: LanguageClient): Promise<void> {
    const progress = { location: vscode.ProgressLocation.Notification, title: 'Checking messages', cancellable: true };
    const report = await vscode.window.withProgress(progress, (_, token) =>
        client.sendRequest<WorkspaceReport>('workspace/diagnostic', { previousResultIds: [] }, token));
    const files = report.items.map((file) => file.items?.length ?? 0);
    const findings = files.reduce((sum, count) => sum + count, 0);
    const lacking = files.filter((count) => count > 0).length;
    await vscode.commands.executeCommand('workbench.actions.view.problems');
    const message =
        findings === 0
            ? `Regards has looked at ${String(files.length)} files: nothing is missing.`
            : `Regards has looked at ${String(files.length)} files: ${String(findings)} findings in ${String(lacking)} of them.`;
    void vscode.window.showInformationMessage(message);
}

/** What a click on the status bar offers. */
async function showMenu(status: Status): Promise<void> {
    const isMessage = (status.current?.intents.length ?? 0) > 0;
    const items = [
        { label: '$(wand) Fix everything that needs no look', command: 'regards.fixMessage', shown: isMessage },
        { label: '$(list-unordered) Show findings', command: 'workbench.actions.view.problems', shown: isMessage },
        { label: '$(tag) Say what this message is…', command: 'regards.chooseIntent', shown: true },
        { label: '$(question) Explain a rule…', command: 'regards.explainRule', shown: true },
        { label: '$(mail) New message…', command: 'regards.new', shown: true },
        { label: '$(output) Show output', command: 'regards.showOutput', shown: true },
    ];
    const title = status.current?.intents.map((intent) => intent.title).join(' + ');
    const chosen = await vscode.window.showQuickPick(items.filter((item) => item.shown), { placeHolder: title ?? 'Regards' });
    if (chosen !== undefined) {
        await vscode.commands.executeCommand(chosen.command);
    }
}
