/* False rules of computing: "each time the default is used, Python creates a new list". Each entry is a pattern and what is right. */
import { type Misstatement, says } from './misstatement.js'

export const computing: readonly Misstatement[] = [
  {
    says: says(
      String.raw`(?:default|python|it|\[\])…\b(?:evaluated|created?s?|creates|made|built|starts?)\s(?:a\s)?(?:new|fresh|afresh|anew|again)\b…(?:call|time|list)|each\s(?:time|call)…\b(?:a\s)?(?:new|fresh)\s(?:empty\s)?list`,
    ),
    about: /def \w+\([^)]*=\s?(?:\[\]|\{\}|list\(\)|dict\(\))/,
    unless: /is None/,
    truth: 'Python creates a default argument once, when the function is defined',
  },
  {
    says: says(
      String.raw`(?:stop\svalue|stop|end\svalue|upper\s(?:bound|limit)|second\sargument)\s(?:of\s(?:the\s)?range\s)?is\s(?:also\s)?included`,
    ),
    about: /range\(/,
    truth: 'range stops before its stop value',
  },
  {
    says: says(
      String.raw`up\sto\sand\sincluding\sindex\s\d|(?:end|stop)\s(?:index\s)?(?:of\s(?:the|a)\sslice\s)?is\s(?:also\s)?included`,
    ),
    about: /\[-?\d*:-?\d*(?::-?\d*)?\]/,
    truth: 'a slice ends before its stop index',
  },
  {
    says: says(
      String.raw`(?:continue)…\bloop\s(?:does|did|has)\snot\s(?:end|finish|ended|finished)\snormally|(?:执行过|因为有|由于)\s?.{0,12}continue.{0,20}(?:不算正常结束|else.{0,6}不会)`,
    ),
    about: /for\s.+:[\s\S]*\n\s*else\s*:/,
    truth: 'only break skips the else of a loop; continue does not',
  },
  {
    says: says(
      String.raw`(?:assigned|assignment)…\b(?:copies|makes\sa\scopy\sof|creates\sa\scopy\sof)\sthe\s(?:list|dict\w*|object)|was\sassigned\sbefore\sthe\s\w+\scall,?\sso\sit\skeeps\sthe\svalue\s\[`,
    ),
    about: /\bdef |=\s?\[|=\s?\{|append/,
    unless: /\.copy\(|\[:\]|list\(|deepcopy/,
    truth: 'an assignment copies nothing: both names mean one list',
  },
  {
    says: says(
      String.raw`at\s\d+(?:\.\d+)?\s?Mbit/s…\b(?:brings\sin|transfers?|delivers?|carries|moves|downloads?)\s\d+(?:\.\d+)?\s?MB\b`,
    ),
    truth: 'a byte has 8 bits',
  },
  {
    says: says(
      String.raw`AVG\([^)]*\)…\b(?:over|by)\s(?:all\s)?the\srows\sthat\swere\sselected|AVG\([^)]*\)…\bcounts?\s(?:the\s)?NULLs?\b|COUNT\((?!\*)[^)]*\)…\bcounts?\s(?:also\s)?(?:the\s)?NULLs?\b`,
    ),
    about: /NULL/,
    truth: 'AVG and COUNT of a column leave NULL out',
  },
  {
    says: says(
      String.raw`(?:becomes|is|means|turns\sinto)\s[\w.]+\s(?:<>|!=)\s[^\s]+\sAND\s[\w.]+\s(?:<=|>=|<|>|<>|!=)\s?\S+`,
    ),
    about: /NOT \([^()]+ AND [^()]+\)/,
    truth: 'NOT (A AND B) is NOT A OR NOT B',
  },
]
