import { existsSync } from 'node:fs'
import type { Calibration } from '../../verifier/calibration/calibration.js'
import { readCalibration } from '../../verifier/calibration/file.js'
import { RationaleError } from '../core/errors.js'
import { writeWhole } from '../core/files/whole-file.js'

export interface KeptCalibration {
  /** Where the new one is: the output, or beside it. */
  written: string
  /** What became of one that was there before, for a person. */
  change?: string
}

/**
 * Writes a new calibration. One that was there before is replaced, and what that changes is said; a good one is not replaced by one that calls nothing:
 * then the new one stands beside it, and the old one goes on being used.
 */
export function keepCalibration(output: string, calibration: Calibration): KeptCalibration {
  const before = calibrationAt(output)
  const contents = `${JSON.stringify(calibration, null, 2)}\n`
  if (before !== undefined && calls(before) && !calls(calibration)) {
    const written = `${output}.new`
    writeWhole(written, contents)
    const change = `${output} is left as it was: it calls chains (${described(before)}), and the new one calls none. The new one is in ${written}; to take it all the same, move it`
    return { written, change }
  }
  writeWhole(output, contents)
  if (before === undefined) return { written: output }
  return {
    written: output,
    change: `replaced what ${output} held: ${described(before)}; now ${described(calibration)}`,
  }
}

/** Whether it calls anything by a probability or a reward; what a check disproves is incorrect without it. */
const calls = ({ accept, reject, stepThreshold }: Calibration) => accept < 1 || reject > 0 || stepThreshold > 0

/** Undefined where no calibration is there. */
function calibrationAt(file: string): Calibration | undefined {
  if (!existsSync(file)) return undefined
  try {
    return readCalibration(file)
  } catch (error) {
    if (error instanceof RationaleError) return undefined
    throw error
  }
}

function described({ fittedOn, calibrated }: Calibration): string {
  const open = calibrated && `, left open ${(100 * calibrated.risk.coverage.abstain).toFixed(1)} %`
  return `${calibrated?.verifiers.join(',') ?? 'a calibration'} of ${fittedOn.date} on ${fittedOn.chains} chains${open ?? ''}`
}
