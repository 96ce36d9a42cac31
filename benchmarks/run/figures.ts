import type { Interval } from '../../src/core/statistics/statistics.js'

/* Figures as the terminal's table and the page both write them: per cent with one decimal, probabilities with three, what is absent as a dash. */

export const percent = (share: number | null): string => (share === null ? '–' : share.toFixed(1))
export const decimals = (value: number | null): string => (value === null ? '–' : value.toFixed(3))
export const signed = (value: number): string => `${value >= 0 ? '+' : ''}${value.toFixed(1)}`
export const interval = ([low, high]: Interval, write: (value: number) => string = percent): string =>
  `[${write(low)}, ${write(high)}]`
/** 12,345 as 12.3K; the exact count stands in metrics.json. */
export const compact = (value: number): string =>
  value.toLocaleString('en', { notation: 'compact', maximumFractionDigits: 1 })
/** Behind the number of samples. */
export const failures = (failed: number): string => (failed === 0 ? '' : `, ${failed} failed`)

/** Of fewer problems no interval is shown: resampling three that agree is certain of every other. */
const FEWEST_FOR_INTERVALS = 10
export const areTooFew = (problems: number): boolean => problems < FEWEST_FOR_INTERVALS
export const TOO_FEW = `under ${FEWEST_FOR_INTERVALS} problems: no intervals`
