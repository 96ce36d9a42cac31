import { spawn } from 'node:child_process'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { cli, rationaleProcess, rationale as run } from '../helpers/cli.js'
import { temporaryFolder } from '../helpers/folder.js'
import { sums } from './sums.js'

const samples = join(import.meta.dirname, '../../benchmarks/samples/candidates.ndjson')
const folder = temporaryFolder('cli')

const rationale = (args: string[]) => run(args, { cwd: folder })
/** `rationale verify` by the checks alone: for what the command does, whoever judges. */
const verify = (...args: string[]) => rationale(['verify', '--verifier', 'evidence:', ...args])

function file(name: string, lines: string[]): string {
  const path = join(folder, name)
  writeFileSync(path, `${lines.join('\n')}\n`)
  return path
}

const chain = (id: string, ...steps: string[]) =>
  JSON.stringify({ id, question: 'What is 2 + 3?', steps, note: { kept: true } })
const records = (text: string) =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))

describe('rationale verify', () => {
  it('writes a verdict a line to stdout, in input order', async () => {
    const { code, stdout } = await rationaleProcess(['verify', '--input', '-'], {
      input: `${chain('a', '2 + 3 = 6')}\n${chain('b', '2 + 3 = 5')}\n`,
    })
    expect(code).toBe(0)
    expect(records(stdout).map(({ id, firstError }) => [id, firstError])).toEqual([
      ['a', 0],
      ['b', -1],
    ])
    expect(records(stdout)[0]).toMatchObject({
      reward: expect.any(Number),
      aggregation: 'min',
      steps: [
        {
          text: '2 + 3 = 6',
          evidence: expect.arrayContaining([
            expect.objectContaining({ kind: 'arithmetic', ok: false, claimed: '6', computed: '5' }),
          ]),
        },
      ],
    })
  })

  it('sets bad records aside, with line and reason, and says so in the exit code', async () => {
    const input = file('mixed.ndjson', [chain('a', '1 + 1 = 2'), '{"id": "b"}', 'nonsense', chain('a', 'again')])
    const { code, stdout, stderr } = await verify('--input', input, '--output', 'verdicts.ndjson', '--json')
    expect(code).toBe(3)
    expect(JSON.parse(stdout)).toMatchObject({ records: 1, rejected: 3, failed: 0, output: 'verdicts.ndjson' })
    expect(records(readFileSync(join(folder, 'verdicts.ndjson'), 'utf8'))).toHaveLength(1)
    const rejected = records(readFileSync(join(folder, 'verdicts.ndjson.rejected.ndjson'), 'utf8'))
    expect(rejected.map(({ line, kind }) => [line, kind])).toEqual([2, 3, 4].map((line) => [line, 'rejected']))
    expect(stderr).toContain('verdicts.ndjson.rejected.ndjson')
  })

  it.each([
    ['2', 1],
    ['3', 3],
    ['50%', 1],
    ['75%', 3],
  ])('with --max-bad %s ends in %i', async (limit, expected) => {
    const input = file('bad.ndjson', [chain('a', 'x'), '1', '2', '3'])
    expect((await verify('--input', input, '--max-bad', limit)).code).toBe(expected)
  })

  it('reads and writes gzip', async () => {
    const input = file('plain.ndjson', [chain('a', '1 + 1 = 3')])
    expect((await verify('--input', input, '--output', 'v.ndjson.gz')).code).toBe(0)
    expect([...readFileSync(join(folder, 'v.ndjson.gz')).subarray(0, 2)]).toEqual([0x1f, 0x8b])
  })

  it('tells every step as it is judged with --trace, beside the same verdicts', async () => {
    const input = file('traced.ndjson', [chain('a', '2 + 2 = 4.', '4 * 3 = 13.')])
    const plain = await rationale(['verify', '--input', input])
    const traced = await rationale(['verify', '--input', input, '--trace'])
    // Telling steps one by one costs more passes: all but the count of tokens is the same.
    const untallied = (stdout: string) => records(stdout).map((verdict) => ({ ...verdict, tokens: undefined }))
    expect(untallied(traced.stdout)).toEqual(untallied(plain.stdout))
    const events = traced.stderr
      .split('\n')
      .filter((line) => line.startsWith('{"type":"step"'))
      .map((line) => JSON.parse(line))
    expect(events).toMatchObject([
      { id: 'a', index: 0, wrong: false },
      { id: 'a', index: 1, wrong: true, step: { text: '4 * 3 = 13.' } },
    ])
  })

  it('stops after --limit', async () => {
    const input = file(
      'three.ndjson',
      ['a', 'b', 'c'].map((id) => chain(id, 'x')),
    )
    expect(records((await verify('--input', input, '--limit', '2')).stdout)).toHaveLength(2)
  })

  it('names all wrong options at once, before it reads anything', async () => {
    const { code, stderr } = await rationale(['verify', '--input', 'nowhere', '--limit', '-1', '--max-bad', 'few'])
    expect(code).toBe(2)
    expect(stderr).toMatch(/--limit/)
    expect(stderr).toMatch(/--max-bad/)
  })

  it.each([
    [['verify'], /there is nothing to verify/],
    [['train', '--task', 'process'], /--data is needed: [^\n]+\n.*--base is needed/s],
    [['verify', '--input', samples, '--verifier', 'magic:'], /"magic:" is no verifier/],
    [['verify', '--input', samples, '--config', 'nowhere.json'], /cannot read --config/],
    [['verify', '--frobnicate'], /unknown option/],
    [['frobnicate'], /unknown command/],
    [['bench'], /one of --candidates FILE/],
  ])('%j is a usage error', async (args, message) => {
    const { code, stderr } = await rationale(args)
    expect(code).toBe(2)
    expect(stderr).toMatch(message)
  })

  it('takes options from --config, and flags win', async () => {
    const input = file(
      'four.ndjson',
      ['a', 'b', 'c', 'd'].map((id) => chain(id, 'x')),
    )
    // As an editor of Windows saves it.
    writeFileSync(join(folder, 'options.json'), `\ufeff${JSON.stringify({ input, limit: 3 })}`)
    expect(records((await verify('--config', 'options.json')).stdout)).toHaveLength(3)
    expect(records((await verify('--config', 'options.json', '--limit', '1')).stdout)).toHaveLength(1)
    writeFileSync(join(folder, 'wrong.json'), JSON.stringify({ input, limits: 3 }))
    const { code, stderr } = await rationale(['verify', '--config', 'wrong.json'])
    expect([code, stderr]).toEqual([2, expect.stringContaining('--limits')])
  })

  it('names a file that is not there', async () => {
    const { code, stderr } = await rationale(['verify', '--input', 'nowhere.ndjson'])
    expect(code).toBe(1)
    expect(stderr).toContain('nowhere.ndjson')
  })

  it('leaves the previous output where it cannot write', async () => {
    const input = file('one.ndjson', [chain('a', 'x')])
    const { code, stderr } = await verify('--input', input, '--output', '/dev/full')
    expect(code).toBe(1)
    expect(stderr).toContain('/dev/full')
  })

  it('ends quietly when its reader has seen enough', async () => {
    const input = file(
      'many.ndjson',
      Array.from({ length: 5000 }, (_, i) => chain(`c${i}`, '1 + 1 = 2')),
    )
    const child = spawn('bash', [
      '-c',
      `"${process.execPath}" "${cli}" verify --verifier evidence: --input "${input}" | head -n 1 | wc -l; echo "\${PIPESTATUS[0]}"`,
    ])
    let printed = ''
    child.stdout.on('data', (piece) => {
      printed += piece
    })
    let complaints = ''
    child.stderr.on('data', (piece) => {
      complaints += piece
    })
    await new Promise((resolve) => child.on('close', resolve))
    expect(printed.trim().split(/\s+/)).toEqual(['1', '0'])
    // On a busy machine it may have told how far it was.
    expect(complaints.replace(/^\{"event":"progress".*\n/gm, '')).toBe('')
  })
})

describe('rationale rerank', () => {
  it('sets a record aside that holds nothing to choose from, and goes on with the others', async () => {
    const set = { question: 'What is 2 + 3?', candidates: ['2 + 3 = 6.', '2 + 3 = 5.'] }
    const odd = [{ question: 'q', response: { a: 1 } }, { question: 'q', text: '2 + 3 = 5.' }, set]
    const input = file(
      'odd-sets.ndjson',
      odd.map((each) => JSON.stringify(each)),
    )
    const { code, stdout, stderr } = await rationale(['rerank', input, '--verifier', 'evidence:'])
    expect([code, records(stdout).map(({ id, best }) => [id, best])]).toEqual([3, [['record-3', 1]]])
    expect(stderr).toMatch(/line 1: rejected: .*no response of a known form/)
    expect(stderr).toContain(`to do: rationale verify ${input}`)
  })

  it('names records without an id by their place, and takes plain texts for candidates', async () => {
    const set = { question: 'What is 2 + 3?', candidates: ['2 + 3 = 6.', { text: '2 + 3 = 5.' }] }
    const input = file(
      'unnamed-sets.ndjson',
      [set, { ...set, id: 'mine' }, set].map((each) => JSON.stringify(each)),
    )
    const { code, stdout } = await rationale(['rerank', input, '--verifier', 'evidence:'])
    expect(code).toBe(0)
    expect(records(stdout).map(({ id, best }) => [id, best])).toEqual([
      ['record-1', 1],
      ['mine', 1],
      ['record-3', 1],
    ])
  })

  // Whoever judges: the shipped network ranks in the matrix.
  it.each(['weighted', 'best-of-n', 'majority'])('chooses by %s', async (strategy) => {
    const args = ['rerank', '--input', samples, '--strategy', strategy, '--limit', '6']
    const { code, stdout } = await rationale(strategy === 'weighted' ? args : [...args, '--verifier', 'evidence:'])
    expect(code).toBe(0)
    const rankings = records(stdout)
    expect(rankings).toHaveLength(6)
    for (const ranking of rankings) {
      expect(ranking).toMatchObject({ strategy, best: expect.any(Number), answer: expect.any(String) })
      expect(ranking.ranked[0].index).toBe(ranking.best)
    }
  })
})

describe('rationale rerank "QUESTION" "SOLUTION" "SOLUTION"', () => {
  it('counts an empty solution among those that could not be judged, and ends with 3', async () => {
    const { code, stdout } = await rationale([
      'rerank',
      'What is 9 * 9?',
      '',
      '81',
      '--verifier',
      'evidence:',
      '--json',
    ])
    expect(code).toBe(3)
    expect(JSON.parse(stdout)).toMatchObject({ best: 1, unjudged: 1, reason: expect.stringContaining('no steps') })
  })

  const ofEighty = async (sound: string, verifier: string) => {
    const words = ['What is 15 % of 80?', sound, '80*0.15=14']
    const { code, stdout } = await rationale(['rerank', ...words, '--verifier', verifier, '--json'])
    expect(code).toBe(0)
    return JSON.parse(stdout)
  }

  it.each(['evidence:', 'embedded:'])(
    'chooses none that is disproved where another is sound and states no answer: %s',
    async (verifier) => {
      expect(await ofEighty('12 is 15% of 80.', verifier)).toMatchObject({
        best: 0,
        answer: null,
        reason: 'each solution whose answer could be read has a wrong step',
      })
    },
  )

  it.each(['evidence:', 'embedded:'])(
    'reads the answer of a sentence that repeats the question: %s',
    async (verifier) => {
      expect(await ofEighty('15% of 80 is 12.', verifier)).toMatchObject({ best: 0, answer: '12' })
    },
  )

  const question = 'A bakery bakes 6 trays of 8 rolls and sells 28 of them. How many are left?'
  const solutions = [22, 20].map(
    (left) => `It bakes 6 * 8 = 48 rolls. 48 - 28 = ${left} are left. The answer is ${left}.`,
  )

  it('shows each solution with its steps, and which one is chosen', async () => {
    const { code, stdout } = await rationale(['rerank', question, ...solutions, '--verifier', 'evidence:'])
    expect(code).toBe(0)
    expect(stdout).toContain('Solution 2, chosen')
    expect(stdout).toContain('states 22, but this comes to 20')
    expect(stdout).toContain('Solution 2 is chosen, with the answer 20.')
    // Why: which weight came from where.
    expect(stdout).toMatch(
      /Answer 20: weighs 0\.\d\d, from solution 2 \(probability 0\.\d\d; no step is held\s+wrong\)/,
    )
    expect(stdout).toMatch(
      /Answer 22: weighs 0\.\d\d, from solution 1 \(probability 0\.\d\d; step 2 is wrong: states 22/,
    )
    expect(stdout).toContain('probability: how often')
  })

  it.each([
    ['one solution', [question, solutions[0] ?? '']],
    ['neither', []],
    ['--input FILE beside other words', ['--input', samples, question]],
    ['"Q only", which is no file, and no solutions after it', ['Q only']],
  ])('refuses %s', async (found, words) => {
    const { code, stderr } = await rationale(['rerank', ...words])
    expect(code).toBe(2)
    expect(stderr).toContain(found)
  })

  it('refuses a table, which has one solution a row, and says what reads it', async () => {
    const table = file('one-each.csv', ['question,solution', 'What is 2 + 3?,5'])
    const { code, stderr } = await rationale(['rerank', table])
    expect(code).toBe(1)
    expect(stderr).toContain(`rationale verify ${table}`)
  })
})

describe('rationale bench', () => {
  it('prints one JSON object in the documented form for candidates', async () => {
    const { code, stdout } = await rationale(['bench', '--candidates', samples, '--verifier', 'evidence:', '--json'])
    expect(code).toBe(0)
    const metrics = JSON.parse(stdout)
    expect(metrics).toMatchObject({ format: 1, verifier: 'evidence:', seconds: expect.any(Number) })
    const [report] = metrics.tasks
    expect(report).toMatchObject({
      suite: 'candidates',
      task: 'candidates.ndjson',
      problems: 24,
      tokens: { evaluated: 0 },
    })
    expect(Object.keys(report.strategies)).toEqual(['random', 'majority', 'best-of-n', 'weighted', 'oracle'])
    for (const { accuracy, ci95 } of Object.values<{ accuracy: number; ci95: [number, number] }>(report.strategies)) {
      expect(ci95[0]).toBeLessThanOrEqual(accuracy)
      expect(accuracy).toBeLessThanOrEqual(ci95[1])
    }
    expect(report.strategies.weighted.vsMajority).toMatchObject({
      difference: expect.any(Number),
      p: expect.any(Number),
    })
    expect(report.strategies.oracle.accuracy).toBe(100)
    expect(report.strategies['best-of-n'].accuracy).toBeGreaterThan(report.strategies.random.accuracy)
  })

  it('reads ProcessBench as it is published', async () => {
    const lines = [
      {
        id: 'gsm8k-0',
        problem: 'What is 2 + 3?',
        steps: ['2 + 3 = 6', 'So 6.'],
        label: 0,
        final_answer_correct: false,
      },
      {
        id: 'gsm8k-1',
        problem: 'What is 2 + 3?',
        steps: ['2 + 3 = 5', 'So 5.'],
        label: -1,
        final_answer_correct: true,
      },
    ].map((record) => JSON.stringify(record))
    const { stdout } = await rationale([
      'bench',
      '--steps',
      file('processbench.jsonl', lines),
      '--verifier',
      'evidence:',
      '--json',
    ])
    expect(JSON.parse(stdout).tasks).toMatchObject([
      { suite: 'steps', chains: 2, f1: 100, errorAccuracy: 100, correctAccuracy: 100, unscored: 0 },
    ])
  })

  it('takes chains without ids, as TRL and Math-Shepherd have them, each for itself; a repeated id only once', async () => {
    const measure = async (lines: object[]) =>
      rationale([
        ...['bench', '--verifier', 'evidence:', '--json', '--steps'],
        file(
          'unnamed.ndjson',
          lines.map((line) => JSON.stringify(line)),
        ),
      ])
    const trl = { prompt: 'What is 2 + 3?', completions: ['2 + 3 = 5.'], labels: [true] }
    const both = await measure([trl, { ...trl, completions: ['2 + 3 = 6.'], labels: [false] }])
    expect([both.code, JSON.parse(both.stdout).tasks[0].chains]).toEqual([0, 2])
    const twice = await measure([
      { ...trl, id: 'a' },
      { ...trl, id: 'a' },
    ])
    expect([twice.code, JSON.parse(twice.stdout).tasks[0].chains]).toEqual([3, 1])
    expect(twice.stderr).toContain('duplicate id "a"')
  })

  it('takes sets without ids, and plain texts for candidates', async () => {
    const set = { question: 'What is 2 + 3?', gold: '5', candidates: ['2 + 3 = 6.', '2 + 3 = 5.'] }
    const input = file(
      'unnamed-sets.ndjson',
      [set, { ...set, question: 'What is 3 + 2?' }].map((each) => JSON.stringify(each)),
    )
    const { code, stdout } = await rationale(['bench', '--verifier', 'evidence:', '--json', '--candidates', input])
    expect([code, JSON.parse(stdout).tasks[0].problems]).toEqual([0, 2])
  })

  it('runs the recipe again that a run has kept, and refuses other data', async () => {
    const set = (id: string) => ({
      id,
      question: `What is 2 + ${id}?`,
      candidates: ['a', 'b'].map((model) => ({
        text: `2 + ${id} = ${model === 'a' ? 5 : 6}.`,
        model,
        correct: model === 'a',
      })),
    })
    const lines = ['3', '4'].map((id) => JSON.stringify(set(id)))
    file('again.ndjson', lines)
    const many = sums(60, 'recipe').map((each) => JSON.stringify(each))
    await rationale([
      'calibrate',
      '--verifier',
      'evidence:',
      '--data',
      file('sums.ndjson', many),
      '--output',
      'weights.json',
    ])
    const verifier = 'evidence:?calibration=weights.json'
    const asked = [
      'bench',
      '--candidates',
      'again.ndjson',
      '--verifier',
      verifier,
      '--only-generators',
      'A',
      '--output',
    ]
    expect((await rationale([...asked, 'first'])).code).toBe(0)
    const recipe = ['bench', '--config', join('first', 'recipe.json'), '--output']
    expect((await rationale([...recipe, 'second'])).code).toBe(0)
    const kept = (of: string) =>
      ['recipe.json', 'samples.ndjson', 'metrics.json'].map((name) => readFileSync(join(folder, of, name), 'utf8'))
    expect(kept('second')).toEqual(kept('first'))
    expect(JSON.parse(kept('first')[0] ?? '')).toMatchObject({ verifier, onlyGenerators: 'A' })
    file('again.ndjson', lines.slice(1))
    expect(await rationale([...recipe, 'third'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('this recipe was run on other data'),
    })
    rmSync(join(folder, 'again.ndjson'))
    expect(await rationale([...recipe, 'fourth'])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('say where it is: --candidates FILE'),
    })
  })

  it.each([
    [['--preset', 'process'], '--preset is about --searches: name some'],
    [['--searches', 'beam'], '--searches are the generator’s'],
    [['--perplexity'], '--perplexity is the generator’s'],
  ])('refuses %j, which would have no effect', async (more, said) => {
    const { code, stderr } = await rationale(['bench', '--candidates', samples, '--verifier', 'evidence:', ...more])
    expect([code, stderr]).toEqual([2, expect.stringContaining(said)])
  })

  it('reads no further than the limit asks', async () => {
    const chain = { question: 'What is 2 + 3?', steps: ['2 + 3 = 5.'], firstError: -1 }
    const lines = [JSON.stringify({ ...chain, id: 'a' }), JSON.stringify({ ...chain, id: 'b' }), 'not JSON']
    const args = ['bench', '--steps', file('limited.ndjson', lines), '--verifier', 'evidence:', '--json']
    const limited = await rationale([...args, '--limit', '2'])
    expect(limited.code).toBe(0)
    expect(JSON.parse(limited.stdout).tasks).toMatchObject([{ chains: 2, f1: null, reason: 'no chain is wrong' }])
    expect((await rationale(args)).code).toBe(3)
  })

  it('gives the same numbers again, and others for another seed', async () => {
    const run = async (seed: string) => {
      const { stdout } = await rationale([
        'bench',
        '--candidates',
        samples,
        '--verifier',
        'evidence:',
        '--candidates-per-problem',
        '2',
        '--seed',
        seed,
        '--json',
      ])
      const { seconds: _seconds, ...report } = JSON.parse(stdout)
      return report
    }
    const first = await run('1')
    expect(await run('1')).toEqual(first)
    expect((await run('2')).tasks[0].strategies.random).not.toEqual(first.tasks[0].strategies.random)
  })
})

describe('rationale doctor', () => {
  it('tries the shipped verifier and every runtime of this machine', async () => {
    const { code, stdout } = await rationale(['doctor', '--json'])
    expect(code).toBe(0)
    const checks: { name: string; ok: boolean; detail: string }[] = JSON.parse(stdout).checks
    expect(checks).toContainEqual(expect.objectContaining({ name: expect.stringMatching(/^verifier /), ok: true }))
    // Every backend is there with its rate or its reason, and one of them is what auto takes.
    const runtimes = checks.filter(({ name }) => name.startsWith('runtime '))
    expect(runtimes.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['runtime onnx-cpu', 'runtime tfjs-webgpu', 'runtime tensorflow']),
    )
    expect(runtimes.filter(({ detail }) => /^\d+ GFLOP\/s on .*auto takes$/.test(detail))).toHaveLength(1)
  })

  it('tries the models that are asked for and says what is wrong with them', async () => {
    const { code, stdout } = await rationale(['doctor', 'http://127.0.0.1:9/v1#m', 'nonsense', '--json'])
    expect(code).toBe(1)
    const { checks } = JSON.parse(stdout)
    expect(checks).toHaveLength(3)
    expect(checks).toContainEqual({ name: 'nonsense', ok: false, detail: expect.stringContaining('is no verifier') })
  })
})

describe('rationale demo', () => {
  it('does the main job on the samples, and says what the words in its table mean', async () => {
    const { code, stdout } = await rationale(['demo'])
    expect(code).toBe(0)
    expect(stdout).toContain('breaks at step 3')
    expect(stdout).toMatch(/best-of-n/)
    const table = stdout.slice(stdout.indexOf('Choosing one'), stdout.indexOf('random: any'))
    expect(Math.max(...table.split('\n').map(({ length }) => length))).toBeLessThanOrEqual(80)
    expect(stdout).toMatch(/oracle: .*\n[\s\S]*AUC: .*\n[\s\S]*ECE: /)
  })
})
