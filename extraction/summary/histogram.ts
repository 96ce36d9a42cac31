import { openCharts } from '../../src/core/charts.js'
import { quantile } from '../../src/core/statistics/statistics.js'

/** At most so many bins. */
const BINS = 40

/** A histogram of gains as inline SVG, the outermost bins hold what lies beyond the 0.5 % and 99.5 % quantiles. */
export async function histogramSvg(sorted: Float64Array): Promise<string> {
  if (sorted.length === 0) return ''
  const { first, bins, width } = binsOf(Math.min(0, quantile(sorted, 0.005)), Math.max(0, quantile(sorted, 0.995)))
  const counts = new Array<number>(bins).fill(0)
  for (const gain of sorted) {
    const bin = Math.min(bins - 1, Math.max(0, Math.floor(gain / width) - first))
    counts[bin] = (counts[bin] as number) + 1
  }
  const draw = await openCharts()
  const option: Parameters<typeof draw>[0] = {
    animation: false,
    grid: { left: 60, right: 20, top: 20, bottom: 45 },
    xAxis: {
      type: 'category',
      name: `gain (nats): each bar from its number on, ${width} wide`,
      nameLocation: 'middle',
      nameGap: 28,
      data: counts.map((_, i) => String(Number(((first + i) * width).toPrecision(6)))),
    },
    yAxis: { type: 'value', name: 'rationales', minInterval: 1 },
    series: [
      {
        type: 'bar',
        barWidth: '96%',
        data: counts.map((value, i) => ({
          value,
          itemStyle: { color: first + i >= 0 ? '#2f7d5b' : '#b5534a' },
        })),
      },
    ],
  }
  return draw(option, { width: 800, height: 260 })
}

/** Bins of a round width, with an edge at 0: no bar holds both help and harm. `first` counts widths from 0 to the first bin's lower edge. */
function binsOf(low: number, high: number): { first: number; bins: number; width: number } {
  // Rounding both ends outwards adds up to two bins.
  const least = (high - low || 1) / (BINS - 2)
  const power = 10 ** Math.floor(Math.log10(least))
  const width = Number((([1, 2, 5, 10].find((factor) => factor * power >= least) as number) * power).toPrecision(3))
  const first = Math.floor(low / width)
  return { first, bins: Math.max(1, Math.floor(high / width) + 1 - first), width }
}
