--- Regards for Neovim's own LSP client: `vim.lsp.enable('regards')`.

local config_files = { 'regards.toml', '.regards.toml' }
local rule_folders = { etiquette = true, acts = true, intents = true, words = true }
local data = { json = true, jsonc = true, yaml = true }

---@type vim.lsp.Config
return {
  cmd = { 'regards', 'server' },
  filetypes = {
    'text',
    'mail',
    'markdown',
    'quarto',
    'rmd',
    'html',
    'xhtml',
    'htmldjango',
    'jinja',
    'jinja.html',
    'handlebars',
    'html.handlebars',
    'mustache',
    'liquid',
    'twig',
    'nunjucks',
    'eruby',
    'ejs',
    'gotmpl',
    'gohtmltmpl',
    'json',
    'jsonc',
    'yaml',
    'toml',
  },
  root_dir = function(bufnr, on_dir)
    local root = vim.fs.root(bufnr, config_files)
    local filetype = vim.bo[bufnr].filetype
    -- Most files of data hold no messages: only those of a project that uses Regards are looked at.
    if data[filetype] and not root then
      return
    end
    if filetype == 'toml' then
      -- Of all TOML files, only its configuration and rules are any of its business.
      local name = vim.api.nvim_buf_get_name(bufnr)
      local is_config = vim.list_contains(config_files, vim.fs.basename(name))
      if not is_config and not rule_folders[vim.fs.basename(vim.fs.dirname(name))] then
        return
      end
    end
    -- Without a root, the server takes the file by itself.
    on_dir(root or vim.fs.root(bufnr, '.git'))
  end,
}
