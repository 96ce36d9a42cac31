/*
 * `\p{L}` is 700 ranges. V8 writes them out wherever it stands in a pattern, closes them under case where capitals do not count, and does so for texts of one and of two
 * bytes, each time first as byte code and then as machine code: milliseconds for one pattern, and the checks have hundreds.
 */

/** Letters of the scripts that solutions are written in, and signs that are letters: ℓ, ℝ, ⁿ. Marks above letters and places that are not assigned may be among them. */
const LETTERS =
  'A-Za-zªµºÀ-ÖØ-öø-\\u037d\\u037f\\u0386\\u0388-\\u03f5\\u03f7-\\u0481\\u048a-\\u0559\\u0560-\\u0588\\u05d0-\\u05f2\\u0620-\\u064a\\u066e-\\u06d3\\u06d5\\u06e5-\\u06e6\\u06ee-\\u06ef\\u06fa-\\u06fc\\u06ff\\u0904-\\u0961\\u0971-\\u09e1' +
  '\\u0a05-\\u0a5e\\u0a85-\\u0ae1\\u0b05-\\u0b61\\u0b83-\\u0bd0\\u0c05-\\u0c61\\u0c85-\\u0ce1\\u0d05-\\u0d4e\\u0d7a-\\u0dc6\\u0e01-\\u0e33\\u0e40-\\u0e46\\u1000-\\u103f' +
  '\\u10a0-\\u10fa\\u10fc-\\u135a\\u1780-\\u17b3\\u1e00-\\u1ffc\\u207f\\u2090-\\u209c\\u2102\\u210a-\\u2113\\u2115\\u2119-\\u211d\\u2124\\u2126\\u212a-\\u212d' +
  '\\u3005\\u3041-\\u309f\\u30a1-\\u30fa\\u30fc-\\u318e\\u31f0-\\u31ff\\u3400-\\u4dbf\\u4e00-\\ua48c\\uac00-\\ud7a3\\uff21-\\uff3a\\uff41-\\uff5a'

/** Digits, raised and lowered ones, fractions of one character, Roman and circled numbers. */
const NUMBERS =
  '0-9²³¹¼-¾\\u0660-\\u0669\\u06f0-\\u06f9\\u2070\\u2074-\\u2079\\u2080-\\u2089\\u2150-\\u2182\\u2185-\\u2189\\u2460-\\u249b\\uff10-\\uff19'

const properties: Readonly<Record<string, string>> = {
  '\\p{L}': LETTERS,
  '\\p{N}': NUMBERS,
  '\\p{Script=Latin}':
    'A-Za-zªºÀ-ÖØ-öø-ʸ\\u1d00-\\u1d25\\u1e00-\\u1eff\\u2071\\u207f\\u2090-\\u209c\\u212a-\\u212b\\uff21-\\uff3a\\uff41-\\uff5a',
}

/** Parts of a source: what is escaped, the ends of a class, and everything else. */
const parts = /\\p\{(?:[LN]|Script=Latin)\}|\\[\s\S]|[[\]]/g

/** Without these a pattern means the same when it is not read by code points. */
const needsCodePoints = /\\[pP]\{|\\u\{|[\ud800-\udfff]/

/** What was made of a pattern that is asked for again. */
const known = new WeakMap<RegExp, RegExp>()

/** The same pattern with far less code: `\p{L}` and `\p{N}` as a few dozen ranges, and read by characters and not by code points where it can be. */
export function lean(pattern: RegExp): RegExp {
  if (!pattern.unicode) return pattern
  const before = known.get(pattern)
  if (before !== undefined) return before
  const made = leaned(pattern)
  known.set(pattern, made)
  return made
}

function leaned(pattern: RegExp): RegExp {
  let inClass = false
  const source = pattern.source.replace(parts, (part) => {
    if (part === '[') inClass = true
    if (part === ']') inClass = false
    const ranges = properties[part]
    return ranges === undefined ? part : inClass ? ranges : `[${ranges}]`
  })
  return new RegExp(source, needsCodePoints.test(source) ? pattern.flags : pattern.flags.replace('u', ''))
}
