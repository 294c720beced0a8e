--- `:checkhealth regards`

local M = {}

local function check_editor()
  vim.health.start('Neovim')
  if vim.fn.has('nvim-0.11') == 1 then
    vim.health.ok('Neovim is new enough')
  else
    vim.health.error('Neovim is older than 0.11', 'Update Neovim, or see the README for a configuration without this plugin')
  end
end

local function check_program()
  vim.health.start('Program')
  local program = require('regards').program()
  local path = vim.fn.exepath(program)
  if path == '' then
    return vim.health.error(('%s cannot be found'):format(program), {
      'Install Regards: `cargo install --path .` in its folder',
      "Or say where it is: vim.lsp.config('regards', { cmd = { '/path/to/regards', 'server' } })",
    })
  end
  local done = vim.system({ path, '--version' }, { text = true }):wait()
  if done.code == 0 then
    vim.health.ok(('%s, %s'):format(vim.trim(done.stdout), path))
  else
    vim.health.error(('%s does not run: %s'):format(path, vim.trim(done.stderr)))
  end
end

local function check_server()
  vim.health.start('Server')
  if vim.lsp.is_enabled('regards') then
    vim.health.ok('It is enabled')
  else
    vim.health.error('It is not enabled', "Add vim.lsp.enable('regards') to your init.lua")
  end
  local clients = vim.lsp.get_clients({ name = 'regards' })
  if #clients == 0 then
    vim.health.info('It is not running: no draft is open')
  end
  for _, client in ipairs(clients) do
    local files = vim.tbl_map(function(buffer)
      local name = vim.api.nvim_buf_get_name(buffer)
      return name == '' and 'a file without a name' or vim.fn.fnamemodify(name, ':~:.')
    end, vim.tbl_keys(client.attached_buffers))
    vim.health.ok(('It is at work on %s'):format(table.concat(files, ', ')))
  end
end

function M.check()
  check_editor()
  check_program()
  if vim.fn.has('nvim-0.11') == 1 then
    check_server()
  end
end

return M
