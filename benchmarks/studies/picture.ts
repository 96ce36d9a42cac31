import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { packageFolder } from '../../src/core/package-folder.js'

/**
 * The README's picture: what `rationale verify` prints on a terminal, as an SVG with the terminal's colours.
 *
 *     npm run study picture
 */
/** What ends a code: bold or dim, underline, colour. */
const ends: Record<number, readonly number[]> = { 22: [2], 24: [4], 39: [31, 32, 33] }

const cli = join(packageFolder(), 'dist/src/cli.js')
const question = 'A bakery bakes 6 trays of 8 rolls and sells 28 of them. How many are left?'
const solution = 'It bakes 6 * 8 = 48 rolls. It sells 28, so 48 - 28 = 22 are left. The answer is 22.'
const printed = execFileSync(process.execPath, [cli, 'verify', question, solution], {
  encoding: 'utf8',
  env: { ...process.env, FORCE_COLOR: '1', COLUMNS: '90' },
})
const lines = [`$ rationale verify "${question}" \\`, `    "${solution}"`, '', ...printed.trimEnd().split('\n')]
const target = join(packageFolder(), 'docs/images/verify.svg')
writeFileSync(target, svgOf(lines))
process.stdout.write(`${target}\n`)

/** Select Graphic Rendition codes that picocolors writes -> attributes of a `tspan`. */
function styleOf(codes: ReadonlySet<number>): string {
  const colours: Record<number, string> = { 31: '#ff7b72', 32: '#7ee787', 33: '#e3b341' }
  const colour = [...codes].map((code) => colours[code]).find((each) => each !== undefined)
  const dim = codes.has(2) ? '#8b949e' : '#e6edf3'
  return `fill="${colour ?? dim}"${codes.has(4) ? ' text-decoration="underline"' : ''}`
}

function svgOf(rows: readonly string[]): string {
  const [width, height] = [860, 28 + rows.length * 20]
  const texts = rows.map((row, i) => `<text x="18" y="${30 + i * 20}" xml:space="preserve">${spansOf(row)}</text>`)
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-label="rationale verify names the wrong step and underlines it">
<rect width="${width}" height="${height}" rx="8" fill="#0d1117"/>
<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, monospace" font-size="13">
${texts.join('\n')}
</g>
</svg>
`
}

function spansOf(row: string): string {
  const codes = new Set<number>()
  const [plain = '', ...rest] = row.split(`${String.fromCharCode(27)}[`)
  const spans = plain === '' ? [] : [`<tspan ${styleOf(codes)}>${escapeXml(plain)}</tspan>`]
  for (const part of rest) {
    const end = part.indexOf('m')
    const code = Number(part.slice(0, end))
    for (const ended of ends[code] ?? []) codes.delete(ended)
    if (ends[code] === undefined) codes.add(code)
    const text = part.slice(end + 1)
    if (text !== '') spans.push(`<tspan ${styleOf(codes)}>${escapeXml(text)}</tspan>`)
  }
  return spans.join('')
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
