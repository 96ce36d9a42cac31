import * as z from 'zod'
import { type BackTest, backTest, FEWEST_POSITIONS, fewestDays } from '../../extraction/market/back-test.js'
import { alwaysUp, bagOfWords, lastLabel, recorded } from '../../extraction/market/contenders.js'
import { type MarketLabel, marketLabelSchema } from '../../extraction/market/label.js'
import { at } from '../core/absence.js'
import { RationaleError } from '../core/errors.js'
import { fittedTable } from '../core/fitted-table.js'
import { readRecords } from '../core/records/ndjson.js'
import { wrapped } from '../core/wrapped.js'
import * as command from './command.js'
import { tellFew } from './few.js'

const forecastSchema = z.looseObject({ id: z.string(), up: z.number().min(0).max(1) })

export const marketTestCommand = command.defineCommand({
  name: 'market-test',
  summary: 'Test forecasts of market labels by walking forward, beside always up, the last label and a bag of words.',
  options: z.object({
    labels: z.string().meta({ description: 'labels of rationale market-labels', value: 'file' }),
    forecasts: z.string().optional().meta({
      description: 'forecasts of a model that learned from nothing later: NDJSON {id, up}, up being a probability',
      value: 'file',
    }),
    folds: z
      .number()
      .int()
      .positive()
      .default(4)
      .meta({ description: 'test periods, one after the other', value: 'n' }),
    embargoDays: z
      .number()
      .min(0)
      .default(7)
      .meta({ description: 'days between the last label learned from and the first call', value: 'n' }),
    costBp: z
      .number()
      .min(0)
      .default(5)
      .meta({ description: 'cost of a purchase or sale, in hundredths of a per cent', value: 'n' }),
    margin: z
      .number()
      .min(0)
      .lt(0.5)
      .default(0)
      .meta({ description: 'positions are taken this far from even odds', value: 'x' }),
    seed: command.seedOption,
    json: command.jsonOption,
  }),
  async run({ labels: path, forecasts, costBp, json, ...options }, terminal) {
    const rejections = tellFew(terminal.say)
    let rejected = 0
    const onReject = ({ line, reason }: { line: number; reason: string }) => {
      rejected++
      rejections.tell(`line ${line}: rejected: ${reason}`)
    }
    const labels: MarketLabel[] = []
    for await (const { record } of readRecords(path, marketLabelSchema, { onReject })) labels.push(record)
    const horizons = [...new Set(labels.map(({ horizon }) => horizon))]
    if (horizons.length !== 1) {
      throw new RationaleError('input', `the labels in ${path} are not of one horizon`, {
        expected: 'labels of one run of rationale market-labels, each with its horizon',
        found: labels.length === 0 ? 'no label that can be read' : horizons.join(', '),
      })
    }
    const contenders = [alwaysUp, lastLabel, bagOfWords]
    if (forecasts !== undefined) {
      const up = new Map<string, number>()
      for await (const { record } of readRecords(forecasts, forecastSchema, { onReject })) up.set(record.id, record.up)
      const missing = labels.filter(({ id }) => !up.has(id)).length
      if (missing === labels.length)
        throw new RationaleError('input', `no forecast in ${forecasts} is of a label in ${path}`)
      if (missing > 0) terminal.say(`${missing} of ${labels.length} labels have no forecast: no call is made on them`)
      contenders.push(recorded('forecasts', up))
    }
    const result = backTest(labels, contenders, { ...options, horizon: at(horizons, 0), cost: costBp / 10_000 })
    rejections.rest()
    if (!json) terminal.out.write(describe(result, labels.length, at(horizons, 0), command.widthOfTables(terminal)))
    return {
      exit: rejected > 0 ? command.EXIT.partly : command.EXIT.done,
      json: { ...result, labels: labels.length, rejected },
    }
  },
})

function describe({ tested, flat, results }: BackTest, labels: number, horizon: number, width: number): string {
  const head = [
    'forecast',
    'no call',
    'accuracy %',
    'weighted F1 %',
    'Brier',
    'positions',
    'mean return %, after costs',
  ]
  const percent = (value: number | undefined, digits = 1) => (value === undefined ? '–' : (100 * value).toFixed(digits))
  const rows = results.map(({ name, withoutCall, accuracy, weightedF1, brier, positions, meanReturn, returnCi95 }) => {
    const interval = returnCi95 === undefined ? '' : ` [${returnCi95.map((bound) => percent(bound, 2)).join(', ')}]`
    const figures = [percent(accuracy), percent(weightedF1), brier?.toFixed(3) ?? '–', String(positions)]
    return [name, String(withoutCall), ...figures, `${percent(meanReturn, 2)}${interval}`]
  })
  const few = results.filter(({ positions, returnCi95 }) => positions > 0 && returnCi95 === undefined)
  const needed = `returns overlap, so that one needs ${FEWEST_POSITIONS} positions on ${fewestDays(horizon)} days`
  const tooFew = few.map(
    ({ name, positions, days }) => `${name}: no interval and no claim; ${needed}, and it has ${positions} on ${days}`,
  )
  const earning = results.filter(({ earns }) => earns).map(({ name }) => name)
  const found = earning.length === 0 ? 'none of them is shown to earn' : `${earning.join(', ')}: earns`
  const said = [
    ...tooFew,
    `${found} more than nothing, with 95 % confidence of all ${results.length} together`,
    `${tested} of ${labels} labels tested, ${flat} of them flat: these count for returns alone`,
  ]
  return `${[fittedTable(head, [{ rows }], width), ...said.flatMap((line) => wrapped(line, width))].join('\n')}\n`
}
