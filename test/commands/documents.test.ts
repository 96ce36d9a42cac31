import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { rationale, root } from '../helpers/cli.js'
import { temporaryFolder } from '../helpers/folder.js'

/* What the documents show below a command is what the built command line prints. `test/package/documents.test.ts` runs every command that they show. */

const folder = temporaryFolder('shown')
const pages = ['README.md', ...readdirSync(join(root, 'docs')).map((name) => `docs/${name}`)].filter((name) =>
  name.endsWith('.md'),
)
/** A block of one command, and the block that stands right below it. */
const shown = pages.flatMap((page) => {
  const text = readFileSync(join(root, page), 'utf8')
  const found = text.matchAll(/^```sh\nrationale (.*)\n```\n\n```text\n([\s\S]*?)^```/gm)
  return [...found].map(([, line = '', printed = '']) => [page, line, printed] as const)
})
/** As a shell would cut it. */
const wordsOf = (line: string) => [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, word]) => quoted ?? word ?? '')

writeFileSync(
  join(folder, 'documents.ndjson'),
  [
    {
      id: 'sales',
      text: 'Sales were 845 units in the north and 312 units in the south. The north was ahead by 533 units.',
    },
    { id: 'short', text: 'Too short.' },
    {
      id: 'none',
      text: 'The harbour was quiet all morning, and no ship came in before the fog had lifted from the water.',
    },
  ]
    .map((document) => `${JSON.stringify(document)}\n`)
    .join(''),
)

describe('what the documents show', () => {
  it('is looked for where it stands', () => {
    expect(shown.map(([page]) => page)).toEqual(expect.arrayContaining(['docs/verify.md', 'docs/extract.md']))
    expect(shown.length).toBeGreaterThanOrEqual(3)
  })

  it.each(shown)('%s: %s', async (_, line, printed) => {
    const { code, stdout } = await rationale(wordsOf(line), { cwd: folder })
    expect(code).toBe(0)
    // The legend may be left out where another example shows it.
    expect(stdout.slice(0, printed.length)).toBe(printed)
  })
})

/** The document shows no more digits. */
const rounded = (_: string, value: unknown) => (typeof value === 'number' ? Number(value.toFixed(4)) : value)

it('docs/extract.md shows lines that its commands write', async () => {
  const text = readFileSync(join(root, 'docs/extract.md'), 'utf8')
  const lines = [...text.matchAll(/^\{"id":"([0-9a-f]+)…(.*)$/gm)].map(([, id = '', rest = '']) => ({ id, rest }))
  expect(lines).toHaveLength(2)
  await rationale(['extract', '--input', 'documents.ndjson', '--output', 'lines', '--export', 'questions'], {
    cwd: folder,
  })
  const written = ['rationales', 'questions'].map((name) => readFileSync(join(folder, `lines/${name}.ndjson`), 'utf8'))
  for (const [i, { id, rest }] of lines.entries())
    expect(JSON.parse(written[i] ?? '', rounded)).toEqual({
      ...JSON.parse(`{"id":"${rest}`),
      id: expect.stringMatching(`^${id}`),
    })
})
