--- `:Regards`: what the server and the command line can do, under one command.

local M = {}

local function say(level, message)
  vim.notify('Regards: ' .. message, level)
end

--- The program the server is started with.
---@return string
function M.program()
  local config = vim.lsp.config.regards
  local cmd = config and config.cmd
  return type(cmd) == 'table' and cmd[1] or 'regards'
end

--- Runs the command line beside the current file, so that the same `regards.toml` counts.
---@param arguments string[]
---@return string? output nothing where it failed: then the user has been told
local function output_of(arguments)
  local folder = vim.fs.dirname(vim.api.nvim_buf_get_name(0))
  local cwd = vim.fn.isdirectory(folder) == 1 and folder or nil
  local command = vim.list_extend({ M.program() }, arguments)
  vim.list_extend(command, { '--color', 'never', '--quiet' })
  local started, process = pcall(vim.system, command, { cwd = cwd, text = true })
  if not started then
    say(vim.log.levels.ERROR, ('%s cannot be run; see :checkhealth regards'):format(M.program()))
    return
  end
  local done = process:wait()
  if done.code ~= 0 then
    say(vim.log.levels.ERROR, vim.trim(done.stderr))
    return
  end
  return done.stdout
end

--- The server, where it is at work on the current file.
---@return vim.lsp.Client?
local function client()
  local found = vim.lsp.get_clients({ name = 'regards', bufnr = 0 })[1]
  if not found then
    say(vim.log.levels.ERROR, 'the server is not at work on this file; see :checkhealth regards')
  end
  return found
end

---@param command string
---@param ... string arguments after the file
local function execute(command, ...)
  local server = client()
  if server then
    local arguments = { vim.uri_from_bufnr(0), ... }
    server:exec_cmd({ title = command, command = command, arguments = arguments }, { bufnr = 0 })
  end
end

--- Says what the message with the cursor is meant to do.
---@param intent string
local function set_intent(intent)
  local server = client()
  if server then
    local here = vim.lsp.util.make_position_params(0, server.offset_encoding)
    execute('regards.setIntent', intent, here.position)
  end
end

--- What can be named in a table, for people.
---@param of table<string, any>
local function names(of)
  local all = vim.tbl_keys(of)
  table.sort(all)
  return table.concat(all, ', ')
end

--- The first words of the lines of a listing: ids.
---@param listing string?
local function ids(listing)
  return vim.iter(vim.split(listing or '', '\n', { trimempty = true }))
    :map(function(line)
      return line:match('^%S+')
    end)
    :totable()
end

local function intents()
  return ids(output_of({ 'new' }))
end

local function rules()
  return ids(output_of({ 'rules' }))
end

--- What a new message can be written in, and the filetype of each.
local formats = {
  plain = 'text',
  markdown = 'markdown',
  mail = 'mail',
  html = 'html',
  jinja = 'jinja',
  handlebars = 'handlebars',
  erb = 'eruby',
}

--- What suits a filetype.
---@param filetype string
local function format_of(filetype)
  local htmls = { xhtml = true, htmldjango = true, gohtmltmpl = true, ['jinja.html'] = true, ['html.handlebars'] = true }
  local likes = { liquid = 'jinja', twig = 'jinja', nunjucks = 'jinja', mustache = 'handlebars', ejs = 'erb' }
  for format, of in pairs(formats) do
    -- In a mail program's draft the header is written elsewhere, or already.
    if of == filetype and format ~= 'mail' then
      return format
    end
  end
  return likes[filetype] or htmls[filetype] and 'html' or 'plain'
end

--- The text as a snippet: each `[blank]` is a tab stop.
---@param text string
local function snippet_of(text)
  local stop = 0
  local escaped = text:gsub('[\\$}]', '\\%0')
  return (escaped:gsub('%[[^%]\n]+%]', function(blank)
    stop = stop + 1
    return ('${%d:%s}'):format(stop, blank)
  end))
end

---@param command vim.api.keyset.create_user_command.command_args
---@param intent string
---@param format string?
local function new(command, intent, format)
  if format and not formats[format] then
    return say(vim.log.levels.ERROR, ('there is no format %s; there is %s'):format(format, names(formats)))
  end
  local text = output_of({ 'new', intent, '--format', format or (command.bang and format_of(vim.bo.filetype) or 'plain') })
  if not text then
    return
  end
  if command.bang then
    -- Into this file: on a line of its own, above what the cursor is on.
    local row = vim.api.nvim_win_get_cursor(0)[1]
    if vim.api.nvim_get_current_line() ~= '' then
      vim.api.nvim_buf_set_lines(0, row - 1, row - 1, true, { '', '' })
    end
    vim.api.nvim_win_set_cursor(0, { row, 0 })
  else
    vim.cmd.new({ mods = command.smods })
    vim.bo.filetype = formats[format or 'plain']
  end
  vim.snippet.expand(snippet_of(vim.trim(text)))
