import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { estimateExtraction } from '../../extraction/estimate.js'
import { runExtraction } from '../../extraction/job.js'
import type { ExtractionProgress } from '../../extraction/progress.js'
import type { Command } from '../../src/commands/command.js'
import { explainCommand } from '../../src/commands/explain.js'
import { extractCommand } from '../../src/commands/extract.js'
import { extractWorkerCommand } from '../../src/commands/extract-worker.js'
import { rationale } from '../helpers/cli.js'
import { runCommand } from '../helpers/command.js'
import { temporaryFolder } from '../helpers/folder.js'
import { copyTinyLlama } from '../helpers/tiny-llama.js'
import { annotator, madeUpDocuments } from './models.js'

/* The commands as a person types them, without a process: what they print, what they refuse, how they end. */

const folder = temporaryFolder('extraction-command')

const path = (name: string) => join(folder, name)
function file(name: string, records: readonly unknown[]): string {
  writeFileSync(path(name), records.map((record) => `${JSON.stringify(record)}\n`).join(''))
  return path(name)
}

async function run(command: Command, options: Record<string, unknown>) {
  let printed = ''
  const said: string[] = []
  const { exit, json } = await command.run(options, {
    out: { write: (text: string) => (printed += text) } as never,
    say: (message) => said.push(message),
    progress: () => ({ advance() {}, stop() {} }),
    signal: new AbortController().signal,
    width: 100,
    isRead: false,
  })
  return { exit, json, printed, said }
}

const sums = [
  {
    id: 'north',
    text: 'Sales were 845 units in the north and 312 units in the south. The north was ahead by 533 units.',
  },
  {
    id: 'none',
    text: 'The harbour was quiet all morning, and no ship came in before the fog had lifted from the water.',
  },
]

