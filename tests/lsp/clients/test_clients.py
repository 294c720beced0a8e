"""One draft, from its findings to its fix, as three editors would ask for it."""

import json
import os

import pytest
import pytest_lsp
from lsprotocol import types as lsp
from pytest_lsp import ClientServerConfig, LanguageClient

URI = "file:///drafts/a.txt"
DRAFT = "Hi Dana,\n\n😀 I need to cancel our interview on 9 December.\n\nBest,\nSam\n"
CLIENTS = ["visual-studio-code", "neovim", "emacs"]


@pytest_lsp.fixture(
    params=CLIENTS,
    config=ClientServerConfig(server_command=[os.environ["REGARDS"], "server", "--log-level", "error"]),
)
async def client(request, lsp_client: LanguageClient):
    lsp_client.settings = {}
    lsp_client.applied = []

    @lsp_client.feature(lsp.WORKSPACE_APPLY_EDIT)
    def apply(params: lsp.ApplyWorkspaceEditParams):
        lsp_client.applied.append(params.edit)
        return lsp.ApplyWorkspaceEditResult(applied=True)

    @lsp_client.feature(lsp.CLIENT_REGISTER_CAPABILITY)
    def register(params: lsp.RegistrationParams):
        return None

    @lsp_client.feature(lsp.WORKSPACE_INLAY_HINT_REFRESH)
    @lsp_client.feature(lsp.WORKSPACE_CODE_LENS_REFRESH)
    def refresh(*_):
        return None

    capabilities = pytest_lsp.client_capabilities(request.param)
    lsp_client.answer = await lsp_client.initialize_session(lsp.InitializeParams(capabilities=capabilities))
    lsp_client.recorded = capabilities
    yield
    await lsp_client.shutdown_session()


def open_draft(client: LanguageClient, text: str = DRAFT, uri: str = URI, language: str = "plaintext"):
    document = lsp.TextDocumentItem(uri, language, 1, text)
    client.text_document_did_open(lsp.DidOpenTextDocumentParams(document))


async def findings(client: LanguageClient, uri: str = URI):
    """What the editor would show: it asks for it, or it is told."""
    if client.recorded.text_document.diagnostic is not None:
        params = lsp.DocumentDiagnosticParams(lsp.TextDocumentIdentifier(uri))
        return (await client.text_document_diagnostic_async(params)).items
    if uri not in client.diagnostics:
        await client.wait_for_notification(lsp.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
    return client.diagnostics[uri]


def units(client: LanguageClient, text: str) -> int:
    """How many columns a text takes."""
    encoding = client.answer.capabilities.position_encoding or "utf-16"
    return {"utf-8": len(text.encode()), "utf-16": len(text.encode("utf-16-le")) // 2, "utf-32": len(text)}[encoding]


def spliced(client: LanguageClient, text: str, edit: lsp.WorkspaceEdit) -> str:
    edits = edit.document_changes[0].edits if edit.document_changes else edit.changes[URI]
    encoding = client.answer.capabilities.position_encoding or "utf-16"
    width = {"utf-8": lambda c: len(c.encode()), "utf-16": lambda c: len(c.encode("utf-16-le")) // 2, "utf-32": lambda c: 1}[encoding]

    def offset(position: lsp.Position) -> int:
        lines = text.splitlines(keepends=True)
        at, left = sum(map(len, lines[: position.line])), position.character
        while left > 0:
            left -= width(text[at])
            at += 1
        return at

    for one in sorted(edits, key=lambda it: offset(it.range.start), reverse=True):
        text = text[: offset(one.range.start)] + one.new_text + text[offset(one.range.end) :]
    return text


@pytest.mark.asyncio
async def test_from_finding_to_fix(client: LanguageClient):
    open_draft(client)
    found = {diagnostic.code: diagnostic for diagnostic in await findings(client)}
    apology = found["missing-apology"]
    assert apology.source == "regards"
    line = DRAFT.splitlines()[2]
    words = line[: line.index("interview")].rstrip()
    assert apology.range.start.line == 2
    assert units(client, "😀 ") <= apology.range.start.character <= units(client, words)

    where = lsp.CodeActionParams(lsp.TextDocumentIdentifier(URI), apology.range, lsp.CodeActionContext([apology]))
    actions = await client.text_document_code_action_async(where)
    preferred = [action for action in actions if isinstance(action, lsp.CodeAction) and action.is_preferred]
    if preferred:
        action = preferred[0]
        edit = action.edit or (await client.code_action_resolve_async(action)).edit
    else:
        command = next(action for action in actions if isinstance(action, lsp.Command))
        params = lsp.ExecuteCommandParams(command.command, arguments=command.arguments)
        await client.workspace_execute_command_async(params)
        while not client.applied:
            await client.text_document_hover_async(lsp.HoverParams(lsp.TextDocumentIdentifier(URI), apology.range.start))
        edit = client.applied[0]
    fixed = spliced(client, DRAFT, edit)

    other = "file:///drafts/b.txt"
    open_draft(client, fixed, other)
    left = {diagnostic.code for diagnostic in await findings(client, other)}
    assert "missing-apology" not in left, fixed
    assert left < set(found)


@pytest.mark.asyncio
async def test_typing(client: LanguageClient):
    open_draft(client)
    assert await findings(client)
    end = lsp.Position(2, units(client, DRAFT.splitlines()[2]))
    change = lsp.TextDocumentContentChangePartial(range=lsp.Range(end, end), text=" I am very sorry for the trouble.")
    document = lsp.VersionedTextDocumentIdentifier(version=2, uri=URI)
    client.diagnostics.clear()
    client.text_document_did_change(lsp.DidChangeTextDocumentParams(document, [change]))
    assert "missing-apology" not in {diagnostic.code for diagnostic in await findings(client)}


@pytest.mark.asyncio
async def test_hover(client: LanguageClient):
    open_draft(client)
    apology = next(it for it in await findings(client) if it.code == "missing-apology")
    hover = await client.text_document_hover_async(lsp.HoverParams(lsp.TextDocumentIdentifier(URI), apology.range.start))
    assert "missing-apology" in hover.contents.value


@pytest.mark.asyncio
async def test_a_message_in_json(client: LanguageClient):
    uri = "file:///drafts/a.json"
    text = json.dumps({"letters": [{"body": DRAFT}], "note": DRAFT}, ensure_ascii=False, indent=2)
    body = next(number for number, line in enumerate(text.splitlines()) if '"body"' in line)
    open_draft(client, text, uri, "json")
    found = await findings(client, uri)
    assert "missing-apology" in {it.code for it in found}
    assert {it.range.start.line for it in found} == {body}
