import Table from 'cli-table3'
import { at } from '../../../src/core/absence.js'
import { mean } from '../../../src/core/statistics/statistics.js'

/** What came of one network from one seed, at its best rate. */
export interface Trained {
  name: string
  learningRate: number
  layerNumbers: number
  numbers: number
  wallMs: number
  cpuMs: number
  loss: number
}

/** Networks down, seeds across; the first network is dense. */
export function report(seeds: readonly Trained[][], about: string, json: boolean): void {
  const dense = seeds.map(([first]) => first as Trained)
  const found = (seeds[0] ?? []).map(({ name, layerNumbers, numbers }, i) => {
    const runs = seeds.map((outcomes) => at(outcomes, i))
    const wallMs = mean(runs.map((run) => run.wallMs))
    const cpuMs = mean(runs.map((run) => run.cpuMs))
    const losses = runs.map(({ loss }) => loss)
    const more = losses.map((loss, seed) => loss - at(dense, seed).loss)
    return {
      name,
      rates: runs.map(({ learningRate }) => learningRate),
      layerNumbers,
      layersSmaller: at(dense, 0).layerNumbers / layerNumbers,
      modelSmaller: at(dense, 0).numbers / numbers,
      wallMs,
      stepsFaster: mean(dense.map((run) => run.wallMs)) / wallMs,
      cpuMs,
      stepsCheaper: mean(dense.map((run) => run.cpuMs)) / cpuMs,
      losses,
      loss: { mean: mean(losses), deviation: deviation(losses) },
      lossMore: { mean: mean(more), deviation: deviation(more) },
    }
  })
  if (json) {
    console.log(JSON.stringify({ about, found }))
    return
  }
  const table = new Table({
    head: [
      'layers',
      'rates',
      'numbers',
      'smaller',
      'model',
      'ms a step',
      'faster',
      'CPU ms',
      'cheaper',
      'loss',
      'more than dense',
    ],
    style: { head: [], border: [] },
  })
  const spread = (value: { mean: number; deviation: number | null }) =>
    `${value.mean.toFixed(4)}${value.deviation === null ? '' : ` ± ${value.deviation.toFixed(4)}`}`
  for (const row of found)
    table.push([
      row.name,
      row.rates.join(' '),
      row.layerNumbers,
      row.layersSmaller.toFixed(2),
      row.modelSmaller.toFixed(2),
      row.wallMs.toFixed(0),
      row.stepsFaster.toFixed(2),
      row.cpuMs.toFixed(0),
      row.stepsCheaper.toFixed(2),
      spread(row.loss),
      spread(row.lossMore),
    ])
  console.log(about)
  console.log(table.toString())
}

/** Standard deviation of a sample; null of a single value. */
function deviation(values: readonly number[]): number | null {
  if (values.length < 2) return null
  const centre = mean(values)
  return Math.sqrt(values.reduce((sum, value) => sum + (value - centre) ** 2, 0) / (values.length - 1))
}
