import { GPT2_PATTERN } from './patterns.js'

/*
 * The library cuts by patterns as tokenizers does, but for two components that it writes in JavaScript's own words. There `\d` is no ½ and no ², and `\s`
 * takes U+FEFF and leaves U+0085. Written out as patterns they cut where tokenizers cuts.
 */

type Component = Readonly<Record<string, unknown>>

const cutBy = (Regex: string): Component => ({
  type: 'Split',
  pattern: { Regex },
  behavior: 'Isolated',
  invert: false,
})

/** A pre-tokenizer with its digits and words as patterns. A space that is put before each text is put before the words are cut: that one stays. */
export function spelledOut(component: Component): Component {
  const parts = partsOf(component)
  return parts.length === 1 && parts[0] === component ? component : { type: 'Sequence', pretokenizers: parts }
}

function partsOf(component: Component): Component[] {
  const { type, pretokenizers, individual_digits, add_prefix_space, use_regex } = component
  if (type === 'Sequence' && Array.isArray(pretokenizers))
    return pretokenizers.flatMap((part) => (part === null ? [] : partsOf(part as Component)))
  if (type === 'Digits') return [cutBy(individual_digits === true ? '\\p{N}' : '\\p{N}+')]
  if (type === 'ByteLevel' && add_prefix_space === false && use_regex !== false)
    return [cutBy(GPT2_PATTERN), { ...component, use_regex: false }]
  return [component]
}
