import { bootstrapInterval, mean } from '../../src/core/statistics/statistics.js'
import { percent } from '../run/figures.js'
import type { CandidatesRecord, FailedRecord } from '../run/records.js'
import { html, type Markup } from './html.js'
import type { RunFolder } from './run-folder.js'
import { beside, byRank, fewness, placed, thousands } from './tables.js'
import { heading } from './terms.js'

/*
 * The results apart by what a problem is about and by who wrote the candidates, where the samples say so. Both come from the samples alone, so
 * that no run need ask for them.
 */

/** A line of a table: the samples of one task of one run that share a name. */
interface Part<Sample> {
  run: RunFolder
  task: string
  name: string
  samples: readonly Sample[]
}

/** What candidates without a generator, and problems without a category, stand under beside others that have one. */
const NOT_NAMED = 'not named'

export function breakdownTables(runs: readonly RunFolder[]): Markup[] {
  const categories = partsOf(runs, ({ category }) => [category])
  const generators = partsOf(runs, (record) =>
    record.suite === 'failed' ? [] : record.candidates.map(({ generator }) => generator),
  )
  return [
    ...(categories.length > 0 ? [categoriesTable(categories)] : []),
    ...(generators.length > 0 ? [generatorsTable(generators)] : []),
  ]
}

type Problem = CandidatesRecord | FailedRecord

/** None of a task in which all have one name. */
function partsOf(
  runs: readonly RunFolder[],
  namesOf: (record: Problem) => readonly (string | undefined)[],
): Part<Problem>[] {
  return runs.flatMap((run) =>
    run.metrics.tasks.flatMap(({ suite, task }) => {
      if (suite !== 'candidates') return []
      const parts = new Map<string, Set<Problem>>()
      for (const record of run.samples) {
        if (record.task !== task || record.suite === 'steps') continue
        for (const given of namesOf(record)) {
          const name = given || NOT_NAMED
          parts.set(name, (parts.get(name) ?? new Set()).add(record))
        }
      }
      if (parts.size < 2) return []
      const inOrder = [...parts].sort(
        ([a], [b]) => Number(a === NOT_NAMED) - Number(b === NOT_NAMED) || (a < b ? -1 : 1),
      )
      return inOrder.map(([name, samples]) => ({ run, task, name, samples: [...samples] }))
    }),
  )
}

/** The accuracy of every strategy; a sample that failed counts as wrong, as in the results. */
function categoriesTable(parts: readonly Part<Problem>[]): Markup {
  const outcomesOf = (record: Problem) => (record.suite === 'failed' ? {} : record.outcomes)
  const names = new Set(parts.flatMap(({ samples }) => samples.flatMap((record) => Object.keys(outcomesOf(record)))))
  const strategies = [...names].sort(byRank)
  const rows = parts.map((part) => {
    const accuracies = strategies.map((strategy) =>
      shareCell(part.samples.map((record) => outcomesOf(record)[strategy]?.correct ?? 0)),
    )
    return html`<tr ${placed(part.run, part.task, { category: part.name })}>${nameCells(part)}${accuracies}</tr>`
  })
  return table('Accuracy by category', 'Category', html`${strategies.map((name) => html`<th>${name} %</th>`)}`, rows)
}

/** How good the candidates of each generator are, and whether best-of-n prefers them and is right to. */
function generatorsTable(parts: readonly Part<Problem>[]): Markup {
  const rows = parts.map((part) => {
    const records = part.samples.filter((record) => record.suite === 'candidates')
    const isOwn = ({ generator }: CandidatesRecord['candidates'][number]) => (generator || NOT_NAMED) === part.name
    const own = records.map(({ candidates }) => candidates.filter(isOwn))
    /** How much of a strategy's choice is of this generator, and how much is right besides. */
    const taken = (strategy: string) =>
      records.map(({ outcomes, candidates }) => {
        const chosen = (outcomes[strategy]?.chosen ?? []).flatMap(([place, share]) => {
          const candidate = candidates[place]
          return candidate !== undefined && isOwn(candidate) ? [{ share, right: candidate.correct ? share : 0 }] : []
        })
        return { share: sum(chosen.map(({ share }) => share)), right: sum(chosen.map(({ right }) => right)) }
      })
    const best = taken('best-of-n')
    const [share, right] = [sum(best.map(({ share }) => share)), sum(best.map(({ right }) => right))]
    return html`<tr ${placed(part.run, part.task, { generator: part.name })}>${nameCells(part)}<td>${thousands(own.flat().length)}</td>
${shareCell(own.map((candidates) => mean(candidates.map(({ correct }) => Number(correct)))))}
${shareCell(best.map(({ share }) => share))}<td>${percent(100 * mean(taken('random').map(({ share }) => share)))}</td>
<td>${percent(share === 0 ? null : (100 * right) / share)}</td></tr>`
  })
  const columns = ['Candidates', 'Candidates right %', 'Chosen %', 'Chosen by chance %', 'Right where chosen %']
  return table('Candidates by generator', 'Generator', html`${columns.map(heading)}`, rows)
}

function table(title: string, name: string, columns: Markup, rows: readonly Markup[]): Markup {
  return html`<details open><summary>${title}</summary><div class="scroll" tabindex="0"><table class="dense">
<thead><tr><th class="left">${name}</th><th>Problems</th>${columns}</tr></thead><tbody>${rows}</tbody></table></div></details>`
}

const nameCells = ({ run, task, name, samples }: Part<Problem>) =>
  html`<td class="left task"><b>${name}</b><span class="ci">${task} · ${run.label}${fewness(samples.length)}</span></td><td>${thousands(samples.length)}</td>`

/** @param shares one a problem, in [0, 1]. */
function shareCell(shares: readonly number[]): Markup {
  const [low, high] = bootstrapInterval(shares)
  return html`<td>${percent(100 * mean(shares))} ${beside([100 * low, 100 * high], shares.length)}</td>`
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0)
