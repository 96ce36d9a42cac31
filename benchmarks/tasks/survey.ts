import { messageOf } from '../../src/core/errors.js'
import { type GoldAgainstGold, gradeGold } from './gold-against-gold.js'
import { tasks } from './index.js'
import { filesOf, loadTask } from './load.js'
import type { Sample, Task } from './task.js'

export interface Finding {
  task: Task
  /** Paths of what was read; empty where the folder holds nothing of this task. */
  files: string[]
  samples: number
  withGold: number
  rejected: number
  /** Every gold answer graded against itself. */
  gold: GoldAgainstGold
  /** The first reason, where rows were rejected or nothing could be read. */
  reason?: string
}

/** Reads every task's files below a folder: what is there, what is missing, what cannot be read. */
export async function survey(folder: string, only: readonly Task[] = tasks): Promise<Finding[]> {
  const findings: Finding[] = []
  for (const task of only) {
    const files = await filesOf(task, folder)
    const finding: Finding = { task, files, samples: 0, withGold: 0, rejected: 0, gold: gradeGold(task, []) }
    for (const file of files) {
      try {
        const samples: Sample[] = await loadTask(task, {
          from: file,
          onReject: ({ reason }) => {
            finding.rejected++
            finding.reason ??= reason
          },
        })
        finding.samples += samples.length
        const { graded, strict, flexible, exceptions } = gradeGold(task, samples)
        finding.gold.graded += graded
        finding.gold.strict += strict
        finding.gold.flexible += flexible
        finding.gold.exceptions.push(...exceptions)
        finding.withGold += samples.filter(
          (sample) => sample.gold !== undefined || sample.firstError !== undefined,
        ).length
      } catch (error) {
        finding.reason ??= messageOf(error)
      }
    }
    findings.push(finding)
  }
  return findings
}
