import { defined } from '../../src/core/absence.js'
import { checkArguments } from '../../src/core/arguments.js'
import { RationaleError } from '../../src/core/errors.js'
import { nearestName } from '../../src/core/nearest-name.js'
import { aqua } from './aqua.js'
import { arc } from './arc.js'
import { bigBenchMistake } from './big-bench-mistake.js'
import { cfa } from './cfa.js'
import { cfgptTasks } from './cfgpt.js'
import { cflue, cflueApplication } from './cflue.js'
import { commonsenseqa } from './commonsenseqa.js'
import { convfinqa } from './convfinqa.js'
import { ecqa } from './ecqa.js'
import { financeMath } from './finance-math.js'
import { financeReasoning } from './finance-reasoning.js'
import { financeSteps, financeStepsClosed } from './finance-steps.js'
import { financialPhrasebank } from './financial-phrasebank.js'
import { finchain } from './finchain.js'
import { finEval } from './fineval.js'
import { finloraTasks } from './finlora.js'
import { finqa } from './finqa.js'
import { fiqaSa } from './fiqa-sa.js'
import { folio } from './folio.js'
import { gsm8k } from './gsm8k.js'
import { headline } from './headline.js'
import { hellaswag } from './hellaswag.js'
import { logiqa } from './logiqa.js'
import { math, math500 } from './math.js'
import { mmluPro, mmluProBusiness, mmluProEconomics } from './mmlu-pro.js'
import { mrGsm8k } from './mr-gsm8k.js'
import { prmbench } from './prmbench.js'
import { processbench } from './processbench.js'
import { proofwriter } from './proofwriter.js'
import { strategyqa } from './strategyqa.js'
import { svamp } from './svamp.js'
import { domains, type Task } from './task.js'
import { tatQa } from './tat-qa.js'
import { tfns } from './tfns.js'

export const tasks: readonly Task[] = [
  gsm8k,
  math,
  math500,
  svamp,
  aqua,
  ecqa,
  commonsenseqa,
  hellaswag,
  arc,
  strategyqa,
  mmluPro,
  proofwriter,
  folio,
  logiqa,
  financialPhrasebank,
  fiqaSa,
  tfns,
  headline,
  finqa,
  convfinqa,
  tatQa,
  financeReasoning,
  financeMath,
  mmluProBusiness,
  mmluProEconomics,
  cflue,
  cflueApplication,
  finEval,
  finchain,
  cfa,
  ...finloraTasks,
  ...cfgptTasks,
  processbench,
  prmbench,
  mrGsm8k,
  bigBenchMistake,
  financeSteps,
  financeStepsClosed,
]

/**
 * Names of tasks and domains -> tasks, in the registry's order; `all` is every task.
 *
 * @throws RationaleError `configuration` naming every unknown name at once.
 */
export function findTasks(names: readonly string[]): Task[] {
  checkArguments('findTasks', { names: [names, 'list of texts'] })
  const known = new Set<string>(['all', ...domains, ...tasks.map((task) => task.name)])
  const unknown = names.filter((name) => !known.has(name))
  if (unknown.length > 0) {
    const near = unknown.flatMap((name) => nearestName(name, [...known]) ?? [])
    throw new RationaleError('configuration', `no such benchmark: ${unknown.join(', ')}`, {
      expected: `all, a domain (${domains.join(', ')}) or a task (${tasks.map((task) => task.name).join(', ')})`,
      ...defined({ remedy: near.length === 0 ? undefined : `did you mean ${near.join(', ')}?` }),
    })
  }
  const isAsked = ({ name, domain, byNameOnly = false }: Task) =>
    names.includes(name) || (!byNameOnly && (names.includes('all') || names.includes(domain)))
  return tasks.filter(isAsked)
}
