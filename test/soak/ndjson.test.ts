import { execFileSync } from 'node:child_process'
import { createWriteStream, rmSync } from 'node:fs'
import { join } from 'node:path'
import { finished } from 'node:stream/promises'
import { afterAll, expect, it } from 'vitest'
import { temporaryFolder } from '../helpers/folder.js'

const folder = temporaryFolder('gigabyte')
afterAll(() => rmSync(folder, { recursive: true }))

it('reads 1 GB of NDJSON below 300 MB of resident memory', async () => {
  const path = join(folder, 'big.ndjson')
  const out = createWriteStream(path)
  const filler = 'Every step of the chain is written out in full. '.repeat(20)
  const records = 1_000_000
  for (let i = 0; i < records; i++) {
    if (!out.write(`{"id":"document-${i}","text":"${i} ${filler}"}\n`))
      await new Promise<void>((go) => out.once('drain', () => go()))
  }
  out.end()
  await finished(out)

  const program = `
    const { readRecords } = await import(${JSON.stringify(new URL('../../dist/src/core/records/ndjson.js', import.meta.url).href)})
    const { documentSchema } = await import(${JSON.stringify(new URL('../../dist/src/core/records/types.js', import.meta.url).href)})
    let count = 0, rejected = 0
    for await (const _ of readRecords(${JSON.stringify(path)}, documentSchema, { onReject: () => rejected++ })) count++
    console.log(JSON.stringify({ count, rejected, rssMiB: process.resourceUsage().maxRSS / 1024, bytes: (await import('node:fs')).statSync(${JSON.stringify(path)}).size }))`
  const started = performance.now()
  const result = JSON.parse(
    execFileSync(process.execPath, ['--input-type=module', '--eval', program], { encoding: 'utf8' }),
  )
  console.log({ ...result, seconds: (performance.now() - started) / 1000 })
  expect(result.bytes).toBeGreaterThan(0.98e9)
  expect(result).toMatchObject({ count: records, rejected: 0 })
  expect(result.rssMiB).toBeLessThan(300)
})
