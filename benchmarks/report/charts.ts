import type { EChartsOption, SeriesOption } from 'echarts'
import { findCharts } from '../../src/core/charts.js'
import type { CandidatesMetrics, StepsMetrics } from '../run/records.js'
import { Markup } from './html.js'

/*
 * Charts are drawn when the page is written, as SVG: no script of the charting library travels. The library wants literal colours;
 * these stand for the page's CSS variables and are replaced by them, so that a chart follows light and dark.
 */
const ink = '#010101'
const faint = '#020202'
const palette: Record<string, string> = {
  random: '#030303',
  majority: '#040404',
  'best-of-n': '#050505',
  weighted: '#060606',
  oracle: '#070707',
  risk: '#060606',
  reliability: '#060606',
}
const variables: Record<string, string> = {
  [ink]: '--ink',
  [faint]: '--line',
  '#030303': '--c-random',
  '#040404': '--c-majority',
  '#050505': '--c-best',
  '#060606': '--c-weighted',
  '#070707': '--c-oracle',
}

export interface Chart {
  title: string
  /** What a screen reader says, and what stands under the chart. */
  caption: string
  svg: Markup
}

type Draw = (option: EChartsOption) => Markup

/** Every chart that these metrics have data for; undefined where ECharts is not installed. */
export async function chartsOf(
  metrics: CandidatesMetrics | Pick<StepsMetrics, 'suite' | 'reliability' | 'riskCoverage'>,
): Promise<Chart[] | undefined> {
  const draw = await renderer()
  if (draw === undefined) return undefined
  const charts: Chart[] = []
  if (metrics.suite === 'candidates' && Object.values(metrics.overK).some((curve) => curve.length > 1)) {
    charts.push(overK(metrics, draw))
    // Recorded candidates judged without a model cost no token: there is nothing to draw.
    if (metrics.tokens.generated + metrics.tokens.evaluated > 0) charts.push(overTokens(metrics, draw))
  }
  if (metrics.reliability.length > 0) charts.push(calibration(metrics, draw))
  if (metrics.riskCoverage.length > 1) charts.push(riskCoverage(metrics, draw))
  return charts
}

function overK(metrics: CandidatesMetrics, draw: Draw): Chart {
  return {
    title: 'Accuracy over candidates',
    caption:
      'Expected accuracy when k candidates of a problem are drawn without replacement, over the problems that have as many.',
    svg: draw({
      ...frame('candidates k', 'accuracy %', Object.keys(metrics.overK)),
      xAxis: { ...axis('candidates k'), type: 'log', logBase: 2 },
      series: Object.entries(metrics.overK).map(([name, curve]) =>
        line(
          name,
          curve.map((point) => [point.k, 100 * point.accuracy]),
        ),
      ),
    }),
  }
}

function overTokens(metrics: CandidatesMetrics, draw: Draw): Chart {
  const { generated, evaluated } = metrics.tokens
  const perCandidate = (count: number) => count / Math.max(1, metrics.candidates)
  // Recorded candidates cost this run no generation; the verifier's share is what choosing adds.
  const tokens = (name: string, k: number) =>
    k * (perCandidate(generated) + (name === 'majority' || name === 'random' ? 0 : perCandidate(evaluated)))
  const measured = Object.entries(metrics.overK).filter(([name]) => name !== 'oracle')
  const series = measured
    .map(([name, curve]) =>
      line(
        name,
        curve.map((point) => [tokens(name, point.k), 100 * point.accuracy]),
      ),
    )
    .filter((entry) => (entry.data as [number, number][]).some(([spent]) => spent > 0))
  return {
    title: 'Accuracy over tokens',
    caption: 'Tokens generated and evaluated a problem, at the run’s mean cost of a candidate.',
    svg: draw({
      ...frame(
        'tokens a problem',
        'accuracy %',
        series.map((entry) => String(entry.name)),
      ),
      series,
    }),
  }
}

