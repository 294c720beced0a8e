# Regards in Kakoune, with kak-lsp 18 or newer: source this from kakrc, behind the lines that start kak-lsp.

# Kakoune has no file type for plain text.
hook global BufCreate .*\.txt %{
    set-option buffer filetype text
}
hook global BufCreate .*/(neo)?mutt-[^/]+|.*\.eml %{
    set-option buffer filetype mail
}

define-command -hidden regards-here %{
    set-option -add buffer lsp_servers %{
        [regards]
        command = "regards"
        args = ["server"]
        root_globs = ["regards.toml", ".git", ".hg"]
        single_instance = true
    }
}

# A file type may be set more than once, a server only once.
hook global BufSetOption filetype=(text|mail|markdown|html|jinja|eruby) %{
    evaluate-commands %sh{
        case $kak_opt_lsp_servers in
            *'[regards]'*) ;;
            *) echo regards-here ;;
        esac
    }
}
