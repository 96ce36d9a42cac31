import * as z from 'zod'
import { type PresetName, presets } from '../../verifier/reward/presets.js'
import { type Solution, solveAll } from '../../verifier/search/solve.js'
import { isSearch, solveStrategies } from '../../verifier/search/solve-options.js'
import { defined } from '../core/absence.js'
import { take } from '../core/concurrency.js'
import { RationaleError, reasonOf } from '../core/errors.js'
import { fingerprint } from '../core/files/fingerprint.js'
import { takeLock } from '../core/files/lock.js'
import { isPipe } from '../core/files/pipe.js'
import { refuseSameFile } from '../core/files/same-file.js'
import { targetOf } from '../core/files/whole-file.js'
import { questionNames } from '../core/records/as-chain.js'
import { encodeRecord } from '../core/records/encode.js'
import { idOr } from '../core/records/id-or.js'
import type { LineNote } from '../core/records/ndjson.js'
import type { Verdict, Verifier } from '../core/records/types.js'
import { whyUnjudged } from '../core/records/unjudged.js'
import { addTally, emptyTally } from '../core/tally.js'
import { DEFAULT_VERIFIER, loadVerifier } from '../load-verifier.js'
import { resolveModel } from '../models/resolve.js'
import { identitiesOf } from '../verifier-identity.js'
import { parseVerifiers } from '../verifier-uri.js'
import * as command from './command.js'
import { tellFew } from './few.js'
import { formOf } from './input-form.js'
import { readInput } from './read-input.js'
import { openSolutions, type Problem } from './solutions.js'

const problemSchema = z.looseObject({
  id: z.string().min(1),
  question: z.string(),
  context: z.string().optional(),
  options: z.array(z.string()).optional(),
  task: z.string().optional(),
})

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
      .meta({ description: 'model URI that judges next steps in the verifier’s place', value: 'uri' }),
    preset: z
      .enum(presetNames)
      .optional()
      .meta({
        description: `how that model, or the generator, judges them: ${presetNames.join(', ')} (default with --scorer: process)`,
        value: 'name',
      }),
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
      verifier: verifierUri = DEFAULT_VERIFIER,
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
    const uris = { generator: generatorUri, scorer: scorerUri, verifier: verifierUri }
    // Where nothing is searched, nobody judges next steps.
    const told = isSearch(search.strategy) ? uris : { ...uris, scorer: undefined }
    const file =
      output === undefined
        ? undefined
        : await openSolutions(
            output,
            {
              ...search,
              ...told,
              ...defined({ preset: isSearch(search.strategy) ? preset : undefined }),
              models: await identitiesOfAll(told),
            },
            isSearch(search.strategy) ? [] : ['preset', 'scorer'],
          )
    const generator = await resolveModel(generatorUri, limits)
    // Without either the verifier itself judges next steps.
    const isByModel = scorerUri !== undefined || preset !== undefined
    const model = scorerUri === undefined ? generator : await resolveModel(scorerUri, limits)
    await using verifier = await loadVerifier(verifierUri, { signal: terminal.signal, ...limits })
    const progress = terminal.progress('problems')
    const rejections = tellFew(terminal.say)
    const counts = { solved: 0, unsolved: 0, rejected: 0, reused: file?.size ?? 0 }
    let answered = 0
    let given = 0
    const tokens = emptyTally()
    const failed = { problems: 0, reason: '' }
    const judging = noting(verifier)
    try {
      for await (const event of solveAll(unsolved(), {
        ...defined(search),
        generator,
        verifier: judging,
        ...(isByModel && { scorer: { preset: preset ?? 'process', model } }),
        signal: terminal.signal,
      })) {
        if (trace) terminal.say(JSON.stringify(event))
        if (event.type !== 'solution') continue
        const { solution } = event
        answered++
        addTally(tokens, solution.tokens)
        write(solution, whyFailed(solution, judging.unjudged.splice(0)))
        progress.advance(1, { tokens: tokens.evaluated + tokens.generated })
      }
    } finally {
      progress.stop()
      rejections.rest()
      if (model !== generator) await model.close()
      await generator.close()
    }
    file?.end()
    const none = failed.problems === answered
    if (failed.problems > 0)
      terminal.say(
        `${none ? 'no solution was' : `${failed.problems} of ${answered} solutions were not`} written: ${failed.reason}`,
      )
    const { rejected, reused } = counts
    // A cut-off input must not pass for one in which all is solved.
    if (given + rejected === 0 && !terminal.signal.aborted) {
      terminal.say(`${input === '-' ? 'standard input' : input} holds no record`)
      return { exit: command.EXIT.failed, json: { ...counts, failed: 0, tokens, output } }
    }
    return {
      exit: command.exitForBad(rejected + failed.problems, rejected + answered + reused),
      json: { ...counts, failed: failed.problems, tokens, output },
    }

    async function* unsolved(): AsyncGenerator<Problem> {
      const onReject = (note: LineNote) => {
        counts.rejected++
        rejections.tell(`line ${note.line}: rejected: ${note.reason}`)
        file?.setAside({ ...note, kind: 'rejected' })
      }
      const source = input === '-' ? process.stdin : input
      let read = 0
      // A place names a problem that has no id. Where another stands there later, `holds` sees that it is another.
      const named = z.preprocess((value) => asProblem(value, `record-${++read}`), problemSchema)
      const records = readInput(source, named, {
        ...{ file: input, form: await formOf(input), names: {}, onReject },
        needs: ['question'],
        textRemedy: 'write {"question": …} a line, or a table with a column "question"',
      })
      for await (const { record } of take(records, limit)) {
        given++
        if (!file?.holds(record)) yield record
      }
    }

    function write(solution: Solution, whyFailed: string | undefined): void {
      counts[whyFailed !== undefined || solution.answer === null ? 'unsolved' : 'solved']++
      if (whyFailed !== undefined) {
        failed.problems++
        failed.reason ||= whyFailed
        file?.setFailedAside(solution, whyFailed)
      } else file?.add(solution)
      if (file === undefined) terminal.out.write(encodeRecord(solution))
    }
  },
})