describe('rationale extract', () => {
  it('says what was kept, why the rest was not, and where to look', async () => {
    const input = file('sums.ndjson', [...sums, { id: 'bad', body: 'x' }])
    const { exit, printed } = await run(extractCommand, { input, output: path('sums') })
    expect(exit).toBe(3)
    expect(printed).toBe(
      `${path('sums')}: 3 inputs (1 kept, 1 filtered, 1 rejected, 0 failed), 1 of 1 rationales kept\n` +
        `  not kept: 1 no hidden calculation, 1 rejected: no field "text" (fields: id, body)\n` +
        `  ${path('sums')}/summary.html shows them\n`,
    )
  })

  it('tells reasons as they were, with file names and encodings, and counts those that differ only in numbers together', async () => {
    const input = path('encodings')
    mkdirSync(input)
    writeFileSync(join(input, 'latin1.txt'), Buffer.from('Umsätze: 3 + 4 = 7', 'latin1'))
    writeFileSync(join(input, 'utf16.txt'), Buffer.from('\uFEFF3 + 4 = 7', 'utf16le'))
    const repeated = [7, 12, 31].map((text) => ({ id: `n-${text}`, [`field${text}`]: 'x' }))
    writeFileSync(join(input, 'rows.ndjson'), repeated.map((each) => `${JSON.stringify(each)}\n`).join(''))
    const { exit, printed } = await run(extractCommand, { input, output: path('encodings-out') })
    expect(exit).toBe(1)
    const reasons = {
      'rejected: latin1.txt: not valid UTF-8 (if it is Latin-1: iconv -f LATIN1 -t UTF-8 converts it)': 1,
      'rejected: utf16.txt: UTF-16, not UTF-8: convert it first (iconv -f UTF-16 -t UTF-8)': 1,
      'rejected: no field "text" (fields: id, field7)': 3,
    }
    expect(JSON.parse(readFileSync(join(path('encodings-out'), 'stats.json'), 'utf8'))).toMatchObject({ reasons })
    for (const [reason, count] of Object.entries(reasons)) expect(printed).toContain(`${count} ${reason}`)
    const summary = readFileSync(join(path('encodings-out'), 'summary.html'), 'utf8')
    expect(summary).toContain('– utf16.txt: UTF-16, not UTF-8: convert it first (iconv -f UTF-16 -t UTF-8)')
  })

  it('writes the documents with what was kept in its place, also of a job that is done and of shards', async () => {
    const input = file('placed.ndjson', sums)
    const placed = {
      id: 'north',
      source: 'placed',
      text: 'Sales were 845 units in the north and 312 units in the south. The difference is 845 - 312. The north was ahead by 533 units.',
      rationales: 1,
    }
    const documents = (job: string) => readFileSync(join(path(job), 'documents.ndjson'), 'utf8')
    await run(extractCommand, { input, output: path('placed') })
    expect(() => documents('placed')).toThrow(/ENOENT/)
    await run(extractCommand, { input, output: path('placed'), export: 'documents' })
    expect(JSON.parse(documents('placed'))).toEqual(placed)
    for (const shard of ['0/2', '1/2'])
      await run(extractCommand, { input, output: path('placed-shards'), export: 'documents', shard })
    expect(JSON.parse(documents('placed-shards'))).toEqual(placed)
  })

  it('puts a calculation that stands before a clause behind the sentence, also at the end of a document', async () => {
    const sentence = 'Food Lion said sales were up 26.1 pct to 411.1 mln dlrs from 326.0 mln dlrs.'
    file('clauses.ndjson', [
      { id: 'last', text: `It was a good year. ${sentence}\n` },
      {
        id: 'more',
        text: 'Sales of Pulp Inc fell by 7.6 pct to 8.40 mln dlrs from 9.09 mln dlrs. Nobody had thought of that.',
      },
    ])
    const job = ['extract', '--input', 'clauses.ndjson', '--output', 'clauses', '--export', 'documents']
    expect(await rationale(job, { cwd: folder })).toMatchObject({ code: 0 })
    const linesOf = (name: string) =>
      readFileSync(path(`clauses/${name}`), 'utf8')
        .trimEnd()
        .split('\n')
    const calculation = 'The value before is 411.1 / (1 + 26.1 pct).'
    expect(linesOf('documents.ndjson').map((line) => JSON.parse(line).text)).toEqual([
      `It was a good year. ${sentence} ${calculation}\n`,
      'Sales of Pulp Inc fell by 7.6 pct to 8.40 mln dlrs from 9.09 mln dlrs. The value before is 8.40 / (1 - 7.6 pct). Nobody had thought of that.',
    ])
    for (const line of linesOf('rationales.ndjson'))
      expect(JSON.parse(line).following).toMatch(/^ from (?:326\.0|9\.09) mln dlrs\./)
  })

  it('writes questions with their answers, and says what verifies them', async () => {
    file('asked.ndjson', [
      ...sums,
      { id: 'twice', text: 'There were 845 men and 312 women on board. The gap of 533 units was 533 all year.' },
    ])
    const ask = ['extract', '--input', 'asked.ndjson', '--output', 'asked', '--export', 'questions']
    expect(await rationale(ask, { cwd: folder })).toMatchObject({ code: 0 })
    const [question, ...others] = readFileSync(path('asked/questions.ndjson'), 'utf8').trimEnd().split('\n')
    expect(others).toEqual([])
    expect(JSON.parse(question ?? '')).toEqual({
      id: expect.stringMatching(/^[\da-f]{24}$/),
      documentId: 'north',
      source: 'asked',
      context: 'Sales were 845 units in the north and 312 units in the south.',
      question: 'The text goes on: "The north was ahead by [?] units." Which number stands at [?]?',
      gold: '533',
      rationale: 'The difference is 845 - 312.',
      verifiability: 'calculation',
      chance: expect.closeTo(0.0004, 4),
    })
  })

  it('samples several thoughts for a place from a model file, each with its gain', async () => {
    file('calm.ndjson', [
      { id: 'calm', text: 'It was calm around the harbour here. Therefore nobody sailed out of it today.' },
    ])
    copyTinyLlama(path('tiny'), { window: 4000 })
    const insert = ['extract', '--input', 'calm.ndjson', '--output', 'calm', '--model', 'own:tiny', '--mode', 'insert']
    const thoughts = ['--thoughts', '3', '--per-document', '1', '--preset', 'unfiltered', '--export', 'documents']
    expect(await rationale([...insert, ...thoughts], { cwd: folder })).toMatchObject({ code: 0 })
    const kept = readFileSync(path('calm/rationales.ndjson'), 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(kept.length).toBeGreaterThan(1)
    for (const { gain, preceding } of kept) {
      expect(gain).toBeTypeOf('number')
      expect(preceding).toBe('It was calm around the harbour here.')
    }
    // Prompts are read too: what a loop would have read is never less than the least that could be.
    const { tokens } = JSON.parse(readFileSync(path('calm/stats.json'), 'utf8')).run
    expect(tokens.unique).toBeGreaterThan(0)
    expect(tokens.naive).toBeGreaterThan(tokens.unique)
    const best = kept.reduce((a, b) => (b.gain > a.gain ? b : a))
    expect(JSON.parse(readFileSync(path('calm/documents.ndjson'), 'utf8')).text).toContain(best.rationale)
  })

  it('goes on with the texts that it began with and with no others', async () => {
    const job = ['extract', '--input', 'changed.ndjson', '--output', 'changed']
    const begun = [...sums, { id: 'short', text: 'Too short.' }]
    const again = (records: readonly unknown[]) => {
      file('changed.ndjson', records)
      return rationale(job, { cwd: folder })
    }
    expect(await again(begun)).toMatchObject({ code: 0 })
    for (const at of begun.keys()) {
      const others = begun.map((each, i) => (i === at ? { ...each, text: `${each.text} Nothing else changed.` } : each))
      const { code, stdout, stderr } = await again(others)
      expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
      expect(stderr).toMatch(new RegExp(`the input changed since this job began: number ${at} is .*another text`))
    }
    const fewer = await again(begun.slice(0, -1))
    expect(fewer).toMatchObject({ code: 1, stderr: expect.stringMatching(/documents at its end are gone/) })
    expect(await again(begun)).toMatchObject({ code: 0 })
    expect(await again([...begun, { id: 'new', text: 'Too short.' }])).toMatchObject({ code: 0 })
  })

  it('refuses without a model what only a model can do', async () => {
    const job = ['extract', '--input', file('ruled.ndjson', sums), '--output', 'ruled', '--mode', 'insert']
    const { code, stderr } = await rationale([...job, '--thoughts', '4', '--positions', 'entropy'], { cwd: folder })
    expect(code).toBe(2)
    expect(stderr).toMatch(/--thoughts and --positions entropy ask a model, and rules: is none/)
  })

  it('refuses several thoughts for a place where the model writes the whole document', async () => {
    const job = { input: file('thoughts.ndjson', sums), output: path('thoughts'), thoughts: '4' }
    await expect(run(extractCommand, job)).rejects.toThrow(/--thoughts: needs --mode insert/)
  })

  it('refuses everything that is wrong at once, before a model is asked for', async () => {
    const wrong = {
      output: path('wrong'),
      input: path('missing.ndjson'),
      model: 'http://127.0.0.1:1/v1#nobody',
      concurrency: '0',
      preset: 'calibrated',
      maxCost: '3',
      topFraction: '0.5',
      decontaminate: path('no-benchmark'),
    }
    const error = await run(extractCommand, wrong).catch((thrown) => thrown)
    expect(error).toMatchObject({ code: 'configuration' })
    for (const option of ['concurrency', 'calibration', 'max-cost', 'top-fraction', 'input', 'decontaminate']) {
      expect(error.message).toContain(`--${option}: `)
    }
    await expect(run(extractCommand, {})).rejects.toThrow(/--output: give the folder[\s\S]*--input: give a file/)
    await expect(run(extractCommand, { input: '-', output: path('x'), dryRun: true })).rejects.toThrow(
      /--dry-run: reads the input twice/,
    )
    await expect(
      runExtraction({ input: path('missing'), output: path('x'), model: 'rules:', maxCost: 1, perDocument: 0 }),
    ).rejects.toThrow(/perDocument: [\s\S]*maxCost: needs --prices[\s\S]*input: cannot read .*: no such file/)
  })

  it('takes mended options in the same folder as long as nothing is decided there', async () => {
    writeFileSync(
      path('news.csv'),
      'date,content\n2020,"Sales were 3 in May and 4 in June of this year. It sold 7 units."\n',
    )
    const job = { input: path('news.csv'), output: path('news') }
    await expect(run(extractCommand, job)).rejects.toThrow(/no column "text"/)
    expect((await run(extractCommand, { ...job, text: 'content' })).printed).toContain('1 inputs')
    await expect(run(extractCommand, { ...job, text: 'date' })).rejects.toThrow(/text: was "content", now "date"/)
  })

  it('says when --max-bad is exceeded, and when the last shard has merged all of them', async () => {
    const input = file('bad.ndjson', [...sums, 5, 6])
    const bad = await run(extractCommand, { input, output: path('bad'), maxBad: '1' })
    expect(bad.exit).toBe(1)
    expect(bad.said).toEqual(['more inputs were rejected or failed than --max-bad 1'])
    const shard = (i: number) => run(extractCommand, { input, output: path('shards'), shard: `${i}/2` })
    expect((await shard(0)).printed).not.toContain('merged')
    expect((await shard(1)).printed).toContain(`all shards are done and merged:\n${path('shards')}: 4 inputs (1 kept`)
  })

  it('estimates the whole, or the part of a shard, from a sample', async () => {
    const input = file('estimated.ndjson', madeUpDocuments(60))
    const job = { input, output: path('estimated'), model: annotator(), preset: 'unfiltered' as const }
    const whole = await estimateExtraction({
      ...job,
      prices: file('prices.json', [{ 'scripted:annotator': { input: 1, output: 2 } }]),
    })
    // One call writes, one scores.
    expect(whole).toMatchObject({ sampled: 20, inputs: 60, calls: 120, rationales: 60 })
    expect(whole.cost).toBeCloseTo((whole.tokens.evaluated + 2 * whole.tokens.generated) / 1e6, 6)
    const parts = await Promise.all([0, 1, 2].map((i) => estimateExtraction({ ...job, shard: `${i}/3` })))
    expect(parts.map(({ sampled }) => sampled)).toEqual([20, 20, 20])
    expect(parts.reduce((sum, { inputs }) => sum + inputs, 0)).toBe(60)
    expect((await estimateExtraction({ ...job, limit: 5 })).sampled).toBe(5)
    const { printed } = await run(extractCommand, { input, output: path('estimated'), dryRun: true })
    expect(printed).toMatch(
      /^a sample of 20 of 60 inputs: 0 kept with 0 rationales\nthe whole: about 0 rationales, 0 calls/,
    )
  })

  it('says of a sample that was cut short that it was, and ends as what was interrupted', async () => {
    const input = file('cut.ndjson', madeUpDocuments(60))
    const options = { input, output: path('cut'), dryRun: true }
    const { exit, written, json } = await runCommand(extractCommand, options, AbortSignal.abort())
    expect(written).toMatch(/^the sample was cut short \(interrupted\): what follows is of the part that was reached/)
    expect(json).toMatchObject({ stopped: 'interrupted' })
    expect((json as { sampled: number }).sampled).toBeLessThan(20)
    expect(exit).toBe(130)
  })

  it('tells how far it is: all inputs, the total, why they were dropped', async () => {
    const input = file('progress.ndjson', [...madeUpDocuments(300), ...sums])
    const events: ExtractionProgress[] = []
    const { stats } = await runExtraction({
      input,
      output: path('progress'),
      model: 'rules:',
      onEvent: (event) => events.push(event),
    })
    const last = events.at(-1)
    expect(last).toMatchObject({ done: 302, outcomes: stats.outcomes, reasons: stats.reasons, rationales: 1 })
    expect(events.every(({ total, secondsLeft }) => total === null || (total === 302 && secondsLeft !== null))).toBe(
      true,
    )
  })
})

describe('rationale explain', () => {
  it('shows prompt, answer and decision to a person, with nothing that a terminal obeys', async () => {
    const [first] = madeUpDocuments(1) as [ReturnType<typeof madeUpDocuments>[number]]
    const input = file('explained.ndjson', [
      { ...first, text: `${first.text} \u001b[31mRed.` },
      { id: 'long', text: 'Words of it. '.repeat(400) },
    ])
    const job = { input, output: path('explained'), model: annotator(), preset: 'unfiltered' as const, quality: false }
    await runExtraction(job)
    const { printed } = await run(explainCommand, { ids: [first.id], output: path('explained') })
    expect(printed).toMatch(/^== d0\nkept at the stage "mine"/)
    expect(printed).toContain(`${first.text} \ufffd[31mRed.`)
    expect(printed).not.toContain('\u001b')
    for (const part of [
      '== prompt 1\n[system]',
      '== answer 1\n',
      '== fidelity\n1.0000',
      ': kept\nBecause of',
      'gain: ',
    ]) {
      expect(printed).toContain(part)
    }
    await expect(run(explainCommand, { ids: ['long'], output: path('explained') })).rejects.toThrow(
      /it was long and split: ask for long#1 … long#3/,
    )
    await expect(run(explainCommand, { output: path('explained') })).rejects.toThrow(/give the id of a document/)
  })
})

it('the summary lists reasons below their outcome, sources, whole words, and says what is missing', async () => {
  const documents = madeUpDocuments(8, 20).map((each, i) => ({ ...each, source: i < 5 ? 'news' : '<b>books' }))
  const input = file('summary.ndjson', [...documents, { id: 'short', text: 'Too short.' }, 7])
  const output = path('summary')
  const job = { input, output, model: annotator(), preset: 'unfiltered' as const }
  await runExtraction({ ...job, maxCalls: 3 })
  expect(readFileSync(join(output, 'summary.html'), 'utf8')).toContain('Not finished')
  await runExtraction(job)
  const html = readFileSync(join(output, 'summary.html'), 'utf8')
  expect(html).not.toContain('Not finished')
  const cells = [...html.matchAll(/<td>(.*?)<\/td><td class="n">(\d+)<\/td>/g)].map(
    ([, name, count]) => `${name} ${count}`,
  )
  expect(cells.slice(0, 4)).toEqual(['kept 8', 'filtered 1', '– too short 1', 'rejected 1'])
  expect(html).toMatch(/<td>news<\/td><td class="n">5<\/td>[\s\S]*<td>&lt;b&gt;books<\/td><td class="n">3<\/td>/)
  const words = new Set(documents.flatMap(({ text }) => text.split(/\s+/)))
  const shown = [...html.matchAll(/<\/mark> (.*?) …<\/article>/gs)].map(([, after]) =>
    (after as string).split(/\s+/).at(-1),
  )
  expect(shown).toHaveLength(8)
  expect(shown.filter((word) => !words.has(word as string))).toEqual([])
  expect(html).toContain('<h3>Dropped</h3><p>none</p>')
})

it('a worker without a queue is told what to give', async () => {
  await expect(run(extractWorkerCommand, {})).rejects.toThrow(/--queue: give the queue of the job/)
})
