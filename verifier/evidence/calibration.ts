import { parseCalibration } from '../calibration/calibration.js'
import weights from './calibration.json' with { type: 'json' }

/** What the checks alone amount to. `npm run study evidence-weights` writes the file and says what was fitted, and on what. */
export const evidenceCalibration = parseCalibration(weights, 'verifier/evidence/calibration.json')
