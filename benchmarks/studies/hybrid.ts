import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { at } from '../../src/core/absence.js'
import { writeWhole } from '../../src/core/files/whole-file.js'
import { packageFolder } from '../../src/core/package-folder.js'
import { readRecords } from '../../src/core/records/ndjson.js'
import { documentSchema } from '../../src/core/records/types.js'
import { seededRandom } from '../../src/core/statistics/random.js'
import { bootstrapInterval, mean } from '../../src/core/statistics/statistics.js'
import { instructionOpening } from '../../verifier/judge/layout.js'
import { openOwnModel } from '../../verifier/network/model/own.js'
import { loadTokenizer } from '../../verifier/network/tokenizer/load.js'
import { train } from '../../verifier/network/train/train.js'
import { Journal } from '../journal.js'
import { financialPhrasebank, sentiments } from '../tasks/financial-phrasebank.js'
import { loadTask } from '../tasks/load.js'

/**
 * One run over plain text and instructions (XuanYuan's hybrid tuning) beside two stages (CFGPT's) and either alone, all with equal tokens: what is learned of
 * the sentiment of financial news, and what of the text.
 *
 *     npm run study hybrid -- --text reuters21578.jsonl.gz --sentences Sentences_AllAgree.txt.gz --output FOLDER [--tokens 60000] [--seeds 1] [--base PATH] [--rate 5e-4]
 *
 * The base is the embedded network of 5.5 million parameters; all of its weights are trained. `--tokens` is what each arm sees in all. An arm that is done is not
 * run again. A tenth of the sentences and of the texts is held out; nothing is chosen by them.
 */
const { values } = parseArgs({
  options: {
    text: { type: 'string' },
    sentences: { type: 'string' },
    output: { type: 'string' },
    tokens: { type: 'string', default: '60000' },
    seeds: { type: 'string', default: '1' },
    rate: { type: 'string', default: '5e-4' },
    base: { type: 'string', default: join(packageFolder(), 'verifier/embedded/model/base.gguf') },
  },
})
const { text, sentences, output, base } = values
if (text === undefined || sentences === undefined || output === undefined) {
  console.error('give --text, --sentences and --output')
  process.exit(2)
}
mkdirSync(output, { recursive: true })
const MAX_LENGTH = 128
const INSTRUCTION = 'Sentiment?'
const HELD_OUT_TEXTS = 60

interface Done {
  arm: string
  seed: number
  /** Of the held-out sentences, each right or not. */
  right: boolean[]
  /** Natural log per token of the held-out texts. */
  loss: number
}
const results = join(output, 'arms.ndjson')
const journal = await Journal.open<Done>(results)
const done = journal.lines

const half = Number(values.tokens) / 2
for (let seed = 0; seed < Number(values.seeds); seed++) {
  const folder = join(output, `seed-${seed}`)
  mkdirSync(folder, { recursive: true })
  const data = await split(seed, folder)
  const stage = async (name: string, from: string, files: { data: string; mix?: string[] }, epochs: number) => {
    await train({
      ...files,
      base: from,
      output: join(folder, name),
      task: 'mixed',
      method: 'full',
      evaluationPart: 0,
      epochs,
      batchSize: 8,
      maxLength: MAX_LENGTH,
      learningRate: Number(values.rate),
      seed,
      backend: 'onnx-cpu',
      resume: true,
    })
    return join(folder, name)
  }
  /** What each arm trains, one stage after the other; all see the same number of tokens. What is compared comes first: a large network may take days. */
  const arms: Record<string, () => Promise<string>> = {
    'the base': async () => base,
    'two stages, text first': async () =>
      stage('second', await stage('first', base, { data: data.text }, 1), { data: data.instructions }, 1),
    'one run, half and half': () => stage('hybrid', base, { data: data.text, mix: [`${data.instructions}=0.5`] }, 1),
    'one run, a quarter text': () =>
      stage('hybrid-quarter', base, { data: data.text, mix: [`${data.instructions}=0.75`] }, 1),
    'text alone': () => stage('text', base, { data: data.text }, 2),
    'instructions alone': () => stage('instructions', base, { data: data.instructions }, 2),
  }
  for (const [arm, run] of Object.entries(arms)) {
    if (done.some((each) => each.arm === arm && each.seed === seed)) continue
    const result = { arm, seed, ...(await measure(await run(), data)) }
    await journal.append(result)
    report()
  }
}
report()

