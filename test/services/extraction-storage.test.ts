import { spawn } from 'node:child_process'
import { chmodSync, existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { committed, jobScript, type KillSetting, prepare } from '../extraction/killing.js'

/* A whole job whose disk fills up or cannot be written: what was committed stays, and with room again it ends with the same bytes. */

let setting: KillSetting
beforeAll(async () => {
  setting = await prepare(150)
})
afterAll(() => rmSync(setting.folder, { recursive: true, force: true }))

/** In a shell, so that limits can be set; `heedful` runs without the power by which root writes where permissions forbid it. */
function run(output: string, { kilobytes, heedful = false }: { kilobytes?: number; heedful?: boolean } = {}) {
  const job = JSON.stringify({ kind: 'job', log: join(setting.folder, 'calls.log'), input: setting.input, output })
  // ulimit -f: a write past this size of any file fails (EFBIG), as on a full disk.
  const limit = kilobytes === undefined ? '' : `ulimit -f ${kilobytes} && `
  const drop = heedful && process.getuid?.() === 0 ? 'setpriv --bounding-set=-dac_override ' : ''
  const child = spawn('bash', ['-c', `${limit}exec ${drop}"$0" "$@"`, process.execPath, jobScript, job], {
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let errors = ''
  child.stderr.on('data', (chunk) => {
    errors += chunk
  })
  return new Promise<{ code: number | null; errors: string }>((resolve) =>
    child.once('close', (code) => resolve({ code, errors })),
  )
}

it.each([24, 48])(
  'a disk that is full at %i KiB a file stops the job, and nothing that was decided is lost',
  async (kilobytes) => {
    const output = join(setting.folder, `full-${kilobytes}`)
    const full = await run(output, { kilobytes })
    expect(full.code).toBe(1)
    expect(full.errors).toMatch(/cannot write .*(requests|commits|00000)\.ndjson/)
    expect(full.errors).toMatch(/EFBIG/)
    const before = committed(output)
    expect(before.length).toBeLessThan(150)
    expect(existsSync(join(output, 'stats.json'))).toBe(false)

    // Still full: the same error, and still nothing lost.
    expect((await run(output, { kilobytes })).code).toBe(1)
    expect(committed(output).slice(0, before.length)).toEqual(before)

    const calls = join(setting.folder, 'calls.log')
    rmSync(calls, { force: true })
    expect((await run(output)).code).toBe(0)
    expect(readFileSync(join(output, 'rationales.ndjson')).equals(setting.expected)).toBe(true)
    const asked = new Set(
      readFileSync(calls, 'utf8')
        .split('\n')
        .slice(0, -1)
        .map((line) => JSON.parse(line)),
    )
    const kept = new Set(before)
    const repeated = setting.documents.filter(({ id, text }) => kept.has(id) && asked.has(text.slice(0, 60)))
    expect(repeated).toEqual([])
  },
)

it('a folder that cannot be written is named, and a finished job in it stays as it was', async () => {
  const output = join(setting.folder, 'whole')
  const files = ['commits.ndjson', 'rationales.ndjson', 'requests.ndjson', 'stats.json']
  const bytes = () => files.map((name) => readFileSync(join(output, name), 'utf8'))
  const before = bytes()
  chmodSync(output, 0o555)
  try {
    const refused = await run(output, { heedful: true })
    expect(refused.code).toBe(1)
    expect(refused.errors).toMatch(/cannot write .*whole$/m)
    expect(refused.errors).toMatch(/EACCES|EPERM|EROFS/)
  } finally {
    chmodSync(output, 0o755)
  }
  expect(bytes()).toEqual(before)
})