end

---@param command vim.api.keyset.create_user_command.command_args
---@param id string
local function explain(command, id)
  local text = output_of({ 'explain', id })
  if not text then
    return
  end
  vim.cmd.new({ mods = command.smods })
  vim.api.nvim_buf_set_lines(0, 0, -1, true, vim.split(vim.trim(text), '\n'))
  vim.bo.buftype, vim.bo.bufhidden, vim.bo.swapfile, vim.bo.modifiable = 'nofile', 'wipe', false, false
  vim.keymap.set('n', 'q', '<Cmd>close<CR>', { buffer = true, desc = 'Close' })
end

--- The rules that object to what the cursor is on; if there is none, to anything in its line.
---@return string[]
local function rules_here()
  local row, column = unpack(vim.api.nvim_win_get_cursor(0))
  row = row - 1
  local here, beside = {}, {}
  for _, found in ipairs(vim.diagnostic.get(0)) do
    if found.source == 'regards' and found.lnum <= row and row <= found.end_lnum then
      local begins = found.lnum < row or found.col <= column
      local ends = row < found.end_lnum or column < found.end_col
      local list = begins and ends and here or beside
      if not vim.list_contains(list, found.code) then
        table.insert(list, found.code)
      end
    end
  end
  return #here > 0 and here or beside
end

--- Asks for one of several; the only one is not asked for.
---@param choices string[]
---@param prompt string
---@param with fun(choice: string)
local function choose(choices, prompt, with)
  if #choices == 1 then
    return with(choices[1])
  end
  vim.ui.select(choices, { prompt = prompt }, function(choice)
    if choice then
      with(choice)
    end
  end)
end

local commands = {
  new = {
    run = function(command, intent, format)
      if intent then
        return new(command, intent, format)
      end
      local all = intents()
      if #all > 0 then
        choose(all, 'A message to:', function(choice)
          new(command, choice)
        end)
      end
    end,
    arguments = {
      intents,
      function()
        return vim.tbl_keys(formats)
      end,
    },
  },
  fix = {
    run = function()
      execute('regards.fixAll')
    end,
    arguments = {},
  },
  intent = {
    run = function(_, intent)
      if intent then
        return set_intent(intent)
      end
      local all = client() and intents() or {}
      if #all > 0 then
        choose(all, 'This message is meant to:', set_intent)
      end
    end,
    arguments = { intents },
  },
  explain = {
    run = function(command, id)
      if id then
        return explain(command, id)
      end
      local here = rules_here()
      if #here == 0 then
        return say(vim.log.levels.WARN, 'there is no finding here; :Regards explain RULE explains any rule')
      end
      choose(here, 'Explain:', function(choice)
        explain(command, choice)
      end)
    end,
    arguments = {
      function()
        return vim.list_extend(rules(), intents())
      end,
    },
  },
}

--- Runs a `:Regards` command.
---@param command vim.api.keyset.create_user_command.command_args
function M.run(command)
  local name = command.fargs[1]
  local found = commands[name]
  if not found then
    return say(vim.log.levels.ERROR, ('there is no command %s; there is %s'):format(name, names(commands)))
  end
  if #command.fargs > 1 + #found.arguments then
    return say(vim.log.levels.ERROR, ('%s takes %d arguments at most'):format(name, #found.arguments))
  end
  found.run(command, unpack(command.fargs, 2))
end

--- Completes a `:Regards` command.
---@param start string what of the word is typed
---@param line string the command line
---@param at integer where the cursor is in it
---@return string[]
function M.complete(start, line, at)
  local before = line:sub(1, at - #start):gsub('^.-Regards!?%s+', '')
  local words = vim.split(before, '%s+', { trimempty = true })
  local choices = vim.tbl_keys(commands)
  if #words > 0 then
    local found = commands[words[1]]
    local list = found and found.arguments[#words]
    choices = list and list() or {}
  end
  table.sort(choices)
  return vim.tbl_filter(function(choice)
    return vim.startswith(choice, start)
  end, choices)
end

return M