interface Split {
  text: string
  instructions: string
  heldOutTexts: string[]
  heldOutSentences: { question: string; gold: string }[]
}

/** As many texts, and as many sentences, as make half of the tokens each. */
async function split(seed: number, folder: string): Promise<Split> {
  const tokenizer = await loadTokenizer(base)
  const random = seededRandom(`hybrid ${seed}`)
  const texts: string[] = []
  for await (const { record } of readRecords(text as string, documentSchema.partial({ id: true })))
    texts.push(record.text)
  const news = random.shuffle(texts.filter((each) => each.length > 300))
  const all = random.shuffle(await loadTask(financialPhrasebank, { from: sentences as string }))
  const samples = all.slice(Math.floor(all.length / 10))
  const lineOf = (record: object) => `${JSON.stringify(record)}\n`
  const upTo = (lines: string[], length: (line: string) => number) => {
    const taken: string[] = []
    for (let tokens = 0, i = 0; i < lines.length && tokens < half; i++) {
      taken.push(at(lines, i))
      tokens += length(at(lines, i))
    }
    return taken.join('')
  }
  const tokensOf = (line: string) =>
    tokenizer.encode(Object.values(JSON.parse(line) as Record<string, string>).join(' ')).length
  const files = { text: join(folder, 'text.ndjson'), instructions: join(folder, 'instructions.ndjson') }
  writeWhole(
    files.text,
    upTo(
      news.slice(HELD_OUT_TEXTS).map((each) => lineOf({ text: each })),
      tokensOf,
    ),
  )
  const instructions = samples.map(({ question, gold }) =>
    lineOf({ instruction: INSTRUCTION, input: question, output: gold }),
  )
  writeWhole(files.instructions, upTo(instructions, tokensOf))
  return {
    ...files,
    heldOutTexts: news.slice(0, HELD_OUT_TEXTS),
    heldOutSentences: all.slice(0, Math.floor(all.length / 10)).map(({ question, gold = '' }) => ({ question, gold })),
  }
}

/** The likeliest of the three answers behind each held-out sentence, and the loss of the held-out texts. */
async function measure(path: string, { heldOutSentences, heldOutTexts }: Split): Promise<Omit<Done, 'arm' | 'seed'>> {
  const model = await openOwnModel({ path, backend: 'onnx-cpu', format: 'float32' })
  const scoreOf = async (pairs: { context: string; continuation: string }[]) =>
    (await model.score({ pairs })).map(({ tokens }) => tokens.map(({ logProbability }) => logProbability))
  try {
    const right: boolean[] = []
    for (const { question, gold } of heldOutSentences) {
      const context = instructionOpening({ instruction: INSTRUCTION, input: question })
      const scores = (await scoreOf(sentiments.map((each) => ({ context, continuation: ` ${each}` })))).map((tokens) =>
        tokens.reduce((sum, value) => sum + value, 0),
      )
      right.push(at(sentiments, scores.indexOf(Math.max(...scores))) === gold)
    }
    const losses: number[] = []
    for (const each of heldOutTexts) {
      const [tokens = []] = await scoreOf([{ context: each.slice(0, 1), continuation: each.slice(1, 600) }])
      losses.push(...tokens.map((value) => -value))
    }
    return { right, loss: mean(losses) }
  } finally {
    await model.close()
  }
}

function report(): void {
  console.log(`\n${values.tokens} tokens an arm, ${values.seeds} seed(s)`)
  for (const arm of new Set(done.map((each) => each.arm))) {
    const own = done.filter((each) => each.arm === arm)
    const right = own.flatMap((each) => each.right.map(Number))
    const [low, high] = bootstrapInterval(right)
    const percent = (share: number) => (100 * share).toFixed(1)
    const perplexity = Math.exp(mean(own.map(({ loss }) => loss)))
    console.log(
      `  ${arm.padEnd(24)} ${percent(mean(right))} % [${percent(low)}, ${percent(high)}] of ${right.length} sentences; perplexity of the texts ${perplexity.toFixed(1)}`,
    )
  }
}
