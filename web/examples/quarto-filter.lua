-- Quarto, pandoc: name this file in the head of a document, and where your lab is:
--   filters: [quarto-filter.lua]
--   unimodal-bias-lab: https://your.host/lab/
-- Then, in its text:
--   ::: {.unimodal-bias scenario="superficial" kappa="2" panels="phase,training"}
--   [The figure in the lab](https://your.host/lab/#v=1&scenario=superficial)
--   :::
-- In other formats than HTML what stands between stays as it is.

local lab = 'https://your.host/lab/'

local function quoted(text)
  return (text:gsub('&', '&amp;'):gsub('"', '&quot;'):gsub('<', '&lt;'))
end

local function Meta(meta)
  if meta['unimodal-bias-lab'] then lab = pandoc.utils.stringify(meta['unimodal-bias-lab']) end
end

local function Div(div)
  if not div.classes:includes('unimodal-bias') then return nil end
  if not (FORMAT:match('html') or FORMAT:match('revealjs')) then return div.content end
  local tag = '<script type="module" src="' .. quoted(lab) .. 'element.js"></script>\n<unimodal-bias'
  for name, value in pairs(div.attributes) do
    tag = tag .. ' ' .. name .. '="' .. quoted(value) .. '"'
  end
  local blocks = pandoc.Blocks({ pandoc.RawBlock('html', tag .. '>') })
  blocks:extend(div.content)
  blocks:insert(pandoc.RawBlock('html', '</unimodal-bias>'))
  return blocks
end

return { { Meta = Meta }, { Div = Div } }
