import type { Verdict } from '../core/records/types.js'
import type { Terminal } from './command.js'

/** What `--trace` listens with: every event is one line of NDJSON on stderr. */
export const traced = (trace: boolean, terminal: Terminal) =>
  trace ? (event: unknown) => terminal.say(JSON.stringify(event)) : undefined

/** Whether `--fail-on` lets the command fail over a verdict. */
export function fails({ verdict }: Verdict, failOn: 'incorrect' | 'abstain' | undefined): boolean {
  return failOn !== undefined && (verdict === 'incorrect' || (failOn === 'abstain' && verdict === 'abstain'))
}
