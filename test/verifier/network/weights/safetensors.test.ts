import { mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { RationaleError } from '../../../../src/core/errors.js'
import { openSafetensors, writeSafetensors } from '../../../../verifier/network/weights/safetensors.js'
import { temporaryFolder } from '../../../helpers/folder.js'

let folder: string
beforeAll(() => {
  folder = temporaryFolder('weights')
})

/** Made with Python's safetensors from torch tensors. */
const golden = JSON.parse(readFileSync(new URL('fixtures/safetensors.json', import.meta.url), 'utf8')) as {
  file: string
  values: Record<string, number[]>
  shapes: Record<string, number[]>
}

function file(header: unknown, data: Uint8Array = new Uint8Array(0), length?: bigint): string {
  const json = Buffer.from(typeof header === 'string' ? header : JSON.stringify(header))
  const prefix = Buffer.alloc(8)
  prefix.writeBigUInt64LE(length ?? BigInt(json.length))
  const path = join(folder, `${Math.random().toString(36).slice(2)}.safetensors`)
  writeFileSync(path, Buffer.concat([prefix, json, data]))
  return path
}

function refusal(path: string): string {
  try {
    openSafetensors(path)
  } catch (error) {
    if (error instanceof RationaleError && error.code === 'model-file') return error.message
    throw error
  }
  throw new Error('the file was taken')
}

describe('safetensors', () => {
  it('reads what Python wrote', async () => {
    const path = join(folder, 'python.safetensors')
    writeFileSync(path, Buffer.from(golden.file, 'base64'))
    const source = openSafetensors(path)
    expect([...source.tensors.keys()].sort()).toEqual(Object.keys(golden.values).sort())
    for (const [name, values] of Object.entries(golden.values)) {
      expect(source.tensors.get(name)?.shape).toEqual(golden.shapes[name])
      expect(Array.from(await source.floats(name))).toEqual(values)
    }
    expect(source.metadata.get('format')).toBe('pt')
    await source.close()
  })

  it('writes byte for byte what Python writes', async () => {
    const path = join(folder, 'ours.safetensors')
    const types = { 'b.weight': 'F32', a: 'F16', c: 'BF16', scalar: 'F32' } as const
    await writeSafetensors(
      path,
      Object.entries(types).map(([name, type]) => ({
        name,
        type,
        shape: golden.shapes[name] as number[],
        data: Float32Array.from(golden.values[name] as number[]),
      })),
    )
    expect(readFileSync(path).toString('base64')).toBe(golden.file)
  })

  const f32 = (begin: number, end: number, shape = [(end - begin) / 4]) => ({
    dtype: 'F32',
    shape,
    data_offsets: [begin, end],
  })

  it('refuses every broken promise of the header', () => {
    const data = new Uint8Array(16)
    expect(refusal(file({}, data, 2n ** 63n))).toMatch(/header length/)
    expect(refusal(file({}, data, 100_000_001n))).toMatch(/header length/)
    expect(refusal(file('{"a":', data))).toMatch(/JSON/)
    expect(refusal(file('[]', data))).toMatch(/not a JSON object/)
    expect(refusal(file({ a: f32(0, 8), b: f32(12, 16) }, data))).toMatch(/hole/)
    expect(refusal(file({ a: f32(0, 12), b: f32(8, 16) }, data))).toMatch(/overlap/)
    expect(refusal(file({ a: f32(0, 8) }, data))).toMatch(/do not cover/)
    expect(refusal(file({ a: f32(0, 32) }, data))).toMatch(/do not cover/)
    expect(refusal(file({ a: f32(0, 16, [5]) }, data))).toMatch(/disagree/)
    expect(refusal(file({ a: f32(0, 16, [2 ** 40, 2 ** 40]) }, data))).toMatch(/below 2\^53/)
    expect(refusal(file(`{"a":{"dtype":"F32","shape":[4],"data_offsets":[0,9007199254740993]}}`, data))).toMatch(
      /2\^53/,
    )
    expect(
      refusal(
        file(
          `{"a":{"dtype":"F32","shape":[4],"data_offsets":[0,16]},"a":{"dtype":"F32","shape":[4],"data_offsets":[0,16]}}`,
          data,
        ),
      ),
    ).toMatch(/twice/)
    expect(refusal(file({ a: { ...f32(0, 16), dtype: 'F128' } }, data))).toMatch(/element type/)
    expect(refusal(file({ a: f32(0, 16, [-4]) }, data))).toMatch(/shape/)
    expect(refusal(file({ __metadata__: { a: 1 } }))).toMatch(/__metadata__/)
  })

  it('takes __proto__ as a name like any other', async () => {
    const source = openSafetensors(
      file(`{"__proto__":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}`, new Uint8Array(4)),
    )
    expect([...source.tensors.keys()]).toEqual(['__proto__'])
    expect(({} as Record<string, unknown>).dtype).toBeUndefined()
    await source.close()
  })

  it('reads a sharded set, and never outside its folder', async () => {
    const shards = join(folder, 'sharded')
    mkdirSync(shards)
    for (const [i, name] of ['x', 'y'].entries()) {
      await writeSafetensors(join(shards, `model-${i}.safetensors`), [
        { name, shape: [2], type: 'F32', data: new Float32Array([i, i + 0.5]) },
      ])
    }
    const index = join(shards, 'model.safetensors.index.json')
    writeFileSync(index, JSON.stringify({ weight_map: { x: 'model-0.safetensors', y: 'model-1.safetensors' } }))
    const source = openSafetensors(index)
    expect(Array.from(await source.floats('y'))).toEqual([1, 1.5])
    await source.close()
    for (const shard of [
      '../ours.safetensors',
      '/etc/passwd',
      'a/b.safetensors',
      '..\\x.safetensors',
      'C:x.safetensors',
    ]) {
      writeFileSync(index, JSON.stringify({ weight_map: { x: shard } }))
      expect(refusal(index)).toMatch(/no shard beside it/)
    }
    writeFileSync(index, JSON.stringify({ weight_map: { x: 'model-1.safetensors', y: 'model-1.safetensors' } }))
    expect(refusal(index)).toMatch(/names tensors that no shard has/)
  })

  it('takes away what a killed run left, and follows a symbolic link', async () => {
    const here = temporaryFolder('weights')
    symlinkSync('real.safetensors', join(here, 'link.safetensors'))
    writeFileSync(join(here, 'real.safetensors.partial'), 'half')
    writeFileSync(join(here, 'real.safetensors.lock'), JSON.stringify({ pid: 2 ** 22 + 1, host: hostname() }))
    await writeSafetensors(join(here, 'link.safetensors'), [
      { name: 'w', shape: [1], type: 'F32', data: new Float32Array([1]) },
    ])
    expect(readdirSync(here).sort()).toEqual(['link.safetensors', 'real.safetensors'])
    expect(openSafetensors(join(here, 'real.safetensors')).tensors.size).toBe(1)
    rmSync(here, { recursive: true })
  })

  it('leaves the previous file when writing fails', async () => {
    const path = join(folder, 'kept.safetensors')
    const tensor = { name: 'w', shape: [1], type: 'F32' as const }
    await writeSafetensors(path, [{ ...tensor, data: new Float32Array([1]) }])
    const before = readFileSync(path)
    const broken = async () => {
      throw new Error('no space left')
    }
    await expect(writeSafetensors(path, [{ ...tensor, data: broken }])).rejects.toThrow(`cannot write ${path}`)
    expect(readFileSync(path)).toEqual(before)
    expect(readdirSync(folder).filter((name) => name.endsWith('.partial'))).toEqual([])
    await expect(writeSafetensors('/dev/full/x', [{ ...tensor, data: new Float32Array([1]) }])).rejects.toMatchObject({
      code: 'io',
    })
  })
})
