-- Templates of messages Neovim has no filetype for; `setfiletype` leaves alone what another plugin has found out.
for filetype, patterns in pairs({
  jinja = { '*.j2', '*.jinja2' },
  nunjucks = { '*.njk' },
  ejs = { '*.ejs' },
}) do
  vim.api.nvim_create_autocmd({ 'BufRead', 'BufNewFile' }, {
    pattern = patterns,
    command = 'setfiletype ' .. filetype,
  })
end