/** The question may stand under another common name. */
function asProblem(value: unknown, place: string): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  const record = value as Record<string, unknown> // fields of unknown types
  const question = questionNames.map((name) => record[name]).find((text) => typeof text === 'string')
  return { ...record, id: idOr(place, record.id), ...defined({ question }) }
}

/** The models that work, by their weights: the file behind a URI may have become another one. */
async function identitiesOfAll(uris: { generator: string; scorer: string | undefined; verifier: string }) {
  const { generator, scorer = generator, verifier } = uris
  const { uris: judges, calibration } = parseVerifiers(verifier)
  return [
    ...(await identitiesOf([generator, scorer, ...judges])),
    calibration === undefined ? null : fingerprint(calibration),
  ]
}

/** A verifier that notes of every chain why it could not judge it, or undefined. */
function noting(verifier: Verifier) {
  const unjudged: (string | undefined)[] = []
  return {
    id: verifier.id,
    unjudged,
    // The searches judge next steps by it: of these nothing is noted.
    verifyAll: verifier.verifyAll.bind(verifier),
    async verify(...asked: Parameters<Verifier['verify']>): Promise<Verdict> {
      try {
        const verdict = await verifier.verify(...asked)
        unjudged.push(whyUnjudged(verdict))
        return verdict
      } catch (error) {
        unjudged.push(reasonOf(error))
        throw error
      }
    },
  }
}

/** Nothing was written, or the verifier failed at all of it: what `rerank` calls a failure too. Another run may fare better. */
function whyFailed(
  { attempts, reason, failed }: Solution,
  unjudged: readonly (string | undefined)[],
): string | undefined {
  if (failed || attempts.length === 0) return reason ?? 'no reason was given'
  return unjudged.every((why) => why !== undefined) ? unjudged[0] : undefined
}
