import type { EvidenceCalibration } from './probability.js'

const none = { intercept: 0, weights: {} }

export const calibration: EvidenceCalibration = {
  fittedOn: { choice: 'nothing yet', context: 'nothing yet', symbolic: 'nothing yet', number: 'nothing yet' },
  models: { choice: none, context: none, symbolic: none, number: none },
}
