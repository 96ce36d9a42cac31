import { quantile } from '../../src/core/statistics.js'

const BINS = 40

/** A histogram of gains as inline SVG, drawn on the server side by ECharts; the outermost bins hold what lies beyond the 0.5 % and 99.5 % quantiles. */
export async function histogramSvg(sorted: Float64Array): Promise<string> {
  if (sorted.length === 0) return ''
  const low = Math.min(0, quantile(sorted, 0.005))
  const high = Math.max(0, quantile(sorted, 0.995))
  const width = (high - low || 1) / BINS
  const counts = new Array<number>(BINS).fill(0)
  for (const gain of sorted) {
    const bin = Math.min(BINS - 1, Math.max(0, Math.floor((gain - low) / width)))
    counts[bin] = (counts[bin] as number) + 1
  }
  const [{ init, use }, { BarChart }, { GridComponent }, { SVGRenderer }] = await Promise.all([
    import('echarts/core'),
    import('echarts/charts'),
    import('echarts/components'),
    import('echarts/renderers'),
  ])
  use([BarChart, GridComponent, SVGRenderer])
  const chart = init(null, null, { renderer: 'svg', ssr: true, width: 800, height: 260 })
  chart.setOption({
    animation: false,
    grid: { left: 60, right: 20, top: 20, bottom: 45 },
    xAxis: {
      type: 'category',
      name: 'gain (nats)',
      nameLocation: 'middle',
      nameGap: 28,
      data: counts.map((_, i) => (low + (i + 0.5) * width).toFixed(2)),
    },
    yAxis: { type: 'value', name: 'rationales' },
    series: [
      {
        type: 'bar',
        barWidth: '96%',
        data: counts.map((value, i) => ({
          value,
          itemStyle: { color: low + (i + 0.5) * width >= 0 ? '#2f7d5b' : '#b5534a' },
        })),
      },
    ],
  })
  const svg = chart.renderToSVGString()
  chart.dispose()
  return svg
}
