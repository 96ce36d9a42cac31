import { openCharts } from '../../../src/core/charts.js'
import type { LogLine } from './log.js'

/** The loss curve as a self-contained SVG: every step, their running mean, evaluations. */
export async function plotLoss(lines: readonly LogLine[], title: string): Promise<string> {
  const draw = await openCharts()
  const steps = lines.filter((line) => line.type === 'step').map(point)
  const evaluations = lines.filter((line) => line.type === 'evaluation').map(point)
  return draw(
    {
      animation: false,
      backgroundColor: '#ffffff',
      title: { text: title, left: 'center', textStyle: { fontSize: 15 } },
      legend: { bottom: 0 },
      grid: { left: 60, right: 30, top: 50, bottom: 60 },
      xAxis: { type: 'value', name: 'step', min: 'dataMin', max: 'dataMax' },
      yAxis: { type: 'value', name: 'loss (nats)', scale: true },
      series: [
        {
          name: 'each step',
          type: 'line',
          data: steps,
          showSymbol: false,
          lineStyle: { width: 1, opacity: 0.35 },
          color: '#3b6fb6',
        },
        {
          name: 'running mean',
          type: 'line',
          data: runningMean(steps),
          showSymbol: false,
          lineStyle: { width: 2 },
          color: '#1d3f73',
        },
        { name: 'evaluation', type: 'line', data: evaluations, symbolSize: 7, color: '#c4562e' },
      ],
    },
    { width: 900, height: 480 },
  )
}

const point = ({ step, loss }: { step: number; loss: number }): [number, number] => [step, loss]

/** Exponential mean with the weight of about 20 steps, corrected for its start. */
function runningMean(points: readonly (readonly [step: number, loss: number])[]): [number, number][] {
  const decay = 0.95
  let sum = 0
  let weight = 0
  return points.map(([step, loss]) => {
    sum = decay * sum + (1 - decay) * loss
    weight = decay * weight + (1 - decay)
    return [step, sum / weight]
  })
}
