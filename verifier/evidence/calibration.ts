import type { Calibration } from '../reward/calibration.js'

export const evidenceCalibration: Calibration = {
  version: 1,
  features: {},
  intercept: 0,
  accept: 0.7,
  reject: 0.3,
  stepThreshold: 0.5,
  fittedOn: { data: 'nothing yet', chains: 0, problems: 0, date: '2026-11-21' },
}
