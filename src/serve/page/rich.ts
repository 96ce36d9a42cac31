import katex from '@vscode/markdown-it-katex'
import DOMPurify from 'dompurify'
import MarkdownIt from 'markdown-it'
import { printable } from '../../core/printable.js'
import type { Span } from '../../core/records/types.js'
import { make } from './dom.js'

// A report's page shows all else through it.
export { printable }

/*
 * Text as people and models write it, to elements: Markdown and LaTeX drawn, claims underlined. What comes from elsewhere is never markup:
 * markdown-it escapes HTML, KaTeX trusts nothing, DOMPurify looks at what both made of it.
 */

const markdown = new MarkdownIt({ html: false, linkify: false, breaks: true })
  .disable(['image', 'link', 'autolink', 'reference'])
  .use(katex.default, { output: 'mathml', throwOnError: false, strict: 'ignore', trust: false, maxExpand: 200 })
  // A formula on lines of its own comes here within its line (`asMarkdown`), so that the ends of a claim may stand around it.
  .disable('math_block')

// It stands within a paragraph, where HTML allows no other one.
const drawBlock = markdown.renderer.rules.math_block
markdown.renderer.rules.math_block = (...given) =>
  (drawBlock?.(...given) ?? '').replace(/^<p /, '<span ').replace(/<\/p>\s*$/, '</span>')

export interface Marked {
  span: Span
  ok: boolean
  /** What does not hold is a doubt about a step that stands, and proves nothing wrong. */
  doubt?: boolean
  title: string
}

/** Where a claim begins and ends, carried through Markdown by characters that no text should hold. */
const BEGIN_BAD = '\ue000'
const BEGIN_GOOD = '\ue001'
const END = '\ue002'
const carriers = /([\ue000-\ue002])/
/** A dollar that is money, kept from Markdown's reader, which would pair it with a formula's. */
const MONEY = '\ue003'

/** What a formula begins and ends with. */
const signs = /^(?:\$\$|\\\[|\\\(|\$)|(?:\$\$|\\\]|\\\)|\$)$/g

/** A formula between its signs; an environment of LaTeX, or an answer in a box, that stands in no formula, as many models write them. */
const formulaOrBox =
  /\$\$[\s\S]+?\$\$|\$(?!\s)[^$\n]+?(?<!\s)\$(?!\d)|\\\([\s\S]+?\\\)|\\\[[\s\S]+?\\\]|\\begin\{((?:align|gather|equation|multline|cases|[pbvBV]?matrix|array|aligned|gathered|split)\*?)\}[\s\S]+?\\end\{\1\}|(\\boxed\{(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*\})/g

/** A block of drawn text with the claims in it underlined. A claim inside a formula underlines the formula. */
export function rich(text: string, claims: readonly Marked[] = []): HTMLElement {
  const clean = printable(text.replaceAll('\r', ' ')).replace(/[\ue000-\ue003]/g, '\ufffd')
  const formulas = [...clean.matchAll(formulaOrBox)].map(
    ({ 0: formula, index }): Span => [index, index + formula.length],
  )
  const outside = ([from, to]: Span): Span => {
    // A finding of a table begins at the blank before its number: the line below begins at the number.
    const said = clean.slice(from, to)
    const blanks = [said.length - said.trimStart().length, said.length - said.trimEnd().length] as const
    const span: Span = [from + blanks[0], to - blanks[1]]
    const touched = formulas.filter(([from, to]) => from < span[1] && span[0] < to)
    return [Math.min(span[0], ...touched.map(([from]) => from)), Math.max(span[1], ...touched.map(([, to]) => to))]
  }
  let carried = ''
  let at = 0
  const shown: Marked[] = []
  const inOrder = claims.map((claim) => ({ ...claim, span: outside(claim.span) }))
  // Where claims overlap, the wrong one is shown.
  inOrder.sort((a, b) => a.span[0] - b.span[0] || Number(a.ok) - Number(b.ok))
  for (const claim of inOrder) {
    const [from, to] = claim.span
    if (from < at || to > clean.length || from >= to) continue
    carried += clean.slice(at, from) + (claim.ok ? BEGIN_GOOD : BEGIN_BAD) + clean.slice(from, to) + END
    at = to
    shown.push(claim)
  }
  carried += clean.slice(at)
  const asMarkdown = carried.replace(
    new RegExp(`${formulaOrBox.source}|\\\\?\\$`, 'g'),
    (found, _environment, box?: string) =>
      found === '$' || found === '\\$' ? MONEY : box === undefined ? inDollars(found) : `$${box}$`,
  )
  const block = make('div', 'text')
  // The page's policy takes no style from a text: what KaTeX and tables bring would only be complained of.
  const drawn = markdown
    .render(asMarkdown)
    .replace(/(<[^<>]*) style="[^"]*"/g, '$1')
    .replaceAll(MONEY, '$')
  block.innerHTML = DOMPurify.sanitize(drawn, { USE_PROFILES: { html: true, mathMl: true } })
  underline(block, shown)
  return block
}

/** A formula as Markdown's extension reads it, in one line: line ends and blanks mean nothing in LaTeX, and its comments are per cent to whoever writes solutions. */
function inDollars(formula: string): string {
  const dollars = /^(?:\$\$|\\\[|\\begin)/.test(formula) ? '$$' : '$'
  const inside = formula
    .replace(signs, '')
    .replace(/\s+/g, ' ')
    .replace(/(?<!\\)%/g, '\\%')
    .trim()
  return dollars + inside + dollars
}

/** Turns the carried ends into `mark` elements around what stands between them. */
function underline(block: HTMLElement, claims: readonly Marked[]): void {
  let next = 0
  let open: Marked | undefined
  const visit = (node: Node): void => {
    if (node instanceof Text) {
      const parts = node.data.split(carriers)
      if (parts.length === 1 && open === undefined) return
      const nodes: Node[] = []
      for (const part of parts) {
        if (part === BEGIN_BAD || part === BEGIN_GOOD) open = claims[next++]
        else if (part === END) open = undefined
        else if (part !== '') nodes.push(open === undefined ? new Text(part) : marked(open, new Text(part)))
      }
      node.replaceWith(...nodes)
    } else if (node instanceof Element && node.classList.contains('katex')) {
      if (open === undefined) return
      const mark = marked(open)
      node.replaceWith(mark)
      mark.append(node)
    } else for (const child of [...node.childNodes]) visit(child)
  }
  visit(block)
}

function marked({ ok, doubt = false, title }: Marked, ...children: Node[]): HTMLElement {
  const mark = make('mark', ok ? '' : doubt ? 'doubt' : 'bad', ...children)
  mark.title = printable(title)
  return mark
}
