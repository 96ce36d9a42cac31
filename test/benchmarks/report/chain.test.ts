import { expect, it } from 'vitest'
import { chainView } from '../../../benchmarks/report/viewer/chain.js'
import type { Make, Rich } from '../../../benchmarks/report/viewer/dom.js'
import { loadVerifier } from '../../../src/index.js'

/** What the page would hold, as one line: `tag.class(children)`. */
const make = ((tag: string, name: string, ...children: unknown[]) => {
  const held = [...children]
  return {
    style: { setProperty: () => {} },
    classList: { add: () => {} },
    querySelector: () => null,
    append: (...more: unknown[]) => held.push(...more),
    toString: () => `${tag}.${name}(${held.filter((child) => child !== undefined).join('')})`,
  }
}) as unknown as Make // the part of a page that a chain needs

/** What a text is drawn with: its claims alone. */
const rich = ((_text: string, claims: { ok: boolean; doubt: boolean }[] = []) =>
  claims.map(({ ok, doubt }) => `mark.${ok ? 'good' : doubt ? 'doubt' : 'bad'}`).join(' ')) as unknown as Rich // as above

it('a doubt about a step that stands is told from what proves a step wrong', async () => {
  const verifier = await loadVerifier('evidence:')
  const verdict = await verifier.verify({
    id: 'a',
    question: 'Ann has 3 boxes. How many pens are there?',
    steps: ['There are 17 pens in 3 boxes.', '17 * 3 = 52.'],
  })
  await verifier.close()
  const [doubtful, wrong] = verdict.steps
  expect([doubtful?.wrong, wrong?.wrong]).toEqual([false, true])
  expect(doubtful?.evidence.some(({ ok }) => !ok)).toBe(true)
  const shown = String(chainView({ make, rich }, verdict, undefined))
  expect(shown).toContain('div.finding doubt(provenance')
  expect(shown).toContain('div.finding bad(arithmetic')
  expect(shown.match(/mark\.bad/g)).toHaveLength(1)
})
