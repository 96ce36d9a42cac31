import { plainCharacters } from '../../src/core/plain-characters.js'
import { withoutMark } from '../../src/core/steps/marks.js'

/**
 * A step without its writer's layout: no Markdown, no list numbers, LaTeX as plain arithmetic, one line. The network reads steps in this form alone,
 * in training and in use, so that it cannot learn whose solutions tend to be right from how they are set (it judges reasoning, not
 * writers). Linear time; a step of nothing but layout stays as it is.
 */
export function plainStep(step: string): string {
  let text = plainCharacters(withoutMark(step.trimStart()))
  for (const [pattern, replacement] of latex) text = text.replace(pattern, replacement)
  for (const [pattern, replacement] of layout) text = text.replace(pattern, replacement)
  text = text.replace(/\s+/g, ' ').trim()
  return text === '' ? step.trim() : text
}

const fraction = /\\[dt]?frac\{([^{}]*)\}\{([^{}]*)\}/g
const wrapper = /\\(?:text|textbf|textit|mathrm|mathbf|boxed|fbox|overline)\{([^{}]*)\}/g

/** In order: what stands within another form comes first. */
const latex: readonly (readonly [RegExp, string])[] = [
  [wrapper, '$1'],
  [fraction, '($1)/($2)'],
  // Once more for what stood inside braces.
  [wrapper, '$1'],
  [fraction, '($1)/($2)'],
  [/\((-?[\w.,]+)\)\/\((-?[\w.,]+)\)/g, '$1/$2'],
  [/\\(?:times|cdot|ast)(?![a-zA-Z])|[×·]/g, '*'],
  [/\\div(?![a-zA-Z])|÷/g, '/'],
  [/\\approx(?![a-zA-Z])|≈/g, '~'],
  [/\\leq?(?![a-zA-Z])|≤/g, '<='],
  [/\\geq?(?![a-zA-Z])|≥/g, '>='],
  [/\\neq?(?![a-zA-Z])|≠/g, '!='],
  [/\\(?:left|right|displaystyle|quad|qquad)(?![a-zA-Z])/g, ''],
  [/\\[,;:! ]/g, ' '],
  // \( … \), \[ … \]
  [/\\[()[\]]/g, ''],
  [/\\([%$#&_{}])/g, '$1'],
  // A dollar sign that no number follows encloses a formula.
  [/\$\$|\$(?![\d.])/g, ''],
]

const layout: readonly (readonly [RegExp, string])[] = [
  [/\*\*|__|`/g, ''],
  [/^[ \t]*(?:#{1,6}|[-*•>])[ \t]+/gm, ''],
  [/^\s*(?:step\s+)?\d{1,2}\s*[.):]\s+(?=\S)/i, ''],
  [/[−–—]/g, '-'],
  [/[‘’]/g, "'"],
  [/[“”]/g, '"'],
]
