/* False rules of chemistry and biology: "the reducing agent is the partner that gets reduced". Each entry is a pattern and what is right. */
import { type Misstatement, says } from './misstatement.js'

export const chemistryAndBiology: readonly Misstatement[] = [
  {
    says: says(
      String.raw`reducing\sagent\sis\s…\b(?:that|which|what)\s(?:itself\s)?(?:gets|is|becomes)\s(?:itself\s)?reduced|reducing\sagent\s(?:gets|is|becomes)\s(?:itself\s)?reduced`,
    ),
    truth: 'the reducing agent is the one that is oxidised',
  },
  {
    says: says(
      String.raw`oxidi[sz]ing\sagent\sis\s…\b(?:that|which|what)\s(?:itself\s)?(?:gets|is|becomes)\s(?:itself\s)?oxidi[sz]ed|oxidi[sz]ing\sagent\s(?:gets|is|becomes)\s(?:itself\s)?oxidi[sz]ed`,
    ),
    truth: 'the oxidising agent is the one that is reduced',
  },
  {
    says: says(
      String.raw`oxidation\s(?:takes\splace|happens|occurs)\sat\sthe\scathode|reduction\s(?:takes\splace|happens|occurs)\sat\sthe\sanode`,
    ),
    truth: 'oxidation happens at the anode, reduction at the cathode',
  },
  {
    says: says(
      String.raw`one\s(?:unit|step)\s(?:on|of)\s(?:the\s)?pH(?:[-\s]scale)?\s(?:corresponds\sto|is|means)\sa\sfactor\sof\s(?!10\b|ten\b)(?:\d+|two|hundred|\w+)`,
    ),
    truth: 'one unit of pH is a factor of 10',
  },
  {
    says: says(
      String.raw`(?:catalyst)…\b(?:shifts|moves|changes)\sthe\s(?:position\sof\sthe\s)?equilibrium(?:\sto|\stowards?|\s?[.,])`,
    ),
    truth: 'a catalyst leaves the equilibrium where it is',
  },
  {
    says: says(
      String.raw`(?:acid\sand\sbase|H_?2_?SO_?4\sand\sNaOH|NaOH\sand\sH_?2_?SO_?4|they)\s(?:neutrali[sz]e|react\swith)\seach\sother\s(?:one\sto\sone|1\s?:\s?1)`,
    ),
    about: /H_?\{?[2₂]\}?_?SO_?\{?[4₄]|sulfuric|sulphuric|Ca\(OH\)|Ba\(OH\)|phosphoric/i,
    truth: 'an acid with two protons needs two of a base with one hydroxide',
  },
  {
    says: says(
      String.raw`(?<!\bnot\s)(?:doublings?)\s(?:multiply|multiplies)…\bby\s(?:\d+\s?[*×·]\s?2|2\s?[*×·]\s?\d+)`,
    ),
    truth: 'n doublings multiply by 2 to the power n',
  },
  {
    says: says(
      String.raw`(?:green|white|short|wrinkled|recessive)\s(?:plants?|ones?|offspring|individuals?)\s(?:are|is)\s(?:all\s)?(?:those|the\sones|every\sone)\s(?:that|which)\s(?:carry|carries|have|has|contain\w*)\s(?:a|one|at\sleast\sone)\s[a-z]\b`,
    ),
    about: /dominant/i,
    truth: 'a recessive trait shows only where both copies are recessive',
  },
]
