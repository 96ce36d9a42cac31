import { monitorEventLoopDelay } from 'node:perf_hooks'
import type { Admission } from './admission.js'

/*
 * Counts in Prometheus's text format (version 0.0.4). A client library would bring four packages for these forty lines.
 */

/** Upper ends of the buckets, in seconds. */
const BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60]

interface Histogram {
  counts: number[]
  sum: number
  count: number
}

export interface Metrics {
  /** A request is over. */
  request(route: string, status: number, seconds: number): void
  verdict(verdict: string): void
  text(admission: Admission): string
  close(): void
}

export function createMetrics(): Metrics {
  const requests = new Map<string, number>()
  const seconds = new Map<string, Histogram>()
  const verdicts = new Map<string, number>()
  // A timer's lateness and up to its whole period: with 10 ms a pause of 40 read as 41 to 51. With 2 it costs 1 % of a core, with 1 twice that.
  const delay = monitorEventLoopDelay({ resolution: 2 })
  delay.enable()
  const add = (counts: Map<string, number>, labels: string) => counts.set(labels, (counts.get(labels) ?? 0) + 1)

  return {
    request(route, status, duration) {
      add(requests, `route="${route}",status="${status}"`)
      const histogram = seconds.get(route) ?? { counts: BUCKETS.map(() => 0), sum: 0, count: 0 }
      seconds.set(route, histogram)
      for (const [i, end] of BUCKETS.entries())
        if (duration <= end) histogram.counts[i] = (histogram.counts[i] ?? 0) + 1
      histogram.sum += duration
      histogram.count++
    },
    verdict(verdict) {
      add(verdicts, `verdict="${verdict}"`)
    },
    text({ running, waiting }) {
      const longest = delay.max / 1e9
      delay.reset()
      return [
        ...family('rationale_requests_total', 'counter', 'Requests answered.', entries(requests)),
        ...family('rationale_request_seconds', 'histogram', 'From the first byte to the last.', histograms(seconds)),
        ...family('rationale_verdicts_total', 'counter', 'Verdicts given.', entries(verdicts)),
        ...family('rationale_requests_running', 'gauge', 'Requests that are worked on.', [['', running]]),
        ...family('rationale_requests_waiting', 'gauge', 'Requests that wait for their turn.', [['', waiting]]),
        ...family('rationale_event_loop_pause_seconds', 'gauge', 'Longest pause since the last reading.', [
          ['', Number.isFinite(longest) ? longest : 0],
        ]),
        ...family('process_resident_memory_bytes', 'gauge', 'Resident memory.', [['', process.memoryUsage.rss()]]),
        ...family('process_cpu_seconds_total', 'counter', 'Processor time.', [['', cpuSeconds()]]),
        '',
      ].join('\n')
    },
    close() {
      delay.disable()
    },
  }
}

type Sample = readonly [labels: string, value: number, suffix?: string]

function family(name: string, type: string, help: string, samples: readonly Sample[]): string[] {
  const line = ([labels, value, suffix = '']: Sample) =>
    `${name}${suffix}${labels === '' ? '' : `{${labels}}`} ${value}`
  return [`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`, ...samples.map(line)]
}

const entries = (counts: ReadonlyMap<string, number>): Sample[] => [...counts]

const histograms = (byRoute: ReadonlyMap<string, Histogram>): Sample[] =>
  [...byRoute].flatMap(([route, { counts, sum, count }]): Sample[] => [
    ...counts.map((value, i): Sample => [`route="${route}",le="${BUCKETS[i]}"`, value, '_bucket']),
    [`route="${route}",le="+Inf"`, count, '_bucket'],
    [`route="${route}"`, sum, '_sum'],
    [`route="${route}"`, count, '_count'],
  ])

function cpuSeconds(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1e6
}
