import { existsSync } from 'node:fs'
import { z } from 'zod'
import { choose } from '../../verifier/judge/choose.js'
import { defined } from '../core/absence.js'
import { RationaleError } from '../core/errors.js'
import { candidateSetSchema } from '../core/records/types.js'
import { loadVerifier } from '../load-verifier.js'
import * as command from './command.js'
import { runRecordJob } from './records.js'
import { showRanking } from './show-ranking.js'
import { legend } from './show-verdict.js'

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
    context: z.string().optional().meta({ description: 'text or table that the QUESTION is about', value: 'text' }),
    verifier: command.verifierOption,
    strategy: z
      .enum(['weighted', 'best-of-n', 'majority'])
      .default('weighted')
      .meta({ description: 'weighted, best-of-n or majority', value: 'name' }),
    limit: command.limitOption,
    maxBad: command.maxBadOption,
    ...command.serverOptions,
    json: command.jsonOption,
  }),
  async run({ verifier: uri, strategy, words, input: named, context, ...options }, terminal) {
    const [question = '', ...solutions] = words
    const input = named ?? (words.length === 1 ? question : undefined)
    const isNoFile = named === undefined && input !== undefined && input !== '-' && !existsSync(input)
    if (isNoFile || (named === undefined ? words.length === 0 || words.length === 2 : words.length > 0))
      throw new RationaleError('configuration', 'rationale rerank: there is nothing to choose from', {
        expected:
          'rationale rerank FILE (of CandidateSet records), or rationale rerank "QUESTION" "SOLUTION" "SOLUTION" …',
        found: isNoFile
          ? `${JSON.stringify(input)}, which is no file, and no solutions after it`
          : words.length === 2
            ? 'one solution'
            : named === undefined
              ? 'neither'
              : '--input FILE beside other words',
        remedy: 'see rationale rerank --help',
      })
    await using verifier = await loadVerifier(uri, { signal: terminal.signal, ...command.serverLimits(options) })
    const { signal } = terminal
    if (input === undefined) {
      const asked = { id: 'solutions', question, ...defined({ context }) }
      const set = { ...asked, candidates: solutions.map((text) => ({ text })) }
      const { ranking, verdicts } = await choose(verifier, set, { strategy, signal })
      const { width } = terminal
      if (!options.json) terminal.out.write(`${showRanking(ranking, verdicts, { width })}\n\n${legend(width)}\n`)
      const exit =
        ranking.best === null
          ? command.EXIT.failed
          : ranking.unjudged === undefined
            ? command.EXIT.done
            : command.EXIT.partly
      return { exit, json: { ...ranking, verdicts } }
    }
    return await runRecordJob(
      {
        ...options,
        input,
        label: `ranking with ${verifier.id}`,
        schema: candidateSetSchema,
        map: (set) => verifier.rerank(set, { strategy }),
        unjudged: ({ best, reason = 'no reason was given' }) => (best === null ? reason : undefined),
        partly: ({ unjudged, reason }) => (unjudged === undefined ? undefined : reason),
      },
      terminal,
    )
  },
})
