import { existsSync } from 'node:fs'
import * as z from 'zod'
import { choose } from '../../verifier/judge/choose.js'
import { defined } from '../core/absence.js'
import { RationaleError } from '../core/errors.js'
import { asCandidates } from '../core/records/as-candidates.js'
import { candidateSetSchema } from '../core/records/types.js'
import { loadVerifier } from '../load-verifier.js'
import * as command from './command.js'
import { converted } from './converted.js'
import { formOf } from './input-form.js'
import { isFile, namedSolutions, namedText } from './named-text.js'
import { readInput } from './read-input.js'
import { runRecordJob } from './records.js'
import { showRanking } from './show-ranking.js'
import { Legend, title } from './show-verdict.js'
import { withKept } from './with-kept.js'

export const rerankCommand = command.defineCommand({
  name: 'rerank',
  summary:
    'Choose among candidate solutions: of one question for a person, of CandidateSet records for programs, which get Ranking records.',
  argument: '[words...]',
  usage: '"QUESTION" "SOLUTION" "SOLUTION" … | FILE',
  options: z.object({
    words: z.array(z.string()).default([]),
    input: command.inputOption.optional(),
    output: command.outputOption,
    context: z
      .string()
      .optional()
      .meta({ description: 'text or table that the QUESTION is about, or a file that holds it', value: 'text' }),
    verifier: command.verifierOption,
    strategy: z
      .enum(['weighted', 'best-of-n', 'majority'])
      .default('weighted')
      .meta({ description: 'weighted, best-of-n or majority', value: 'name' }),
    limit: command.limitOption,
    maxBad: command.maxBadOption,
    keep: command.keepOption,
    ...command.serverOptions,
    json: command.recordsJsonOption,
  }),
  async run({ verifier: uri, keep, strategy, words, input: named, context, ...options }, terminal) {
    const input = inputOf(words, named)
    const { output, limit, maxBad } = options
    command.refuseIdle('rerank', input === undefined ? { output, limit, maxBad } : { context }, input)
    return withKept({ keep, verifier: uri, input, output: options.output }, terminal, async (kept) => {
      await using verifier = await loadVerifier(uri, {
        signal: terminal.signal,
        ...command.serverLimits(options),
        ...defined({ keep: kept }),
      })
      const { signal, width } = terminal
      const legend = new Legend()
      if (input === undefined) {
        const [asked = '', ...said] = words
        const question = await namedText(asked, 'question', terminal)
        const texts = (await Promise.all(said.map((word) => namedSolutions(word, terminal)))).flat()
        if (texts.length < 2) throw nothingToChoose('one solution')
        const about = context === undefined ? {} : { context: await namedText(context, 'context', terminal) }
        const set = { id: 'solutions', question, ...about }
        const candidates = texts.map((text) => ({ text }))
        const { ranking, verdicts } = await choose(verifier, { ...set, candidates }, { strategy, signal })
        if (!options.json)
          terminal.out.write(`${showRanking(ranking, verdicts, { width })}\n\n${legend.add(...verdicts).show(width)}\n`)
        const exit =
          ranking.best === null
            ? command.EXIT.failed
            : ranking.unjudged === undefined
              ? command.EXIT.done
              : command.EXIT.partly
        return { exit, json: { ...ranking, verdicts } }
      }
      const given = await formOf(input)
      if (given.kind === 'table')
        throw new RationaleError('input', `${input} is a table, which has one solution a row`, {
          expected: 'NDJSON: {"question": …, "candidates": ["…", "…"]} a line',
          remedy: `gather the rows of a question in one record; or judge each by itself: rationale verify ${input}`,
        })
      // A conversation holds one solution, and there is nothing to choose from.
      const form = given.kind === 'transcript' ? { kind: 'text' as const } : given
      let read = 0
      return await runRecordJob(
        {
          ...options,
          input,
          form,
          label: `ranking with ${verifier.id}`,
          schema: converted(
            (value) => asCandidates(value, `record-${++read}`, `rationale verify ${input}`),
            candidateSetSchema,
          ),
          read: (source, schema, how) =>
            readInput(source, schema, { ...how, file: input, form, names: {}, textRemedy: EXPECTED }),
          map: (set) => choose(verifier, set, { strategy }),
          record: ({ ranking }) => ranking,
          show: {
            result({ ranking, verdicts }, { id, question }) {
              legend.add(...verdicts)
              return `${title(`${id}: ${question}`, width)}\n${showRanking(ranking, verdicts, { width })}`
            },
            end: ({ records }) => `${records} ranked\n${legend.show(width)}`,
          },
          unjudged: ({ ranking: { best, reason = 'no reason was given' } }) => (best === null ? reason : undefined),
          partly: ({ ranking: { unjudged, reason } }) => (unjudged === undefined ? undefined : reason),
        },
        terminal,
      )
    })
  },
})

const EXPECTED =
  'rationale rerank FILE (of CandidateSet records), or rationale rerank "QUESTION" "SOLUTION" "SOLUTION" … (the texts, or files that hold them)'

/** A file of records; undefined where a question and its solutions stand on the command line. */
function inputOf(words: readonly string[], named: string | undefined): string | undefined {
  const [first, second] = words
  if (named !== undefined && words.length === 0) return named
  if (named === undefined && words.length > 2) return undefined
  // The body of one response may hold several solutions.
  if (named === undefined && words.length === 2 && second !== undefined && mayHoldSeveral(second)) return undefined
  if (named === undefined && words.length === 1 && first !== undefined && (first === '-' || existsSync(first)))
    return first
  throw nothingToChoose(
    named !== undefined
      ? '--input FILE beside other words'
      : first === undefined
        ? 'neither'
        : words.length === 2
          ? 'one solution'
          : `${JSON.stringify(first)}, which is no file, and no solutions after it`,
  )
}

const mayHoldSeveral = (word: string) => word === '-' || word.trimStart().startsWith('{') || isFile(word)

const nothingToChoose = (found: string) =>
  new RationaleError('configuration', 'rationale rerank: there is nothing to choose from', {
    expected: EXPECTED,
    found,
    remedy: 'see rationale rerank --help',
  })
