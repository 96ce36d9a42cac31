/**
 * A sentence with its LaTeX as plain characters, for where nothing draws formulas: a terminal, a reason, a report. `\frac{2}{5}` becomes 2/5; commands
 * that are not known stay. Linear time. The report's page runs this function as it stands: nothing outside of it is used.
 */
export function inPlainMath(sentence: string): string {
  if (!/[\\$]|[\^_]\{|&\s*=/.test(sentence)) return sentence
  const whole = (text: string) => {
    const inner = text.trim()
    return /^(?:[\w.,%°√π]+|\([^()]*\))$/.test(inner) ? inner : `(${inner})`
  }
  /** What has arguments in braces, from the inside out. */
  const forms: readonly (readonly [RegExp, (...parts: string[]) => string])[] = [
    [
      /\\(?:text|textbf|textit|mathrm|mathbf|mathit|operatorname|boxed|fbox|overline)\{([^{}]*)\}/g,
      (_all, text = '') => text,
    ],
    [/\\[cdt]?frac\{([^{}]*)\}\{([^{}]*)\}/g, (_all, over = '', under = '') => `${whole(over)}/${whole(under)}`],
    [/\\[cdt]?frac(\d)(\d)/g, (_all, over, under) => `${over}/${under}`],
    [/\\sqrt\[(\d{1,3})\]\{([^{}]*)\}/g, (_all, degree, text = '') => `${whole(text)}^(1/${degree})`],
    [/\\sqrt\{([^{}]*)\}/g, (_all, text = '') => `√${whole(text)}`],
    [/\^(?:\{\s*\\circ\s*\}|\\circ(?![a-zA-Z]))/g, () => '°'],
    [/([\^_])\{([^{}]*)\}/g, (_all, sign, text = '') => `${sign}${whole(text)}`],
  ]
  const signs: Readonly<Record<string, string>> = {
    ...{ times: '×', cdot: '·', ast: '*', div: '÷', pm: '±', mp: '∓', approx: '≈', equiv: '≡', sim: '~', infty: '∞' },
    ...{ le: '≤', leq: '≤', ge: '≥', geq: '≥', ne: '≠', neq: '≠', lt: '<', gt: '>', in: '∈', cup: '∪', cap: '∩' },
    ...{ to: '→', rightarrow: '→', Rightarrow: '⇒', implies: '⇒', therefore: '∴', sum: '∑', int: '∫', circ: '∘' },
    ...{ ldots: '…', cdots: '…', dots: '…', quad: ' ', qquad: ' ', left: '', right: '', displaystyle: '', sqrt: '√' },
    ...{ pi: 'π', alpha: 'α', beta: 'β', gamma: 'γ', delta: 'δ', Delta: 'Δ', theta: 'θ', lambda: 'λ', mu: 'μ' },
    ...{ sigma: 'σ', phi: 'φ', omega: 'ω', sin: 'sin', cos: 'cos', tan: 'tan', log: 'log', ln: 'ln' },
  }
  let text = sentence
    .replace(/\\[()[\]]|\$\$/g, '')
    // What lines of a formula are aligned at.
    .replace(/(?<!\\)&(?=\s*(?:[=<>≈]|\\(?:approx|[lg]eq?|neq?)(?![a-zA-Z])))/g, '')
    // As the page reads it: what begins or ends with a blank, or is followed by a digit, is money.
    .replace(/\$(?!\s)([^$\n]+?)(?<!\s)\$(?!\d)/g, '$1')
    // Of a formula whose other end stands in another piece of the text.
    .replace(/(?<!\d)\$$|^\$(?!\.?\d)|\\boxed\{$|^\}/g, '')
    // "3\frac12" is 3 1/2, and no 31 halves.
    .replace(/(\d)(?=\\[cdt]?frac)/g, '$1 ')
  // Deeper formulas than this nobody reads in a line.
  for (let depth = 0; depth < 4; depth++) for (const [form, say] of forms) text = text.replace(form, say)
  return text
    .replace(/\\([a-zA-Z]+)/g, (command: string, name: string) =>
      Object.hasOwn(signs, name) ? (signs[name] ?? '') : command,
    )
    .replace(/\\[,;:! ]/g, ' ')
    .replace(/\\([%$#&_{}])/g, '$1')
}
