# A real editor in a terminal of its own, driven by keys: sourced by the `run` of the editors.
#
# $work is a new folder; in it `home` is the editor's home and `drafts` has a copy of ../drafts. `regards` on the PATH is
# the binary that is tried. All of it goes away at the end.

tests=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$tests/../.." && pwd)
work=$(mktemp -d)
terminals=0
socket=regards-$$-0

at_end() {
    tmux -L "$socket" kill-server 2>/dev/null
    # An editor may still be writing what it keeps at its end.
    rm -rf "$work" 2>/dev/null || { sleep 1 && rm -rf "$work"; }
}
trap at_end EXIT

mkdir -p "$work/bin" "$work/home" "$work/runtime"
chmod 700 "$work/runtime"
cp -R "$tests/drafts" "$work/drafts"
ln -s "$REGARDS" "$work/bin/regards"
export PATH=$work/bin:$PATH HOME=$work/home LANG=C.UTF-8 LC_ALL=C.UTF-8
export XDG_CONFIG_HOME=$HOME/.config XDG_CACHE_HOME=$HOME/.cache XDG_DATA_HOME=$HOME/.local/share XDG_STATE_HOME=$HOME/.local/state
export XDG_RUNTIME_DIR=$work/runtime
cd "$work/drafts" || exit 1

# start COMMAND... – runs it in a new terminal of 120 columns, in the place of the one there was.
start() {
    tmux -L "$socket" kill-server 2>/dev/null
    # A server that is ending still has its socket.
    terminals=$((terminals + 1)) socket=regards-$$-$terminals
    tmux -L "$socket" -f /dev/null new-session -d -x 120 -y 40 "$(printf '%q ' "$@")"
    tmux -L "$socket" set-option -g escape-time 0
}

# keys KEY... – presses keys, by tmux's names: Enter, Escape, C-n.
keys() {
    tmux -L "$socket" send-keys "$@"
}

# types TEXT – letter by letter.
types() {
    tmux -L "$socket" send-keys -l -- "$1"
}

# The text on the screen.
screen() {
    tmux -L "$socket" capture-pane -p
}

# wait_for WHAT COMMAND... – waits until the command succeeds, 30 seconds at most, or thereabouts.
wait_for() {
    local what=$1 try
    shift
    for try in $(seq 300); do
        if "$@" >/dev/null 2>&1; then
            echo "ok: $what"
            return
        fi
        sleep 0.1
    done
    fail "$what: $("$@" 2>&1)"
}

# shows TEXT – whether the screen has it.
shows() {
    screen | grep -qF -- "$1"
}

# same FILE EXPECTED – whether the file on the disk is as expected; both in the folder of drafts.
same() {
    cmp -s "$1" "$2"
}

fail() {
    echo "FAILED: $1"
    echo "the screen:"
    screen | sed 's/^/    |/'
    for file in *; do
        cmp -s "$file" "$tests/drafts/$file" || { echo "$file:"; cat -A "$file" | sed "s/^/    |/"; }
    done
    exit 1
}
