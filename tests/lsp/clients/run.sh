#!/bin/sh
# The server with an independent client, pytest-lsp, that shows the recorded capabilities of real editors.
# usage: tests/lsp/clients/run.sh [REGARDS]   (the binary; built if left out)
# Exit status 77: pytest-lsp cannot be had here.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../../.." && pwd)
if [ $# -gt 0 ]; then
    regards=$1
else
    (cd "$root" && cargo build --quiet)
    regards=$root/target/debug/regards
fi
venv=$root/target/pytest-lsp
if [ ! -x "$venv/bin/pytest" ]; then
    rm -rf "$venv"
    if ! { python3 -m venv "$venv" && "$venv/bin/pip" install --quiet --disable-pip-version-check -r "$here/requirements.txt"; }; then
        rm -rf "$venv"
        echo "pytest-lsp cannot be installed from PyPI here, or there is no Python for it"
        exit 77
    fi
fi
REGARDS=$regards exec "$venv/bin/pytest" -q -p no:cacheprovider "$here"
