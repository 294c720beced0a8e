// The extension's life: one server, its status bar, its commands.

import * as vscode from 'vscode';
import { Server } from './server';
import { registerCommands } from './commands';
import { Status } from './status';

let server: Server | undefined;

export async function activate(context: vscode.ExtensionContext): Promise<void> {
    server = new Server(context);
    const status = new Status(server);
    context.subscriptions.push(status, ...registerCommands(server, status, context.globalState));
    context.subscriptions.push(
        vscode.workspace.onDidChangeConfiguration(async (change) => {
            if (change.affectsConfiguration('regards.path') || change.affectsConfiguration('regards.logLevel')) {
                await server?.restart();
            }
        }),
    );
    await server.start();
}

export async function deactivate(): Promise<void> {
    await server?.stop();
}
