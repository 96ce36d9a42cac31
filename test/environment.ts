import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/**
 * All that a run of the tests leaves in the system's temporary folder goes when it ends, whatever a killed child left there too.
 * What the commands print has no colours, whatever the terminal or the build server asks for.
 */
export default function setup(): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'rationale-test-'))
  process.env.TMPDIR = folder
  delete process.env.FORCE_COLOR
  process.env.NO_COLOR = '1'
  return () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 })
}
