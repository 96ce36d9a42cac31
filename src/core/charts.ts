import type { EChartsOption } from 'echarts'
import { installable, isMissing } from './missing-package.js'

export interface Size {
  /** Pixels. */
  width: number
  height: number
}

/** A chart as a self-contained SVG. */
export type DrawChart = (option: EChartsOption, size: Size) => string

/** What stands in the place of a picture, or of all of them, where ECharts is not installed. */
export const NO_CHARTS = `This needs ECharts: npm install ${installable.echarts}`

/** As `findCharts`. Where ECharts is not installed each picture says so in its place: a training run is worth having without its pictures. */
export async function openCharts(): Promise<DrawChart> {
  return (await findCharts()) ?? ((_, size) => sentence(NO_CHARTS, size))
}

/** Charts drawn by ECharts as a string, without a browser; undefined where it is not installed. */
export async function findCharts(): Promise<DrawChart | undefined> {
  try {
    const [core, { BarChart, LineChart }, { GridComponent, LegendComponent, TitleComponent }, { SVGRenderer }] =
      await Promise.all([
        import('echarts/core'),
        import('echarts/charts'),
        import('echarts/components'),
        import('echarts/renderers'),
      ])
    core.use([BarChart, LineChart, GridComponent, LegendComponent, TitleComponent, SVGRenderer])
    return (option, size) => {
      const chart = core.init(null, null, { renderer: 'svg', ssr: true, ...size })
      try {
        chart.setOption(option)
        return chart.renderToSVGString()
      } finally {
        chart.dispose()
      }
    }
  } catch (error) {
    if (!isMissing(error, 'echarts')) throw error
    return undefined
  }
}

function sentence(text: string, { width, height }: Size): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"><text x="10" y="24" font-family="sans-serif" font-size="12" fill="#808080">${text}</text></svg>`
}