function calibration({ reliability }: Pick<StepsMetrics, 'reliability'>, draw: Draw): Chart {
  const largest = Math.max(...reliability.map((bin) => bin.count))
  return {
    title: 'Calibration',
    caption:
      'Share that was right among chains of a stated probability; on the diagonal the probability can be taken at its word. Dots grow with the number of chains.',
    svg: draw({
      ...frame('stated probability', 'share right', []),
      xAxis: { ...axis('stated probability'), min: 0, max: 1 },
      yAxis: { ...axis('share right'), nameLocation: 'end', nameGap: 12, min: 0, max: 1 },
      series: [
        {
          type: 'line',
          data: [
            [0, 0],
            [1, 1],
          ],
          symbol: 'none',
          lineStyle: { color: ink, width: 1, type: 'dashed', opacity: 0.5 },
        },
        {
          ...line(
            'reliability',
            reliability.map((bin) => [bin.predicted, bin.observed]),
          ),
          symbolSize: (_: unknown, { dataIndex }: { dataIndex: number }) =>
            4 + 12 * Math.sqrt((reliability[dataIndex]?.count ?? 0) / largest),
        } as SeriesOption,
      ],
    }),
  }
}

function riskCoverage({ riskCoverage: points }: Pick<StepsMetrics, 'riskCoverage'>, draw: Draw): Chart {
  // Thousands of thresholds would be thousands of path segments: 200 show the same line.
  const stride = Math.max(1, Math.floor(points.length / 200))
  const shown = points.filter((_, index) => index % stride === 0 || index === points.length - 1)
  return {
    title: 'Risk over coverage',
    caption: 'Share wrong among the chains that are kept, when only the most probable ones are.',
    svg: draw({
      ...frame('coverage', 'risk', []),
      xAxis: { ...axis('coverage'), min: 0, max: 1 },
      yAxis: { ...axis('risk'), nameLocation: 'end', nameGap: 12, min: 0 },
      series: [
        {
          ...line(
            'risk',
            shown.map((point) => [point.coverage, point.risk]),
          ),
          symbol: 'none',
        },
      ],
    }),
  }
}

const axis = (name: string) =>
  ({
    type: 'value',
    name,
    nameLocation: 'middle',
    nameGap: 26,
    scale: true,
    nameTextStyle: { color: ink, fontSize: 10.5 },
    axisLabel: { color: ink, fontSize: 10.5, hideOverlap: true },
    axisLine: { show: true, lineStyle: { color: faint } },
    splitLine: { lineStyle: { color: faint } },
  }) as const

function frame(x: string, y: string, legend: readonly string[]): EChartsOption {
  return {
    animation: false,
    textStyle: { fontFamily: 'inherit' },
    grid: { left: 46, right: 18, top: legend.length > 0 ? 44 : 30, bottom: 44 },
    legend: {
      show: legend.length > 0,
      data: [...legend],
      top: 0,
      icon: 'roundRect',
      itemWidth: 8,
      itemGap: 11,
      itemHeight: 3,
      textStyle: { color: ink, fontSize: 10.5 },
    },
    xAxis: axis(x),
    yAxis: { ...axis(y), nameLocation: 'end', nameGap: 10 },
  }
}

function line(name: string, data: [number, number][]) {
  const color = palette[name] ?? ink
  return {
    type: 'line',
    name,
    data,
    symbol: 'circle',
    symbolSize: 5,
    lineStyle: { color, width: 2 },
    itemStyle: { color },
  } as const
}

async function renderer(): Promise<Draw | undefined> {
  const draw = await findCharts()
  return draw && ((option) => themed(draw(option, { width: 330, height: 240 })))
}

/** The page's policy forbids style attributes and sheets inside the picture: they become attributes, and colours variables. */
function themed(svg: string): Markup {
  const attributes = svg
    .replace(/<style[\s\S]*?<\/style>/g, '')
    .replace(/ style="([^"]*)"/g, (_, declarations: string) =>
      declarations
        .split(';')
        .map((declaration) => declaration.split(':'))
        .filter(
          ([name, value]) => name?.trim() && value && !/^(cursor|pointer-events|user-select|-webkit)/.test(name.trim()),
        )
        .map(([name, value]) => ` ${name?.trim()}="${value?.trim()}"`)
        .join(''),
    )
    .replace(/ class="zr\w*-cls-\d+"/g, '')
    .replace(/<rect[^>]*fill="none"[^>]*><\/rect>/, '')
  const coloured = Object.entries(variables).reduce(
    (text, [colour, name]) => text.replaceAll(colour, `var(${name})`),
    attributes,
  )
  return new Markup(coloured.replace('<svg ', '<svg aria-hidden="true" '))
}
