import { createHash } from 'node:crypto'
import { existsSync, lstatSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { cachedHubModel, hubModel } from '../../src/models/hub.js'
import { resolveModel } from '../../src/models/resolve.js'
import { train } from '../../verifier/network/train/train.js'
import { rationale } from '../helpers/cli.js'
import { temporaryFolder } from '../helpers/folder.js'

/* A hub on this machine: what it says of a repository, and its files, those of a tiny LLaMA. */

const fixture = join(import.meta.dirname, '../verifier/network/weights/fixtures/tiny-llama')
const commit = '0123456789abcdef0123456789abcdef01234567'
const REPOSITORY = 'someone/tiny-llama'

let server: Server
let hubUrl: string
let cacheDir: string
let requests: { url: string; range: string | undefined; authorization: string | undefined }[]
let files: Map<string, Buffer>
/** Bytes of the weights after which the connection breaks, once. */
let breaksAfter: number | undefined
let announced: (
  path: string,
  bytes: Buffer,
) => { oid: string; lfs?: { oid: string; size: number; pointerSize: number } }

const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')
const gitHash = (bytes: Buffer) => createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex')

beforeEach(async () => {
  cacheDir = temporaryFolder('hub cache')
  requests = []
  breaksAfter = undefined
  files = new Map(readdirSync(fixture).map((name) => [name, readFileSync(join(fixture, name))]))
  files.set('README.md', Buffer.from('# a model'))
  files.set('pytorch_model.bin', Buffer.from('a pickle'))
  announced = (path, bytes) => ({
    oid: gitHash(bytes),
    ...(path.endsWith('.safetensors') ? { lfs: { oid: sha256(bytes), size: bytes.length, pointerSize: 100 } } : {}),
  })
  server = createServer((request, response) => {
    const { range, authorization } = request.headers
    const url = request.url ?? ''
    requests.push({ url, range, authorization })
    const json = (value: unknown) => {
      response.setHeader('content-type', 'application/json')
      response.end(JSON.stringify(value))
    }
    if (url.startsWith(`/api/models/${REPOSITORY}/tree/${commit}`))
      return json(
        [...files].map(([path, bytes]) => ({ type: 'file', path, size: bytes.length, ...announced(path, bytes) })),
      )
    if (url.startsWith(`/api/models/${REPOSITORY}`))
      return json({
        _id: '1',
        id: REPOSITORY,
        sha: commit,
        private: false,
        downloads: 0,
        likes: 0,
        gated: false,
        lastModified: '2026-01-01T00:00:00.000Z',
      })
    const name = url.split(`/${REPOSITORY}/resolve/${commit}/`)[1]
    const bytes = name === undefined ? undefined : files.get(name)
    if (name === undefined || bytes === undefined) {
      response.statusCode = 404
      return response.end()
    }
    response.setHeader('etag', `"${sha256(bytes)}"`)
    const start = Number(/bytes=(\d+)-/.exec(range ?? '')?.[1] ?? 0)
    response.writeHead(start > 0 ? 206 : 200, {
      'content-length': bytes.length - start,
      ...(start > 0 && { 'content-range': `bytes ${start}-${bytes.length - 1}/${bytes.length}` }),
    })
    if (name.endsWith('.safetensors') && breaksAfter !== undefined && start === 0) {
      const part = bytes.subarray(0, breaksAfter)
      breaksAfter = undefined
      return response.write(part, () => setTimeout(() => response.destroy(), 200))
    }
    return response.end(bytes.subarray(start))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  hubUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterEach(() => new Promise((resolve) => server.close(resolve)))

const environment = {}
const get = (more = {}) => hubModel(`hub:${REPOSITORY}`, { cacheDir, hubUrl, environment, ...more })
const fetched = () => requests.filter(({ url }) => url.includes('/resolve/')).map(({ url }) => url.split('/').at(-1))

describe('a model of the hub', () => {
  it('is fetched once, in the layout of the hub’s own libraries, with nothing that is not needed', async () => {
    const { folder, repository } = await get()
    expect(repository).toBe(REPOSITORY)
    const place = join(cacheDir, 'models--someone--tiny-llama')
    expect(folder).toBe(join(place, 'snapshots', commit))
    expect(readFileSync(join(place, 'refs', 'main'), 'utf8')).toBe(commit)
    const weights = files.get('model.safetensors') as Buffer
    expect(readFileSync(join(place, 'blobs', sha256(weights))).equals(weights)).toBe(true)
    expect(lstatSync(join(folder, 'model.safetensors')).isSymbolicLink()).toBe(true)
    expect(readFileSync(join(folder, 'config.json')).equals(files.get('config.json') as Buffer)).toBe(true)
    expect(existsSync(join(folder, 'README.md')) || existsSync(join(folder, 'pytorch_model.bin'))).toBe(false)
    const before = fetched().length
    await get()
    expect(fetched()).toHaveLength(before)
  })

  it('goes on where a download broke off', async () => {
    breaksAfter = 20_000
    const { folder } = await get()
    expect(readFileSync(join(folder, 'model.safetensors')).equals(files.get('model.safetensors') as Buffer)).toBe(true)
    const ranges = requests.filter(({ url }) => url.endsWith('model.safetensors')).map(({ range }) => range)
    expect(ranges.at(-1)).toMatch(/^bytes=[1-9]\d*-$/)
  })

  it('is refused where its bytes are not those announced', async () => {
    announced = (path, bytes) => ({ oid: path === 'config.json' ? '0'.repeat(40) : gitHash(bytes) })
    await expect(get()).rejects.toMatchObject({ code: 'input', message: expect.stringContaining('damaged') as string })
    expect(cachedHubModel(REPOSITORY, { HF_HUB_CACHE: cacheDir })).toBeUndefined()
  })

  it('is there offline, and where the hub does not answer; else the error says what to do', async () => {
    const offline = { HF_HUB_OFFLINE: '1' }
    await expect(get({ environment: offline })).rejects.toMatchObject({
      code: 'network',
      remedy: expect.stringContaining(`hf download ${REPOSITORY}`) as string,
    })
    expect(requests).toHaveLength(0)
    const { folder } = await get()
    const asked = requests.length
    expect(await get({ environment: offline })).toEqual({ folder, repository: REPOSITORY })
    expect(requests).toHaveLength(asked)
    expect(await get({ hubUrl: 'http://127.0.0.1:9' })).toEqual({ folder, repository: REPOSITORY })
    rmSync(join(folder, 'model.safetensors'))
    await expect(get({ hubUrl: 'http://127.0.0.1:9' })).rejects.toMatchObject({ code: 'network' })
  })

  it('is there offline with one whole file of weights, be there shards and their index beside it on the hub', async () => {
    const shard = 'model-00001-of-00001.safetensors'
    files.set(shard, files.get('model.safetensors') as Buffer)
    files.set('model.safetensors.index.json', Buffer.from(JSON.stringify({ weight_map: { a: shard } })))
    const found = await get()
    expect(fetched()).not.toContain(shard)
    expect(await get({ environment: { HF_HUB_OFFLINE: '1' } })).toEqual(found)
  })

  it.each([
    ['without its tokenizer', 'tokenizer.json', undefined],
    ['with half an index of its shards', 'model.safetensors.index.json', '{"weight_map": {"a": "model-0'],
  ])('of a commit is not there offline %s', async (_, name, text) => {
    files.set('model-00001-of-00001.safetensors', files.get('model.safetensors') as Buffer)
    files.set(
      'model.safetensors.index.json',
      Buffer.from(JSON.stringify({ weight_map: { a: 'model-00001-of-00001.safetensors' } })),
    )
    files.delete('model.safetensors')
    const asked = { environment: { HF_HUB_OFFLINE: '1' } }
    const { folder } = await get()
    expect(await hubModel(`hub:${REPOSITORY}@${commit}`, { cacheDir, hubUrl, ...asked })).toMatchObject({ folder })
    rmSync(join(folder, name))
    if (text !== undefined) writeFileSync(join(folder, name), text)
    await expect(hubModel(`hub:${REPOSITORY}@${commit}`, { cacheDir, hubUrl, ...asked })).rejects.toMatchObject({
      code: 'network',
    })
  })

  it('is fetched by one process at a time', async () => {
    const both = await Promise.allSettled([get(), get()])
    const failed = both.flatMap((each) => (each.status === 'rejected' ? [each.reason as { code: string }] : []))
    for (const { code } of failed) expect(code).toBe('configuration')
    const { folder } = await get()
    expect(readFileSync(join(folder, 'model.safetensors')).equals(files.get('model.safetensors') as Buffer)).toBe(true)
    expect(
      readdirSync(join(cacheDir, 'models--someone--tiny-llama', 'blobs')).filter((name) =>
        /\.(?:lock|partial)/.test(name),
      ),
    ).toEqual([])
  })

  it('is refused where it has pickles alone, or no such name', async () => {
    files.delete('model.safetensors')
    await expect(get()).rejects.toMatchObject({
      code: 'input',
      found: expect.stringContaining('pytorch_model.bin') as string,
      remedy: expect.stringContaining('pickles') as string,
    })
    for (const wrong of ['hub:tiny', 'hub:a/../b', 'hub:a/b/c', 'hub:/a/b', 'hub:a/b@../c', 'hub:'])
      await expect(hubModel(wrong, { cacheDir, hubUrl })).rejects.toMatchObject({ code: 'configuration' })
  })

  it('sends a token to the hub and shows it to nobody', async () => {
    await get({ environment: { HF_TOKEN: 'hf_secret_of_the_test' } })
    expect(requests.every(({ authorization }) => authorization === 'Bearer hf_secret_of_the_test')).toBe(true)
  })

  it('is a base to train from, and the adapter names it as PEFT does', async () => {
    const output = join(temporaryFolder('hub run'), 'out')
    const data = join(temporaryFolder('hub data'), 'texts.ndjson')
    writeFileSync(data, `${JSON.stringify({ text: 'Ann has 3 apples and buys 4 more.' })}\n`)
    const given = { HF_HUB_CACHE: cacheDir, HF_ENDPOINT: hubUrl }
    const before = { ...process.env }
    Object.assign(process.env, given)
    try {
      const urls: string[] = []
      const onEvent = (event: { type: string; url?: string }) => {
        if (event.type === 'download') urls.push(event.url as string)
      }
      const options = {
        data,
        base: `hub:${REPOSITORY}`,
        output,
        task: 'pretrain',
        maxSteps: 1,
        evaluationPart: 0,
        onEvent,
      } as const
      const { base } = await train({ ...options, backend: 'onnx-cpu' })
      expect(base).toBe(join(cacheDir, 'models--someone--tiny-llama', 'snapshots', commit))
      expect(urls).toContain(`${hubUrl}/${REPOSITORY}/resolve/${commit}/model.safetensors`)
      const config = JSON.parse(readFileSync(join(output, 'adapter_config.json'), 'utf8')) as Record<string, unknown>
      expect(config.base_model_name_or_path).toBe(REPOSITORY)
      expect(cachedHubModel(REPOSITORY)).toBe(base)
    } finally {
      for (const key of Object.keys(given)) delete process.env[key]
      Object.assign(process.env, before)
    }
  })

  it('is used as own:hub:OWNER/NAME, also offline afterwards, by its own name', async () => {
    const before = { ...process.env }
    const given = { HF_HUB_CACHE: cacheDir, HF_ENDPOINT: hubUrl }
    Object.assign(process.env, given)
    try {
      const folder = temporaryFolder('hub use')
      const uri = `own:hub:${REPOSITORY}`
      const doctor = await rationale(['doctor', uri, '--json'], { cwd: folder })
      expect(doctor.code, doctor.stderr).toBe(0)
      expect(fetched()).toContain('model.safetensors')
      process.env.HF_HUB_OFFLINE = '1'
      const model = await resolveModel(uri)
      expect(model.id).toBe(uri)
      const [scored] = await model.score({ pairs: [{ context: 'Ann has', continuation: ' 3' }] })
      expect(scored?.tokens.length).toBeGreaterThan(0)
      await model.close()
      const verified = await rationale(['verify', 'What is 2 + 3?', '2 + 3 = 6.', '--verifier', uri, '--json'], {
        cwd: folder,
      })
      expect(verified.code, verified.stderr).toBe(0)
      const missing = await rationale(['doctor', 'own:hub:nobody/nothing'], { cwd: folder })
      expect(missing.stderr + missing.stdout).toMatch(/hf download nobody\/nothing/)
    } finally {
      for (const key of [...Object.keys(given), 'HF_HUB_OFFLINE']) delete process.env[key]
      Object.assign(process.env, before)
    }
  })

  it('an adapter that others share is used as ?adapter=hub:OWNER/NAME, offline afterwards; a model is none', async () => {
    const adapter = join(import.meta.dirname, '../verifier/network/train/fixtures/peft-start')
    for (const name of ['adapter_config.json', 'adapter_model.safetensors'])
      files.set(name, readFileSync(join(adapter, name)))
    files.delete('model.safetensors')
    await expect(get()).rejects.toMatchObject({
      code: 'input',
      remedy: expect.stringContaining(`?adapter=hub:${REPOSITORY}`),
    })
    const before = { ...process.env }
    const given = { HF_HUB_CACHE: cacheDir, HF_ENDPOINT: hubUrl }
    Object.assign(process.env, given)
    try {
      const uri = `own:${fixture}?adapter=hub:${REPOSITORY}`
      const scoreOf = async (asked: string) => {
        const model = await resolveModel(asked)
        const [scored] = await model.score({ pairs: [{ context: 'Ann has', continuation: ' 3' }] })
        await model.close()
        return { id: model.id, logProbabilities: scored?.tokens.map(({ logProbability }) => logProbability) }
      }
      const here = await scoreOf(uri)
      expect(here.id).toBe(uri)
      expect(here.logProbabilities).toEqual((await scoreOf(`own:${fixture}?adapter=${adapter}`)).logProbabilities)
      expect(fetched().sort()).toEqual(['adapter_config.json', 'adapter_model.safetensors'])
      const offline = { HF_HUB_OFFLINE: '1' }
      expect(await get({ holds: 'adapter', environment: offline })).toMatchObject({ repository: REPOSITORY })
      await expect(get({ environment: offline })).rejects.toMatchObject({ code: 'network' })
      const doctor = await rationale(['doctor', uri], { cwd: temporaryFolder('hub adapter') })
      expect(doctor.code, doctor.stdout).toBe(0)
      expect(doctor.stdout).toMatch(/peft takes it/)
      files.delete('adapter_model.safetensors')
      await expect(get({ holds: 'adapter' })).rejects.toMatchObject({
        code: 'input',
        message: expect.stringContaining('holds no adapter'),
      })
    } finally {
      for (const key of Object.keys(given)) delete process.env[key]
      Object.assign(process.env, before)
    }
  })
})
