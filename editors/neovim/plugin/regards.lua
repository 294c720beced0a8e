if vim.g.loaded_regards then
  return
end
vim.g.loaded_regards = true

vim.api.nvim_create_user_command('Regards', function(command)
  require('regards').run(command)
end, {
  nargs = '+',
  bang = true,
  desc = 'Regards: new, fix, intent, explain',
  complete = function(...)
    return require('regards').complete(...)
  end,
})
