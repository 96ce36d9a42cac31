import * as z from 'zod'
import { type GradedChain, gradedChains } from '../../verifier/calibration/records.js'
import { messageOf } from '../core/errors.js'
import { readRecords } from '../core/records/ndjson.js'
import { tellFew } from './few.js'

export interface GradedFile {
  chains: AsyncGenerator<GradedChain>
  /** Chains that were read, and records that were none. */
  counts: { read: number; rejected: number }
  /** Of what was rejected, what has not been told line by line. */
  rejections: { rest(): void }
}

/** The graded chains of a file, or of stdin (`-`); what is none is said with its line, and passed over. */
export function readGraded(data: string, limit: number | undefined, say: (message: string) => void): GradedFile {
  const counts = { read: 0, rejected: 0 }
  const rejections = tellFew(say)
  const reject = (line: number, reason: string) => {
    counts.rejected++
    rejections.tell(`line ${line}: rejected: ${reason}`)
  }
  async function* chains(): AsyncGenerator<GradedChain> {
    const source = data === '-' ? process.stdin : data
    const onReject = ({ line, reason }: { line: number; reason: string }) => reject(line, reason)
    for await (const { record, line } of readRecords(source, z.looseObject({}), { onReject, uniqueIds: false })) {
      let own: GradedChain[] = []
      try {
        own = gradedChains(record, `line ${line}`)
      } catch (error) {
        reject(line, messageOf(error))
      }
      for (const chain of own) {
        if (counts.read === limit) return
        counts.read++
        yield chain
      }
    }
  }
  return { chains: chains(), counts, rejections }
}
