import { messageOf, RationaleError } from '../../src/core/errors.js'
import { readSmallTextFile } from '../../src/core/files/small-file.js'
import { type Calibration, parseCalibration } from './calibration.js'

/** A `calibration.json`. @throws RationaleError `configuration` where it cannot be read or is no calibration. */
export function readCalibration(file: string): Calibration {
  let text: string
  try {
    text = readSmallTextFile(file)
  } catch (error) {
    throw new RationaleError('configuration', `cannot read the calibration ${file}`, {
      found: messageOf(error),
      cause: error,
    })
  }
  try {
    return parseCalibration(JSON.parse(text), file)
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    throw new RationaleError('configuration', `${file} is not JSON`, { found: error.message })
  }
}
