// What the active message is taken for and how many findings it has, in the status bar; the thread below it, dimmed.

import * as vscode from 'vscode';
import { State } from 'vscode-languageclient/node';
import { type MessageStatus, StatusRequest } from './protocol';
import type { Server } from './server';

/** How long typing has to pause before the server is asked, in milliseconds. */
const PAUSE = 200;

export class Status implements vscode.Disposable {
    /** How the active message stands; undefined where there is none. */
    current: MessageStatus | undefined;
    private readonly item = vscode.window.createStatusBarItem('regards.status', vscode.StatusBarAlignment.Right, 90);
    private readonly dimmed = vscode.window.createTextEditorDecorationType({ opacity: '0.55' });
    private readonly listeners: vscode.Disposable[];
    private timer: NodeJS.Timeout | undefined;

    constructor(private readonly server: Server) {
        this.item.name = 'Regards';
        const soon = () => { this.soon(); };
        this.listeners = [
            server.onDidChange(soon),
            vscode.window.onDidChangeActiveTextEditor(soon),
            vscode.languages.onDidChangeDiagnostics(soon),
            vscode.workspace.onDidChangeTextDocument((change) => {
                if (change.document === vscode.window.activeTextEditor?.document) {
                    this.soon();
                }
            }),
            vscode.workspace.onDidChangeConfiguration((change) => {
                if (change.affectsConfiguration('regards')) {
                    this.soon();
                }
            }),
        ];
        this.soon();
    }

    dispose(): void {
        clearTimeout(this.timer);
        vscode.Disposable.from(this.item, this.dimmed, ...this.listeners).dispose();
    }

    private soon(): void {
        clearTimeout(this.timer);
        this.timer = setTimeout(() => void this.update(), PAUSE);
    }

    private async update(): Promise<void> {
        const editor = vscode.window.activeTextEditor;
        const status = editor && (await this.ask(editor.document));
        if (editor !== vscode.window.activeTextEditor) {
            // Another editor has become active meanwhile, and is asked about.
            return;
        }
        this.current = status ?? undefined;
        const isMessage = status?.intents.length !== 0 && status !== undefined;
        await vscode.commands.executeCommand('setContext', 'regards.isDraft', status !== undefined);
        await vscode.commands.executeCommand('setContext', 'regards.isMessage', isMessage);
        this.show(status);
        if (editor) {
            const dims = isMessage && vscode.workspace.getConfiguration('regards').get('dimThread', true);
            const range = ({ start, end }: MessageStatus['thread'][number]) =>
                new vscode.Range(start.line, start.character, end.line, end.character);
            editor.setDecorations(this.dimmed, dims ? status.thread.map(range) : []);
        }
    }

    private async ask(document: vscode.TextDocument): Promise<MessageStatus | undefined> {
        const client = this.server.client;
        if (client?.state !== State.Running || !vscode.languages.match(client.clientOptions.documentSelector as vscode.DocumentSelector, document)) {
            return undefined;
        }
        const textDocument = client.code2ProtocolConverter.asTextDocumentIdentifier(document);
        try {
            return (await client.sendRequest(StatusRequest, { textDocument })) ?? undefined;
        } catch {
            // The server has died meanwhile; its next start asks again.
            return undefined;
        }
    }

    private show(status: MessageStatus | undefined): void {
        const { missing, client } = this.server;
        this.item.backgroundColor = undefined;
        if (missing !== undefined || (client !== undefined && client.state === State.Stopped)) {
            this.item.text = '$(warning) Regards';
            this.item.tooltip = missing ?? 'The server has stopped. Click to start it again.';
            this.item.command = 'regards.restart';
            this.item.backgroundColor = new vscode.ThemeColor('statusBarItem.warningBackground');
            this.item.show();
            return;
        }
        if (status === undefined) {
            this.item.hide();
            return;
        }
        const intents = status.intents.map((intent) => intent.title).join(' + ');
        const count = total(status);
        if (status.guess) {
            const guess = status.guess.title;
            this.item.text = `$(mail) ${guess}?`;
            this.item.accessibilityInformation = { label: `Regards: perhaps ${guess}` };
            this.item.tooltip = `Perhaps: ${guess}. Regards is not sure, and asks for nothing. Click to say what it is.`;
        } else if (intents === '') {
            this.item.text = '$(mail) Regards';
            this.item.accessibilityInformation = { label: 'Regards: no message of ours' };
            this.item.tooltip = 'Not a message about an interview or an application, as far as Regards can tell. Click to say what it is.';
        } else {
            this.item.text = `$(mail) ${intents} $(${count === 0 ? 'check' : 'issues'}) ${count === 0 ? '' : String(count)}`.trim();
            this.item.accessibilityInformation = { label: `Regards: ${intents}, ${told(status)}` };
            this.item.tooltip = `${intents}${status.template ? ' (template)' : ''}: ${told(status)}`;
        }
        this.item.command = 'regards.menu';
        this.item.show();
    }
}

function total({ findings }: MessageStatus): number {
    return findings.error + findings.warning + findings.information + findings.hint;
}

/** The findings in words. */
function told(status: MessageStatus): string {
    if (total(status) === 0) {
        return 'nothing is missing';
    }
    const { error, warning, information, hint } = status.findings;
    const counted: [number, string][] = [[error, 'error'], [warning, 'warning'], [information, 'remark'], [hint, 'hint']];
    const words = counted.filter(([count]) => count > 0).map(([count, word]) => `${String(count)} ${word}${count === 1 ? '' : 's'}`);
    return words.join(', ');
}
