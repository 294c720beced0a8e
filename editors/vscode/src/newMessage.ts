// A whole message to begin with: chosen by what it is about, then by what it is written in.

import * as vscode from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import { CatalogRequest, type MessageFormat, NewMessageRequest } from './protocol';

const FORMATS: { format: MessageFormat; label: string; languages: string[] }[] = [
    { format: 'plain', label: 'Plain text', languages: ['plaintext'] },
    { format: 'mail', label: 'Mail, with its header', languages: ['mail'] },
    { format: 'markdown', label: 'Markdown', languages: ['markdown'] },
    { format: 'html', label: 'HTML', languages: ['html'] },
    { format: 'jinja', label: 'Template: Jinja, Twig or Liquid', languages: ['jinja', 'jinja-html', 'twig', 'liquid', 'plaintext'] },
    { format: 'handlebars', label: 'Template: Handlebars or Mustache', languages: ['handlebars'] },
    { format: 'erb', label: 'Template: ERB', languages: ['erb', 'plaintext'] },
];
const LAST = 'newMessage.format';

/** Asks for both, and writes the message into the active editor where that is empty, else into a new one. */
export async function chooseMessage(client: LanguageClient, memory: vscode.Memento): Promise<void> {
    const empty = emptyEditor(client);
    const uri = empty && client.code2ProtocolConverter.asUri(empty.document.uri);
    const { intents } = await client.sendRequest(CatalogRequest, uri === undefined ? {} : { textDocument: { uri } });
    const items = intents.filter((intent) => intent.skeleton).map(({ id, title, description }) => ({ id, label: title, description: id, detail: description }));
    const intent = await vscode.window.showQuickPick(items, { placeHolder: 'What is the message?', matchOnDescription: true });
    if (intent === undefined) {
        return;
    }
    if (empty !== undefined && uri !== undefined) {
        const { snippet } = await client.sendRequest(NewMessageRequest, { intent: intent.id, textDocument: { uri } });
        await empty.insertSnippet(new vscode.SnippetString(snippet));
        return;
    }
    const last = memory.get<MessageFormat>(LAST);
    const formats = [...FORMATS].sort((a, b) => Number(b.format === last) - Number(a.format === last));
    const chosen = await vscode.window.showQuickPick(formats, { placeHolder: 'Written in what?' });
    if (chosen === undefined) {
        return;
    }
    await memory.update(LAST, chosen.format);
    const { snippet } = await client.sendRequest(NewMessageRequest, { intent: intent.id, format: chosen.format });
    const installed = await vscode.languages.getLanguages();
    const language = chosen.languages.find((it) => installed.includes(it)) ?? 'plaintext';
    const editor = await vscode.window.showTextDocument(await vscode.workspace.openTextDocument({ language }));
    await editor.insertSnippet(new vscode.SnippetString(snippet));
}

/** The active editor, where it has an empty draft. */
function emptyEditor(client: LanguageClient): vscode.TextEditor | undefined {
    const editor = vscode.window.activeTextEditor;
    const isDraft = editor && vscode.languages.match(client.clientOptions.documentSelector as vscode.DocumentSelector, editor.document);
    return isDraft && editor.document.getText().trim() === '' && !editor.document.fileName.endsWith('.toml') ? editor : undefined;
}
