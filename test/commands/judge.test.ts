import { writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { identitiesOf } from '../../src/verifier-identity.js'
import { rationale as run } from '../helpers/cli.js'
import { temporaryFolder } from '../helpers/folder.js'
import { sums } from './sums.js'

const folder = temporaryFolder('judge')
const fixtures = join(import.meta.dirname, '../fixtures/rewards')
const rationale = (...args: string[]) => run(args, { cwd: folder })
const question = 'Anna likes blue and buys what she likes. Which colour does she buy?'
const solution = 'Anna likes red best.\nSo she buys red.'

/** A chat server that says what it is told, as one that thinks does. */
interface Request {
  messages: { role: string; content: string }[]
  n?: number
  logprobs?: boolean
}
const requests: Request[] = []
let answers: object[] = []
let refusal: { status: number; body: object | string; type?: string } | 'silence' | undefined
/** What it refuses to read. */
const REFUSED = 'a heap of words'
/** From which request on it refuses. */
let refusesAfter = 0
const server = createServer((request, response) => {
  let raw = ''
  request.on('data', (piece) => {
    raw += piece
  })
  request.on('end', () => {
    const body: Request = JSON.parse(raw || '{}')
    if (refusal === 'silence') return
    if (refusal !== undefined && requests.length >= refusesAfter) {
      const { status, body: said, type = 'application/json' } = refusal
      response.writeHead(status, { 'content-type': type })
      response.end(typeof said === 'string' ? said : JSON.stringify(said))
      return
    }
    if (body.messages === undefined) {
      response.writeHead(404).end('{"error": "not here"}')
      return
    }
    if (raw.includes(REFUSED)) {
      response.writeHead(400, { 'content-type': 'application/json' }).end('{"error": {"message": "too long"}}')
      return
    }
    requests.push(body)
    const choices = Array.from({ length: body.n ?? 1 }, (_, index) => {
      const { logprobs, ...said }: { logprobs?: object } = answers[(requests.length - 1 + index) % answers.length] ?? {}
      const message = { role: 'assistant', ...said }
      return { index, message, finish_reason: 'stop', ...(body.logprobs && { logprobs }) }
    })
    response.writeHead(200, { 'content-type': 'application/json' })
    response.end(JSON.stringify({ choices, usage: { prompt_tokens: 50, completion_tokens: 20 } }))
  })
})
let uri: string

beforeAll(async () => {
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  uri = `judge:http://127.0.0.1:${(server.address() as AddressInfo).port}/v1#thinker`
})
beforeEach(() => {
  requests.length = 0
})
afterAll(async () => {
  await new Promise((resolve) => {
    server.close(resolve)
  })
})

describe('judge: through the command line', { timeout: 120_000 }, () => {
  it('names the wrong step in the words of a model that thinks before it answers', async () => {
    answers = [
      {
        content:
          '<think>Step 1 says red. But she likes blue.</think>Step 1: wrong - she likes blue\nFirst wrong step: 1',
      },
    ]
    const { code, stdout } = await rationale('verify', question, solution, '--verifier', uri, '--json')
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({
      firstError: 0,
      verdict: 'abstain',
      reasons: ['Step 1 is doubtful: she likes blue.'],
      steps: [{ reward: 0, explanation: 'she likes blue', checked: expect.arrayContaining(['critique']) }, {}],
      judgements: { asked: 1, unreadable: 0 },
      tokens: { generated: 20 },
    })
  })

  it('several judgements vote; those that cannot be read are counted', async () => {
    answers = [
      { content: 'First wrong step: none' },
      { content: '', reasoning_content: 'Hm.' },
      { content: 'First wrong step: 2' },
      { content: 'First wrong step: none' },
    ]
    const { stdout } = await rationale('verify', question, solution, '--verifier', `${uri}?samples=4&seed=3`, '--json')
    const { steps, judgements } = JSON.parse(stdout)
    expect(steps.map(({ reward }: { reward: number }) => reward)).toEqual([1, 2 / 3])
    expect(judgements).toEqual({ asked: 4, unreadable: 1 })
  })

  it('a chain whose every judgement is unreadable says so, and the run fails', async () => {
    answers = [{ content: 'What a nice solution!' }]
    const chains = join(folder, 'chains.ndjson')
    writeFileSync(chains, `${JSON.stringify({ id: 'c', question, text: solution })}\n`)
    const { code, stdout, stderr } = await rationale('verify', '--input', chains, '--verifier', uri)
    expect(JSON.parse(stdout)).toMatchObject({ firstError: null, judgements: { asked: 1, unreadable: 1 } })
    expect(stderr).toContain('What a nice solution!')
    expect(code).toBe(1)
  })

  it('bench of a judge that cannot be read says so, counts it, and fails', async () => {
    answers = [{ content: 'What a nice solution!' }]
    const labelled = [
      { id: 'right', question, text: solution, firstError: -1 },
      { id: 'wrong', question, text: solution, firstError: 0 },
    ]
    const file = join(folder, 'labelled.ndjson')
    writeFileSync(file, labelled.map((chain) => `${JSON.stringify(chain)}\n`).join(''))
    const { code, stdout, stderr } = await rationale('bench', '--steps', file, '--verifier', uri)
    expect(code).toBe(1)
    expect(stderr).toMatch(/nothing could be judged: none of 1 judgements could be read: "What a nice solution!"/)
    expect(stdout).toContain('no F1: no chain could be judged')
    expect(stdout).toMatch(/no AUC: no chain has a probability: none of 1 judgements/)
    expect(stdout).toContain('2 could not be judged: none of 1 judgements could be read')
    expect(stdout).toContain('0 of 2 written judgements could be read')
  })

  it('bench of a judge that is read now and then: what could not be judged is wrong, and the exit code says it', async () => {
    answers = [{ content: 'First wrong step: 1' }, { content: 'What a nice solution!' }]
    const labelled = ['a', 'b'].map((id) => ({ id, question: `${question} ${id}`, text: solution, firstError: 0 }))
    const file = join(folder, 'some.ndjson')
    writeFileSync(file, labelled.map((chain) => `${JSON.stringify(chain)}\n`).join(''))
    const { code, stdout } = await rationale('bench', '--steps', file, '--verifier', uri, '--json')
    expect(code).toBe(3)
    const { tasks, judged, unjudged } = JSON.parse(stdout)
    expect({ judged, unjudged }).toEqual({ judged: 1, unjudged: 1 })
    expect(tasks[0]).toMatchObject({
      errorAccuracy: 50,
      auc: null,
      aucReason: expect.stringContaining('no chain has a probability'),
      judgements: { asked: 2, unreadable: 1 },
      unjudged: [{ chains: 1 }],
    })
  })

  it('where only the checks could judge: every command says so at the top, and ends with 3', async () => {
    answers = [{ content: 'What a nice solution!' }]
    const sum = 'What is 2 + 2?'
    const [right, wrong] = ['2 + 2 = 4. The answer is 4.', '2 + 2 = 5. The answer is 5.']
    const write = (name: string, record: object) => {
      writeFileSync(join(folder, name), `${JSON.stringify(record)}\n`)
      return name
    }
    const candidates = [
      { text: right, correct: true },
      { text: wrong, correct: false },
    ]
    const set = write('sums.ndjson', { id: 's', question: sum, candidates })
    const chain = write('sum.ndjson', { id: 'c', question: sum, text: wrong, firstError: 0 })
    const why = 'none of 1 judgements could be read: "What a nice solution!"'

    const reranked = await rationale('rerank', set, '--verifier', uri)
    expect(reranked.code).toBe(3)
    expect(reranked.stderr).toContain(`1 of 1 could be judged only in part: it could not be judged (${why})`)
    expect(JSON.parse(reranked.stdout)).toMatchObject({ best: 0, unjudged: 2, reason: expect.stringContaining(why) })

    const benched = await rationale('bench', '--candidates', set, '--verifier', uri)
    expect(benched.code).toBe(3)
    expect(benched.stderr).toContain(`1 of 1 could be judged only in part: ${why}`)
    expect(benched.stdout).toContain(`2 could not be judged: ${why}`)
    const asJson = await rationale('bench', '--candidates', set, '--verifier', uri, '--json')
    expect(JSON.parse(asJson.stdout)).toMatchObject({ judged: 1, unjudged: 0, partly: 1, whyUnjudged: why })

    const verified = await rationale('verify', chain, '--verifier', uri)
    expect(verified.code).toBe(3)
    expect(verified.stderr).toContain(`1 of 1 could be judged only in part: ${why}`)
    expect(JSON.parse(verified.stdout)).toMatchObject({ firstError: 0, verdict: 'incorrect', reason: why })
    expect((await rationale('verify', sum, wrong, '--verifier', uri)).code).toBe(3)
    expect((await rationale('verify', chain, '--verifier', uri, '--max-bad', '0')).code).toBe(1)
  })

  it('a judgement that says two opposite things of one step is unreadable', async () => {
    answers = [{ content: 'Step 1: correct\nStep 2: correct\nStep 1: wrong' }]
    const { code, stdout } = await rationale('verify', question, solution, '--verifier', uri, '--json')
    expect(code).toBe(1)
    expect(JSON.parse(stdout)).toMatchObject({ firstError: null, judgements: { asked: 1, unreadable: 1 } })
  })

  it.each([
    ['a step that the chain has not', 'Step 1: correct\nStep 2: correct\nStep 3: wrong\nFirst wrong step: 3', '1 to 2'],
    ['a verdict with a reservation', 'Step 1: correct\nStep 2: partially correct\nFirst wrong step: none', 'step 2'],
    ['praise that is taken back', 'Step 1: correct\nStep 2: correct, but the sign is wrong', 'not exactly right'],
    ['the form copied', 'Step N: correct or wrong\nFirst wrong step: none', 'the steps are 1 to 2'],
  ])('%s is unreadable, is counted, and says why', async (_, content, why) => {
    answers = [{ content }]
    const { code, stdout, stderr } = await rationale('verify', question, solution, '--verifier', uri, '--json')
    expect(code).toBe(1)
    expect(JSON.parse(stdout)).toMatchObject({ firstError: null, judgements: { asked: 1, unreadable: 1 } })
    expect(`${JSON.parse(stdout).reason}${stderr}`).toContain(why)
  })

  it('log-probabilities that hold neither yes nor no are unreadable, and none may lie above 0', async () => {
    const telling = (...likely: [string, number][]) => {
      const top_logprobs = likely.map(([token, logprob]) => ({ token, logprob }))
      answers = [{ content: 'Y', logprobs: { content: [{ token: 'Y', logprob: -0.1, top_logprobs }] } }]
    }
    const asked = ['verify', question, solution, '--verifier', `${uri}?format=yes-no`, '--json']
    telling(['foo', -0.1], ['bar', -3])
    const neither = await rationale(...asked)
    expect(JSON.parse(neither.stdout).reason).toContain('its log-probabilities hold neither yes nor no')
    expect(neither.code).toBe(1)
    telling(['Y', 5], ['N', -3])
    const logits = await rationale(...asked)
    expect(logits.stderr).toContain('a log-probability above 0')
    expect(logits.code).toBe(1)
  })

  it('the terminal and the record say the same of a step that a judge holds wrong', async () => {
    answers = [{ content: 'Step 1: wrong - she likes blue\nStep 2: wrong - and so does not' }]
    const { stdout } = await rationale('verify', question, solution, '--verifier', uri)
    const asJson = await rationale('verify', question, solution, '--verifier', uri, '--json')
    const { steps, reasons } = JSON.parse(asJson.stdout)
    expect(steps.map(({ wrong }: { wrong: boolean }) => wrong)).toEqual([true, true])
    expect(reasons).toHaveLength(2)
    expect(stdout).toContain('1 ? Anna likes red best.')
    expect(stdout).toContain('2 ? So she buys red.')
    expect(stdout).toContain(reasons[0])
  })

  it.each([
    ['a spent account', 429, { error: { message: 'You exceeded your current quota', code: 'insufficient_quota' } }, 1],
    ['a refused key', 401, { error: { message: 'bad key' } }, 2],
  ])('%s ends every command at once, with the same code', async (_, status, body, expected) => {
    const chain = { id: 'c', question, text: solution, firstError: 0 }
    const set = { id: 's', question, candidates: [{ text: solution, correct: true }] }
    const write = (name: string, record: object) => {
      writeFileSync(join(folder, name), `${JSON.stringify(record)}\n`)
      return name
    }
    const [chains, sets] = [write('chain.ndjson', chain), write('set.ndjson', set)]
    // Labels that can do, so that the judge is asked.
    const graded = Array.from({ length: 40 }, (_, i) => ({
      ...chain,
      id: `g${i}`,
      question: `${question} (${Math.floor(i / 2)})`,
      firstError: (i % 2) - 1,
    }))
    writeFileSync(join(folder, 'graded.ndjson'), graded.map((record) => `${JSON.stringify(record)}\n`).join(''))
    refusal = { status, body }
    const asked = [
      ['verify', '--input', chains],
      ['verify', question, solution],
      ['rerank', '--input', sets],
      ['bench', '--steps', chains],
      ['calibrate', '--data', 'graded.ndjson', '--output', 'none.json'],
    ]
    const ended = await Promise.all(asked.map((args) => rationale(...args, '--verifier', uri)))
    refusal = undefined
    expect(ended.map(({ code }, i) => [asked[i]?.[0], code])).toEqual(asked.map(([command]) => [command, expected]))
  })

  it('calibrate and bench --ablate leave out a first chain at which the server fails, and call the judge by its name', async () => {
    answers = [{ content: 'First wrong step: none' }]
    const first = { id: 'first', question: 'Too long?', steps: [`It is ${REFUSED}.`], firstError: -1 }
    const empty = { id: 'empty', question: 'And now?', steps: [], firstError: -1 }
    const chains = [first, ...sums(60, 'judged'), empty].map((each) => `${JSON.stringify(each)}\n`)
    writeFileSync(join(folder, 'first.ndjson'), chains.join(''))
    const asked = ['--verifier', uri, '--json']
    const ended = [
      await rationale('calibrate', '--data', 'first.ndjson', '--output', 'first.json', ...asked),
      await rationale('bench', '--ablate', '--steps', 'first.ndjson', ...asked),
    ]
    for (const { code, stdout } of ended) {
      expect(code).toBe(3)
      expect(JSON.parse(stdout).left).toMatchObject({ chains: 2, reason: expect.stringContaining(uri) })
    }
  })

  describe('a page where JSON was due', () => {
    const key = 'sk-not-to-be-seen-1234'
    const page = `<!DOCTYPE html><html><head><title>Sign in</title><style>p { color: red }</style></head>
      <body><p>Please log in,\u001b[31m &amp; bring ${key}</p><script>run()</script></body></html>`
    beforeEach(() => {
      process.env.RATIONALE_API_KEY = key
    })
    afterEach(() => {
      delete process.env.RATIONALE_API_KEY
      refusal = undefined
    })
    const judge = () => uri
    const kinds: [string, () => string][] = [
      ['judge:', judge],
      ['http:', () => uri.slice('judge:'.length)],
      ['pooling+http:', () => `pooling+${uri.slice('judge:'.length)}?prm=qwen-prm`],
    ]

    it.each(kinds)('%s is told by its type and its words, at once', async (_, verifier) => {
      for (const [status, type] of [
        [200, 'text/html; charset=utf-8'],
        [200, 'text/plain'],
      ] as const) {
        refusal = { status, type, body: page }
        const { code, stdout, stderr } = await rationale('verify', question, solution, '--verifier', verifier())
        expect([code, stdout]).toEqual([1, ''])
        expect(stderr).toContain(`${type.split(';')[0]}: "Sign in Please log in,`)
        expect(stderr).toMatch(/answered with a page where JSON was due[\s\S]*proxy or a login/)
        expect(stderr).not.toMatch(/sk-not|color: red|run\(\)|<p>/)
        expect(stderr).not.toContain('\u001b')
      }
    })

    it('stands in the record of one of several', async () => {
      refusal = { status: 200, type: 'text/html', body: page }
      const asked = ['verify', 'What is 2 + 2?', '2 + 2 = 4.', '--verifier', `evidence:,${uri}`, '--json']
      const { code, stdout } = await rationale(...asked)
      expect(code).toBe(3)
      expect(JSON.parse(stdout).reason).toMatch(/answered with a page where JSON was due: text\/html: "Sign in/)
    })

    it('beside an error is told in words, and what is neither page nor JSON with its type', async () => {
      const asked = ['verify', question, solution, '--verifier', uri, '--retries', '0']
      refusal = { status: 502, type: 'text/html', body: '<html><h1>502 Bad Gateway</h1><hr>nginx</html>' }
      expect((await rationale(...asked)).stderr).toContain('HTTP 502 a page: "502 Bad Gateway nginx"')
      refusal = { status: 200, type: 'text/plain', body: 'upstream is warming up' }
      const { stderr } = await rationale(...asked)
      expect(stderr).toContain('the answer is not complete JSON (text/plain): "upstream is warming up"')
    })
  })

  describe('one of several that fails costs its own word and no other', () => {
    const refused = 'judge:http://127.0.0.1:9/v1#nobody'
    const sum = 'What is 2 + 2?'
    const [right, wrong] = ['2 + 2 = 4. The answer is 4.', '2 + 2 = 5. The answer is 5.']
    const patient = ['--retries', '0', '--attempt-timeout', '20']
    const impatient = ['--retries', '0', '--attempt-timeout', '0.2']
    const write = (name: string, ...records: object[]) => {
      writeFileSync(join(folder, name), records.map((record) => `${JSON.stringify(record)}\n`).join(''))
      return name
    }
    afterEach(() => {
      refusal = undefined
      refusesAfter = 0
    })
    const failures: [string, typeof refusal, () => string, string][] = [
      ['answers 500', { status: 500, body: { error: { message: 'out of memory' } } }, () => uri, 'out of memory'],
      ['does not answer in time', 'silence', () => uri, 'no answer within'],
      ['refuses the connection', undefined, () => refused, 'is reserved for another service'],
    ]

    it.each(failures)(
      'a server that %s: what the checks say stands, and the exit code is 3',
      async (_, how, judge, why) => {
        refusal = how
        const limits = how === 'silence' ? impatient : patient
        const list = `evidence:,${judge()}`
        const one = await rationale('verify', sum, right, '--verifier', list, ...limits, '--json')
        expect(one.code).toBe(3)
        const verdict = JSON.parse(one.stdout)
        expect(verdict).toMatchObject({ firstError: null, verdict: 'abstain', judgedInPart: true, reward: null })
        expect(verdict.reason).toContain(`${judge()} could not judge it: `)
        expect(verdict.reason).toContain(why)
        expect(verdict.steps[0].evidence).toMatchObject([{ kind: 'arithmetic', ok: true }])

        const other = await rationale('verify', sum, wrong, '--verifier', list, ...limits, '--json')
        expect(other.code).toBe(3)
        expect(JSON.parse(other.stdout)).toMatchObject({ firstError: 0, verdict: 'incorrect', judgedInPart: true })

        const chains = write('parts.ndjson', { id: 'a', question: sum, text: right, firstError: -1 })
        const file = await rationale('verify', chains, '--verifier', list, ...limits)
        expect(file.code).toBe(3)
        expect(file.stderr).toContain('1 of 1 could be judged only in part: ')
        expect(file.stderr).toContain(why)
        const benched = await rationale('bench', '--steps', chains, '--verifier', list, ...limits, '--json')
        expect(benched.code).toBe(3)
        expect(JSON.parse(benched.stdout)).toMatchObject({ judged: 1, unjudged: 0, partly: 1 })
        const set = write('parts-set.ndjson', {
          id: 's',
          question: sum,
          candidates: [{ text: right }, { text: wrong }],
        })
        const reranked = await rationale('rerank', set, '--verifier', list, ...limits)
        expect(reranked.code).toBe(3)
        expect(JSON.parse(reranked.stdout)).toMatchObject({ best: 0, unjudged: 2 })
      },
    )

    it.each(failures)(
      'a server that %s, beside checks that find nothing to check: nothing was judged, in every command',
      async (_, how, judge, why) => {
        refusal = how
        const limits = how === 'silence' ? impatient : patient
        const asked = ['--verifier', `evidence:,${judge()}`, ...limits]
        const one = await rationale('verify', question, solution, ...asked, '--json')
        const verdict = JSON.parse(one.stdout)
        expect([one.code, verdict.firstError, verdict.judgedInPart, verdict.verdict]).toEqual([
          ...[1, null, undefined, 'abstain'],
        ])
        expect(verdict.reason).toContain(why)
        const chains = write('silent.ndjson', { id: 'a', question, text: solution, firstError: -1 })
        const set = write('silent-set.ndjson', {
          id: 's',
          question,
          candidates: [{ text: solution, answer: 'red', correct: true }],
        })
        for (const args of [
          ['verify', chains],
          ['rerank', set],
          ['bench', '--steps', chains],
          ['bench', '--candidates', set],
        ]) {
          const { code, stderr } = await rationale(...args, ...asked)
          expect([args[0], code]).toEqual([args[0], 1])
          expect(stderr).toMatch(/(?:no record|nothing) could be judged: ./)
          expect(stderr).toContain(why)
        }
      },
    )

    it('a judge alone that fails at one candidate: the others are ranked, it never wins, and its reason stands', async () => {
      const candidates = ['blue', 'red', 'green'].map((colour) => ({
        text: `She likes ${colour}. The answer is ${colour}.`,
      }))
      const set = write('third.ndjson', { id: 's', question, candidates })
      answers = [{ content: 'First wrong step: 1' }, { content: 'First wrong step: none' }]
      const failsAtThird = () => {
        requests.length = 0
        refusal = { status: 500, body: { error: { message: 'out of memory' } } }
        refusesAfter = 2
      }
      for (const strategy of ['weighted', 'best-of-n', 'majority']) {
        failsAtThird()
        const { code, stdout } = await rationale('rerank', set, '--verifier', uri, '--strategy', strategy, ...patient)
        const { best, answer, unjudged, ranked } = JSON.parse(stdout)
        expect([strategy, code, best, answer, unjudged]).toEqual([strategy, 3, 1, 'red', 1])
        const third = ranked.find(({ index }: { index: number }) => index === 2)
        expect(third).toMatchObject({
          probability: null,
          reward: null,
          reason: expect.stringContaining('out of memory'),
        })
      }
      failsAtThird()
      const words = await rationale(
        'rerank',
        question,
        ...candidates.map(({ text }) => text),
        '--verifier',
        uri,
        ...patient,
      )
      expect(words.code).toBe(3)
      expect(words.stdout).toContain('out of memory')
    })

    it('a majority needs no verifier: where nobody could be judged, the answers are counted', async () => {
      refusal = { status: 500, body: { error: { message: 'out of memory' } } }
      const texts = ['red', 'blue', 'blue'].map((colour) => `She likes ${colour}. The answer is ${colour}.`)
      const asked = ['rerank', question, ...texts, '--verifier', uri, '--strategy', 'majority', '--json', ...patient]
      const { code, stdout } = await rationale(...asked)
      expect(code).toBe(3)
      expect(JSON.parse(stdout)).toMatchObject({ best: 1, answer: 'blue', unjudged: 3 })
    })

    it('rerank says why nothing was chosen, or what could not be judged, in both its forms', async () => {
      const solutions = ['The answer is red.', 'It is red. The answer is red.'].map((end) => `${solution}\n${end}`)
      const set = write('down.ndjson', { id: 's', question, candidates: solutions.map((text) => ({ text })) })
      const asked = ['--verifier', uri, ...patient]
      refusal = { status: 500, body: { error: { message: 'out of memory' } } }
      // Alone, its failure is the record's, and the command's.
      const file = await rationale('rerank', set, ...asked)
      expect([file.code, file.stdout]).toEqual([1, ''])
      expect(file.stderr).toContain('out of memory')
      const words = await rationale('rerank', question, ...solutions, ...asked)
      expect([words.code, words.stdout]).toEqual([1, ''])
      expect(words.stderr).toContain('out of memory')
      for (const args of [[set], [question, ...solutions, '--json']]) {
        const none = await rationale('rerank', ...args, '--verifier', `evidence:,${uri}`, ...patient)
        expect(none.code).toBe(1)
        const reason = expect.stringMatching(/^no candidate could be judged: .*out of memory/)
        expect(JSON.parse(none.stdout)).toMatchObject({ best: null, answer: null, unjudged: 2, reason })
      }
      const unread = await rationale(
        'rerank',
        question,
        solution,
        `${solution} Red.`,
        '--verifier',
        `evidence:,${uri}`,
        ...patient,
        '--json',
      )
      expect(JSON.parse(unread.stdout).reason).toMatch(
        /^no candidate states an answer that can be read; 2 of 2 .*: .*out of memory/,
      )
      // Down from the second candidate on: what was judged is chosen.
      answers = [{ content: 'First wrong step: none' }]
      refusesAfter = 1
      for (const args of [[set], [question, ...solutions, '--json']]) {
        requests.length = 0
        const some = await rationale('rerank', ...args, '--verifier', `evidence:,${uri}`, ...patient)
        expect(some.code).toBe(3)
        const reason = expect.stringMatching(/^1 of 2 candidates could not be judged in full: .*out of memory/)
        expect(JSON.parse(some.stdout)).toMatchObject({ best: 0, unjudged: 1, reason })
        expect(requests).toHaveLength(1)
      }
    })

    it.each(['weighted', 'best-of-n'])(
      'everywhere: %s ranks by what the other says, whether it calls some right or none',
      async (strategy) => {
        const texts = ['green', 'red', 'blue'].map((colour) => ({
          text: `She buys ${colour}. The answer is ${colour}.`,
          answer: colour,
        }))
        const set = write('other-stands.ndjson', { id: 's', question, candidates: texts })
        const rerank = async () => {
          requests.length = 0
          const asked = ['--verifier', `${uri},${refused}`, '--strategy', strategy, ...patient]
          const { code, stdout } = await rationale('rerank', set, ...asked)
          const { best, answer, unjudged, reason, ranked } = JSON.parse(stdout)
          expect(reason).toMatch(/^3 of 3 candidates could not be judged in full: .*#nobody could not judge it/)
          return [code, best, answer, unjudged, ranked.map(({ index }: { index: number }) => index)]
        }
        answers = ['1', 'none', '1'].map((wrong) => ({ content: `First wrong step: ${wrong}` }))
        expect(await rerank()).toEqual([3, 1, 'red', 3, [1, 0, 2]])
        answers = [{ content: 'First wrong step: none' }]
        expect(await rerank()).toEqual([3, 0, 'green', 3, [0, 1, 2]])
        const asked = [question, ...texts.map(({ text }) => text), '--verifier', `${uri},${refused}`]
        const shown = await rationale('rerank', ...asked, '--strategy', strategy, ...patient)
        expect(shown.stdout.replaceAll(/\s+/g, ' ')).toContain('not judged in full; no step is held wrong')
      },
    )

    it('of a list that was calibrated together: the step that the other holds wrong is named, and no right one', async () => {
      const uris = [uri, refused]
      const none = { errors: 0, chains: 71, limit: 0.05 }
      const calibration = {
        version: 1,
        features: {
          '1.critique:min': { mean: 0, scale: 7, weight: 1 },
          '2.critique:min': { mean: 0, scale: 7, weight: 1 },
        },
        intercept: 0,
        // As fitted: a right step takes the word of both.
        steps: {
          features: {
            'judge 1': { mean: 4.65, scale: 5.23, weight: 2.13 },
            'judge 2': { mean: 0.92, scale: 1.04, weight: 2.13 },
          },
          intercept: 2.99,
        },
        ...{ accept: 0.99, reject: 0.02, stepThreshold: 0.9926 },
        identities: await identitiesOf(uris),
        fittedOn: { data: 'lab.ndjson', chains: 500, problems: 500, date: '2026-11-27' },
        calibrated: {
          verifiers: uris,
          prior: 0.5,
          risk: {
            ...{ wanted: 0.05, confidence: 0.95, rightAccused: none, wrongAccepted: none },
            coverage: { correct: 0.5, incorrect: 0.5, abstain: 0 },
          },
          auc: 1,
          familiar: { steps: 9, characters: 1000, numberless: true, words: [], leastShare: 0 },
        },
      }
      writeFileSync(join(folder, 'both.json'), JSON.stringify(calibration))
      const list = `${uris.join(',')}?calibration=both.json`
      for (const [wrong, firstError] of [
        ['2', 1],
        ['none', null],
      ]) {
        answers = [{ content: `First wrong step: ${wrong}` }]
        const { code, stdout } = await rationale('verify', question, solution, '--verifier', list, ...patient, '--json')
        const verdict = JSON.parse(stdout)
        expect([code, verdict.firstError, verdict.probability, verdict.judgedInPart]).toEqual([
          3,
          firstError,
          null,
          true,
        ])
        expect(verdict.reason).toContain('#nobody could not judge it')
        expect(verdict.steps.map((step: { wrong: boolean }) => step.wrong)).toEqual([false, firstError === 1])
      }
    })

    it('at one record of two: that one alone is judged in part', async () => {
      answers = [{ content: 'First wrong step: none' }]
      refusal = { status: 500, body: {} }
      refusesAfter = 1
      const counted = { question: sum, text: right }
      const chains = write('two.ndjson', ...['a', 'b'].map((id) => ({ id, ...counted })))
      const { code, stdout, stderr } = await rationale('verify', chains, '--verifier', `evidence:,${uri}`, ...patient)
      expect(code).toBe(3)
      expect(stderr).toContain('1 of 2 could be judged only in part')
      const verdicts = stdout
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line))
      expect(verdicts.filter(({ judgedInPart }) => judgedInPart)).toHaveLength(1)
      expect(verdicts.filter(({ firstError }) => firstError === -1)).toHaveLength(1)
    })

    it('where all that were asked fail, nothing is judged', async () => {
      refusal = { status: 500, body: {} }
      for (const asked of [uri, `${uri},${refused}`]) {
        const { code } = await rationale('verify', question, solution, '--verifier', asked, ...patient)
        expect([asked, code]).toEqual([asked, 1])
      }
    })

    it('one that cannot be opened ends the command before anything is asked', async () => {
      const { code, stdout } = await rationale('verify', sum, wrong, '--verifier', `${uri},own:nowhere`)
      expect([code, stdout, requests]).toEqual([2, '', []])
    })
  })

  it.each([
    ['after its thought', '<think>Hm.</think>Step 1: \\boxed{correct} Step 2: she likes blue \\boxed{incorrect}', 1],
    [
      'within it, as ThinkPRM does',
      '<think>\nStep 1: \\boxed{correct}\nStep 2: she likes blue \\boxed{incorrect}\n</think>\nIs the solution correct? No',
      1,
    ],
    [
      'within one that is never closed',
      '<think>\nStep 1: \\boxed{correct}\nStep 2: she likes blue \\boxed{incorrect}',
      1,
    ],
    [
      'where the answer takes back what was thought',
      '<think>Step 1: \\boxed{incorrect}</think>Step 1: \\boxed{correct} Step 2: \\boxed{correct}',
      -1,
    ],
    [
      'twice, and not alike',
      '<think>Step 1: \\boxed{incorrect}</think>Step 1: \\boxed{correct} Step 1: \\boxed{incorrect}',
      null,
    ],
    ['within a thought that was cut off before it found anything wrong', '<think>Step 1: \\boxed{correct}', null],
  ])('boxes stand %s', async (_, content, firstError) => {
    answers = [{ content }]
    const { code, stdout } = await rationale(
      'verify',
      question,
      solution,
      '--verifier',
      `${uri}?format=boxed`,
      '--json',
    )
    expect([JSON.parse(stdout).firstError, code]).toEqual([firstError, firstError === null ? 1 : 0])
  })

  it('turn by turn in the form of GenPRM', async () => {
    answers = [
      { content: '<analyze>It may be.</analyze><verify></verify>\\boxed{Yes}' },
      { content: '<analyze>She does not.</analyze>\\boxed{No}' },
    ]
    const { stdout } = await rationale(
      'verify',
      question,
      solution,
      '--verifier',
      `${uri}?format=analyze-verify`,
      '--json',
    )
    expect(JSON.parse(stdout)).toMatchObject({ firstError: 1, steps: [{ reward: 1 }, { reward: 0 }] })
    expect(requests.map(({ messages }) => messages.length)).toEqual([1, 3])
  })

  /** Tokens as a server tells them, the last one with what stood beside it. */
  const told = (pieces: string[], likely: Record<string, number>) => ({
    content: pieces.map((token, i) => ({
      token,
      logprob: -0.1,
      top_logprobs:
        i < pieces.length - 2
          ? [{ token, logprob: -0.1 }]
          : Object.entries(likely).map(([word, p]) => ({ token: word, logprob: Math.log(p) })),
    })),
  })

  it('reads how sure GenPRM is, from the log-probabilities at its box', async () => {
    const content = '<analyze>Maybe \\boxed{No}?</analyze>\\boxed{Yes}'
    const pieces = ['<analyze>Maybe ', '\\boxed{', 'No', '}?', '</analyze>', '\\boxed{', 'Yes', '}']
    answers = [{ content, logprobs: told(pieces, { Yes: 0.6, No: 0.2, Maybe: 0.1 }) }]
    const { stdout } = await rationale(
      'verify',
      question,
      'Anna likes blue.',
      '--verifier',
      `${uri}?format=analyze-verify`,
      '--json',
    )
    expect(JSON.parse(stdout).steps[0].reward).toBeCloseTo(0.75, 9)
  })

  it('asks as Granite was trained: the question after every step, the answer read as P(Y)', async () => {
    answers = [
      { content: 'Y', logprobs: told(['Y', ''], { Y: 0.9, N: 0.1 }) },
      { content: 'Y', logprobs: told(['Y', ''], { Y: 0.3, N: 0.7 }) },
    ]
    const { stdout } = await rationale(
      'verify',
      question,
      solution,
      '--verifier',
      `${uri}?format=yes-no&maxTokens=1`,
      '--json',
    )
    const { steps, firstError } = JSON.parse(stdout)
    expect([firstError, ...steps.map(({ reward }: { reward: number }) => reward)]).toEqual([
      1,
      expect.closeTo(0.9, 9),
      expect.closeTo(0.3, 9),
    ])
    const ask = 'Is this response correct so far (Y/N)?'
    expect(requests[1]?.messages.map(({ role, content }) => [role, content])).toEqual([
      ['user', `Problem: ${question}\n\nStep 1: Anna likes red best.\n\n${ask}`],
      ['assistant', 'Y'],
      ['user', `Step 2: So she buys red.\n\n${ask}`],
    ])
  })

  it('shows the prompt, one of your own too, and asks nothing', async () => {
    writeFileSync(join(folder, 'prompt.txt'), 'Judge: {problem}\n{steps}\n')
    const own = await rationale('verify', question, solution, '--verifier', `${uri}?prompt=prompt.txt`, '--show-prompt')
    expect(own.stdout).toBe(`[user]\nJudge: ${question}\nStep 1: Anna likes red best.\nStep 2: So she buys red.\n\n\n`)
    const { stdout } = await rationale('verify', question, solution, '--verifier', uri, '--show-prompt')
    expect(stdout).toContain('First wrong step: none')
    expect(requests).toEqual([])
  })

  it('shows what a process reward model reads, and says where there is nothing to show', async () => {
    const shown = (verifier: string) => rationale('verify', question, solution, '--verifier', verifier, '--show-prompt')
    const served = `pooling+${uri.slice('judge:'.length)}`
    expect((await shown(served)).stdout).toContain(`[user]\n${question}\n\n[assistant]\nAnna likes red best.<extra_0>`)
    const fixture = (name: string) => shown(`own:${join(fixtures, name)}?prm=${name}`)
    expect((await fixture('math-shepherd')).stdout).toContain('Step 1: Anna likes red best. ки')
    expect((await fixture('rlhflow')).stdout).toContain(`[user]\n${question} Anna likes red best.\n\n[assistant]\n+\n`)
    const none = await shown('evidence:')
    expect(none).toMatchObject({ code: 0, stdout: '', stderr: expect.stringContaining('no prompt to show') })
  })

  it('refuses to show the prompts of a file, before anything is opened', async () => {
    const file = join(folder, 'shown.ndjson')
    writeFileSync(file, '')
    for (const given of [[file], ['--input', file]]) {
      const { code, stderr } = await rationale('verify', ...given, '--verifier', 'own:nowhere', '--show-prompt')
      expect([code, stderr]).toEqual([
        2,
        expect.stringMatching(/--show-prompt goes with[\s\S]*expected:[\s\S]*found:[\s\S]*to do:/),
      ])
    }
  })

  it.each([
    ['format=haiku', 'format=steps|boxed|analyze-verify|yes-no'],
    ['samples=zero', 'samples: expected a whole number, found "zero"'],
    ['samples=0', 'samples: expected at least 1'],
    ['samples=1.5', 'samples: expected a whole number, found "1.5"'],
    ['samples=', 'parameter samples without a value'],
    ['seed=x', 'seed: expected a whole number, found "x"'],
    ['maxTokens=many', 'maxTokens: expected a whole number, found "many"'],
  ])('refuses %s, with what it takes', async (parameter, said) => {
    const { code, stderr } = await rationale('verify', question, solution, '--verifier', `${uri}?${parameter}`)
    expect([code, stderr]).toEqual([2, expect.stringContaining(said)])
    expect(stderr).toMatch(/\n {2}(?:expected|to do): /)
  })
})

it('each candidate states its own answer, whatever answer the record has', async () => {
  const set = join(folder, 'with-answer.ndjson')
  const candidates = ['2 * 3 = 6. The answer is 6.', '2 + 3 = 5. The answer is 5.'].map((text) => ({ text }))
  writeFileSync(set, `${JSON.stringify({ id: 's', question: 'How many are there?', answer: '6', candidates })}\n`)
  const { stdout } = await rationale('rerank', set, '--verifier', 'evidence:')
  const { ranked } = JSON.parse(stdout) as { ranked: { answer: string }[] }
  expect(ranked.map(({ answer }) => answer).sort()).toEqual(['5', '6'])
})
