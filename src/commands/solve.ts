import { z } from 'zod'
import { type PresetName, presets } from '../../verifier/reward/presets.js'
import { type Solution, solveAll } from '../../verifier/search/solve.js'
import { solveStrategies } from '../../verifier/search/solve-options.js'
import { defined } from '../core/absence.js'
import { take } from '../core/concurrency.js'
import { RationaleError } from '../core/errors.js'
import { takeLock } from '../core/files/lock.js'
import { isPipe } from '../core/files/pipe.js'
import { refuseSameFile } from '../core/files/same-file.js'
import { targetOf } from '../core/files/whole-file.js'
import { encodeRecord } from '../core/records/encode.js'
import { type LineNote, readRecords } from '../core/records/ndjson.js'
import { addTally, emptyTally } from '../core/tally.js'
import { loadVerifier } from '../load-verifier.js'
import { resolveModel } from '../models/resolve.js'
import * as command from './command.js'
import { tellFew } from './few.js'
import { openSolutions } from './solutions.js'

const problemSchema = z.looseObject({
  id: z.string().min(1),
  question: z.string(),
  context: z.string().optional(),
  options: z.array(z.string()).optional(),
  task: z.string().optional(),
})

type Problem = z.infer<typeof problemSchema>

const natural = z.int().positive().optional()
const presetNames = Object.keys(presets) as [PresetName, ...PresetName[]]

export const solveCommand = command.defineCommand({
  name: 'solve',
  summary:
    'Solve problems with a generator that a verifier steers. Solutions are written as they come; the same command goes on where it stopped.',
  options: z.object({
    input: command.inputOption,
    output: command.outputOption,
    generator: z.string().meta({ description: 'model URI that writes the solutions', value: 'uri' }),
    verifier: command.verifierOption,
    scorer: z
      .string()
      .optional()
      .meta({ description: 'model URI that judges next steps (default: the generator)', value: 'uri' }),
    preset: z
      .enum(presetNames)
      .default('process')
      .meta({ description: `how steps are judged: ${presetNames.join(', ')}`, value: 'name' }),
    strategy: z
      .enum(solveStrategies)
      .default('step-search')
      .meta({ description: solveStrategies.join(', '), value: 'name' }),
    n: natural.default(3).meta({ description: 'candidates of a turn, or chains in all', value: 'n' }),
    maxTurns: natural.meta({ description: 'longest chain in steps', value: 'n' }),
    maxStepTokens: natural.meta({ description: 'longest step', value: 'n' }),
    maxTokens: natural.meta({ description: 'longest whole solution', value: 'n' }),
    temperature: z
      .number()
      .min(0)
      .optional()
      .meta({ description: 'how freely the generator samples; 0: always the likeliest token', value: 'x' }),
    trace: z.boolean().default(false).meta({ description: 'every turn as an NDJSON event on stderr' }),
    limit: command.limitOption,
    seed: command.seedOption,
    ...command.serverOptions,
    json: command.jsonOption,
  }),
  async run(options, terminal) {
    const {
      input,
      output,
      generator: generatorUri,
      verifier: verifierUri,
      scorer: scorerUri,
      preset,
      json,
      limit,
      trace,
      retries,
      attemptTimeout,
      ...search
    } = options
    const limits = command.serverLimits({ retries, attemptTimeout })
    if (json && output === undefined) throw new RationaleError('configuration', '--json needs --output')
    if (output !== undefined) refuseSameFile(input, [output])
    if (output !== undefined && (isPipe(output) || /\.gz$/i.test(output)))
      throw new RationaleError('configuration', `cannot add lines to ${output}`, {
        expected: 'a file of plain text: solve goes on where it stopped',
        remedy: 'leave --output out and send standard output there, through gzip too',
      })
    using _lock = output === undefined ? undefined : takeLock(`${targetOf(output)}.lock`, output)
    const settings = { ...search, generator: generatorUri, verifier: verifierUri, scorer: scorerUri, preset }
    await using file = output === undefined ? undefined : await openSolutions(output, settings)
    const generator = await resolveModel(generatorUri, limits)
    const model = scorerUri === undefined ? generator : await resolveModel(scorerUri, limits)
    await using verifier = await loadVerifier(verifierUri, { signal: terminal.signal, ...limits })
    const progress = terminal.progress('problems')
    const rejections = tellFew(terminal.say)
    const counts = { solved: 0, unsolved: 0, rejected: 0, reused: file?.size ?? 0 }
    let answered = 0
    const tokens = emptyTally()
    const failed = { problems: 0, reason: '' }
    try {
      for await (const event of solveAll(unsolved(), {
        ...defined(search),
        generator,
        verifier,
        scorer: { preset, model },
        signal: terminal.signal,
      })) {
        if (trace) terminal.say(JSON.stringify(event))
        if (event.type !== 'solution') continue
        const { solution } = event
        counts[solution.answer === null ? 'unsolved' : 'solved']++
        answered++
        addTally(tokens, solution.tokens)
        await write(solution)
        progress.advance(1, { tokens: tokens.evaluated + tokens.generated })
      }
    } finally {
      progress.stop()
      rejections.rest()
      if (model !== generator) await model.close()
      await generator.close()
    }
    await file?.end()
    const none = failed.problems === answered
    if (failed.problems > 0)
      terminal.say(
        `${none ? 'no solution was' : `${failed.problems} of ${answered} solutions were not`} written: ${failed.reason}`,
      )
    const { rejected, reused } = counts
    return {
      exit: command.exitForBad(rejected + failed.problems, rejected + answered + reused),
      json: { ...counts, failed: failed.problems, tokens, output },
    }

    async function* unsolved(): AsyncGenerator<Problem> {
      const onReject = async (note: LineNote) => {
        counts.rejected++
        rejections.tell(`line ${note.line}: rejected: ${note.reason}`)
        await file?.setAside({ ...note, kind: 'rejected' })
      }
      const source = input === '-' ? process.stdin : input
      for await (const { record } of take(readRecords(source, problemSchema, { onReject }), limit))
        if (!file?.holds(record)) yield record
    }

    async function write(solution: Solution): Promise<void> {
      const { id, attempts, reason = 'no reason was given' } = solution
      if (attempts.length === 0) {
        failed.problems++
        failed.reason ||= reason
        await file?.setAside({ id, reason, kind: 'failed' })
      } else file?.add(solution)
      if (file === undefined) terminal.out.write(encodeRecord(solution))
    }
  },
})
