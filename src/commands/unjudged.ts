import { type CommandResult, EXIT, type Terminal } from './command.js'

/** Counts results that say nothing. A run of nothing else has failed: it says why, and does not end with 0. */
export function unjudgedResults() {
  let judged = 0
  const reasons: string[] = []
  return {
    /** `reason` where a record could not be judged. */
    add(reason: string | undefined): void {
      if (reason === undefined) judged++
      else reasons.push(reason)
    },
    close({ exit, json }: CommandResult, terminal: Terminal): CommandResult {
      const counted = { exit, json: { ...(json as object), unjudged: reasons.length } } // runRecordJob's summary is an object
      if (judged > 0 || reasons.length === 0 || exit === EXIT.interrupted) return counted
      terminal.say(`no record could be judged: ${reasons[0]}`)
      return { ...counted, exit: EXIT.failed }
    },
  }
}
