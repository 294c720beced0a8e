// The server's life: found, started, started anew. The language client starts it again by itself when it dies.

import * as vscode from 'vscode';
import { LanguageClient, type LanguageClientOptions, RevealOutputChannelOn, State } from 'vscode-languageclient/node';
import { findProgram } from './program';

/** The languages of messages; those of templates may come from other extensions. */
export function languages(extension: vscode.Extension<unknown>): string[] {
    const { activationEvents } = extension.packageJSON as { activationEvents: string[] };
    return activationEvents.flatMap((event) => /^onLanguage:(.*)/.exec(event)?.[1] ?? []);
}

export class Server {
    /** The client of a server that runs; undefined where there is none. */
    client: LanguageClient | undefined;
    /** Why there is none. */
    missing: string | undefined;
    private readonly output = vscode.window.createOutputChannel('Regards', { log: true });
    private readonly changed = new vscode.EventEmitter<void>();
    /** The server has started or stopped. */
    readonly onDidChange = this.changed.event;
    /** Starting and stopping, one after the other. */
    private turn: Promise<void> = Promise.resolve();

    constructor(private readonly context: vscode.ExtensionContext) {
        context.subscriptions.push(this.output, this.changed);
    }

    start(): Promise<void> {
        return this.next(() => this.startNow());
    }

    stop(): Promise<void> {
        return this.next(() => this.stopNow());
    }

    restart(): Promise<void> {
        return this.next(async () => {
            await this.stopNow();
            await this.startNow();
        });
    }

    showOutput(): void {
        this.output.show(true);
    }

    private next(work: () => Promise<void>): Promise<void> {
        this.turn = this.turn.then(work, work);
        return this.turn;
    }

    private async startNow(): Promise<void> {
        const settings = vscode.workspace.getConfiguration('regards');
        const found = findProgram(settings.get('path', ''), this.context.extensionPath);
        if ('missing' in found) {
            this.missing = found.missing;
            this.output.error(found.missing);
            this.changed.fire();
            void this.tellMissing(found.missing);
            return;
        }
        this.missing = undefined;
        this.output.info(`Starting ${found.path}`);
        const args = ['server', '--log-level', settings.get('logLevel', 'warn')];
        const client = new LanguageClient('regards', 'Regards', { command: found.path, args }, this.options());
        client.onDidChangeState(({ newState }) => {
            if (newState !== State.Starting) {
                this.changed.fire();
            }
        });
        this.client = client;
        try {
            await client.start();
        } catch (error) {
            // The client has told the user; the status bar says so too.
            this.client = undefined;
            this.missing = `${found.path} does not start: ${error instanceof Error ? error.message : String(error)}`;
            this.output.error(this.missing);
            this.changed.fire();
        }
    }

    private async stopNow(): Promise<void> {
        const client = this.client;
        this.client = undefined;
        // A server that has died, or does not answer, is gone all the same.
        await client?.dispose().catch((error: unknown) => { this.output.warn(String(error)); });
        this.changed.fire();
    }

    private options(): LanguageClientOptions {
        const schemes = ['file', 'untitled', 'vscode-vfs'];
        const drafts = languages(this.context.extension).flatMap((language) => schemes.map((scheme) => ({ scheme, language })));
        const settings = vscode.workspace.getConfiguration('regards');
        return {
            documentSelector: [
                ...drafts,
                { scheme: 'file', pattern: '**/{regards,.regards}.toml' },
                { scheme: 'file', pattern: '**/{etiquette,acts,intents,words}/*.toml' },
            ],
            initializationOptions: { enable: settings.get('enable'), config: settings.get('config') },
            outputChannel: this.output,
            traceOutputChannel: this.output,
            revealOutputChannelOn: RevealOutputChannelOn.Never,
            diagnosticPullOptions: { onChange: true, onTabs: true },
            middleware: {
                window: {
                    // Pages that explain rules are Markdown to be read, not edited.
                    showDocument: async (params, token, next) => {
                        if (params.external !== true && params.uri.endsWith('.md')) {
                            await vscode.commands.executeCommand('markdown.showPreview', vscode.Uri.parse(params.uri));
                            return { success: true };
                        }
                        return next(params, token);
                    },
                },
            },
        };
    }

    private async tellMissing(why: string): Promise<void> {
        const settings = 'Open Setting';
        const again = 'Try Again';
        const install = 'Install the package of the extension for this system, or set regards.path to the program.';
        const chosen = await vscode.window.showErrorMessage(`Regards cannot check anything. ${why} ${install}`, settings, again);
        if (chosen === settings) {
            await vscode.commands.executeCommand('workbench.action.openSettings', 'regards.path');
        } else if (chosen === again) {
            await this.restart();
        }
    }
}
