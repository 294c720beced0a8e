" Regards under ALE: copy this to ~/.vim/plugin/ (Windows: ~/vimfiles/plugin/).
"
" ALE counts columns in bytes and does not say so: hence the server's option.

let g:regards_program = get(g:, 'regards_program', 'regards')

" What messages are written in, and what the server calls it.
let s:languages = {
\   'mail': 'mail',
\   'text': 'plaintext',
\   'markdown': 'markdown',
\   'html': 'html',
\   'jinja': 'jinja',
\   'handlebars': 'handlebars',
\   'mustache': 'mustache',
\   'liquid': 'liquid',
\   'eruby': 'erb',
\   'json': 'json',
\   'yaml': 'yaml',
\}

function! s:Root(buffer) abort
    let l:config = ale#path#FindNearestFile(a:buffer, 'regards.toml')

    return fnamemodify(empty(l:config) ? bufname(a:buffer) : l:config, ':p:h')
endfunction

function! s:Define(filetype) abort
    if !has_key(s:languages, a:filetype)
        return
    endif

    " Once is enough.
    let l:language = remove(s:languages, a:filetype)

    call ale#linter#Define(a:filetype, {
    \   'name': 'regards',
    \   'lsp': 'stdio',
    \   'executable': g:regards_program,
    \   'command': '%e server --position-encoding utf-8',
    \   'language': l:language,
    \   'project_root': function('s:Root'),
    \})
endfunction

augroup regards
    autocmd!
    autocmd FileType * call s:Define(expand('<amatch>'))
augroup END
