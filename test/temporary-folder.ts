import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** All that a run of the tests leaves in the system's temporary folder goes when it ends, whatever a killed child left there too. */
export default function setup(): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'rationale-test-'))
  process.env.TMPDIR = folder
  return () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 })
}
