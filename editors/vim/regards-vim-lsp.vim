" Regards under vim-lsp: copy this to ~/.vim/plugin/.

augroup regards
    autocmd!
    autocmd User lsp_setup call lsp#register_server({
    \   'name': 'regards',
    \   'cmd': ['regards', 'server'],
    \   'allowlist': ['mail', 'text', 'markdown', 'html', 'jinja', 'handlebars', 'mustache', 'liquid', 'eruby', 'json', 'yaml'],
    \})
augroup END
