// What the server answers beyond the protocol.

import { type Range, RequestType, type TextDocumentIdentifier } from 'vscode-languageclient/node';

export interface MessageStatus {
    /** What the message is about, the main intent first; empty where it is none of the server's business. */
    intents: { id: string; title: string }[];
    /** What it may be about, where that is not sure: no rule applies until somebody says so. */
    guess: { id: string; title: string } | null;
    template: boolean;
    findings: { error: number; warning: number; information: number; hint: number };
    /** The quoted thread. */
    thread: Range[];
}

export interface Catalog {
    intents: { id: string; title: string; description: string; sender: string | null; skeleton: boolean }[];
    rules: { id: string; title: string; severity: string; enabled: boolean }[];
}

export type MessageFormat = 'plain' | 'markdown' | 'mail' | 'html' | 'jinja' | 'handlebars' | 'erb';

export interface NewMessage {
    subject: string;
    text: string;
    /** The text with a tab stop for each blank. */
    snippet: string;
}

interface OfFile {
    textDocument?: TextDocumentIdentifier;
}

export const StatusRequest = new RequestType<Required<OfFile>, MessageStatus | null, void>('regards/status');
export const CatalogRequest = new RequestType<OfFile, Catalog, void>('regards/catalog');
export const NewMessageRequest = new RequestType<OfFile & { intent: string; format?: MessageFormat }, NewMessage, void>(
    'regards/newMessage',
);
