import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import type { StepEvent, Verdict } from '../src/core/records/types.js'
import { openKept } from '../src/index.js'
import { loadVerifier } from '../src/load-verifier.js'
import { resolveModel } from '../src/models/resolve.js'
import { identitiesOf } from '../src/verifier-identity.js'
import { EMBEDDED_FOLDER } from '../verifier/embedded/index.js'
import { exportAdapter } from '../verifier/network/export/export.js'
import { openModel } from '../verifier/network/weights/model.js'
import { writeSafetensors } from '../verifier/network/weights/safetensors.js'
import { root } from './helpers/cli.js'
import { temporaryFolder } from './helpers/folder.js'
import { tinyLlama } from './helpers/tiny-llama.js'

const chain = { id: 'c', question: 'What is 2 + 3?', steps: ['2 + 3 = 6', 'So 6.'] }

describe('loading a verifier', () => {
  it('takes any model that scores, and says that it has no calibration', async () => {
    await using verifier = await loadVerifier(`own:${tinyLlama}`)
    const verdict = await verifier.verify(chain)
    expect(verdict).toMatchObject({
      probability: null,
      // The check needs no calibration: 2 + 3 is not what the step says.
      verdict: 'incorrect',
      firstError: 0,
    })
    for (const step of verdict.steps) expect(step.process).toBeGreaterThan(0)
    expect(verdict.steps[0]?.evidence[0]).toMatchObject({ kind: 'arithmetic', ok: false })
    expect(verdict.tokens?.evaluated).toBe(verdict.tokens?.unique)
  })

  it('refuses options that it does not know, with the nearest name', async () => {
    // As JavaScript may hand them over.
    const given = (options: object) => loadVerifier('evidence:', options)
    await expect(given({ retries: 0, bogus: 1 })).rejects.toMatchObject({
      code: 'configuration',
      message: expect.stringContaining('loadVerifier: there is no option "retries"'),
      expected: 'signal, http, thread, keep',
    })
    await expect(given({ http: { attemptTimeout: 2 } })).rejects.toMatchObject({
      remedy: 'did you mean attemptTimeoutMs?',
    })
    await using verifier = await given({ signal: undefined, http: { retries: 0 } })
    const set = { id: 's', question: 'What is 2 + 2?', candidates: [{ text: '2 + 2 = 4. The answer is 4.' }] }
    const misspelt: object = { strategi: 'majority' }
    await expect(verifier.rerank(set, misspelt)).rejects.toMatchObject({ remedy: 'did you mean strategy?' })
    const chain = { id: 'c', question: 'What is 2 + 2?', steps: ['2 + 2 = 4.'] }
    const other: object = { onEvents: () => {} }
    await expect(verifier.verify(chain, other)).rejects.toMatchObject({ remedy: 'did you mean onEvent?' })
  })

  it.each([
    ['attemptTimeoutMs', 0],
    ['attemptTimeoutMs', '2000'],
    ['attemptTimeoutMs', Number.NaN],
    ['totalTimeoutMs', 2 ** 31],
    ['retries', -1],
    ['retries', 1.5],
    ['maxResponseBytes', 0],
  ])('refuses http: { %s: %s } by its name', async (option, value) => {
    await expect(loadVerifier('evidence:', { http: { [option]: value } })).rejects.toMatchObject({
      code: 'configuration',
      message: expect.stringContaining(`http: ${option} is`),
    })
  })

  it('refuses a signal that is none', async () => {
    const given: object = { signal: 'x' }
    await expect(loadVerifier('evidence:', given)).rejects.toMatchObject({ expected: 'an AbortSignal, or nothing' })
  })

  it('uses the calibration beside the model', async () => {
    const folder = temporaryFolder('verifier')
    cpSync(tinyLlama, folder, { recursive: true })
    const feature = { mean: 0, scale: 1, weight: 0 }
    const calibration = {
      version: 1,
      identities: await identitiesOf([`own:${folder}`]),
      features: { 'process:min': feature },
      intercept: Math.log(3),
      accept: 0.7,
      reject: 0.2,
      stepThreshold: 0.4,
      fittedOn: { data: 'a test', chains: 1, problems: 1, date: '2026-11-21' },
    }
    writeFileSync(join(folder, 'calibration.json'), JSON.stringify(calibration))
    await using verifier = await loadVerifier(`own:${folder}`)
    expect(verifier.stepThreshold).toBe(0.4)
    const { id, question } = chain
    const verdict = await verifier.verify({ id, question, steps: ['2 + 3 = 5', 'So 5.'] })
    expect(verdict.probability).toBeCloseTo(0.75, 9)
    expect(verdict.verdict).toBe('correct')
    // Whatever the probability, a chain with a wrong step is not correct.
    const slip = await verifier.verify(chain)
    expect(slip).toMatchObject({
      firstError: 0,
      verdict: 'incorrect',
    })
    expect(slip.reasons[0]).toContain('Step 1 is wrong: ')
    writeFileSync(join(folder, 'calibration.json'), JSON.stringify({ ...calibration, intercept: 'high' }))
    await expect(loadVerifier(`own:${folder}`)).rejects.toMatchObject({
      code: 'configuration',
      found: expect.stringContaining('intercept'),
    })
  })

  it('asks for every reward that the calibration was fitted on', async () => {
    const folder = temporaryFolder('verifier')
    cpSync(tinyLlama, folder, { recursive: true })
    const feature = { mean: 0, scale: 1, weight: 1 }
    const calibration = {
      version: 1,
      identities: await identitiesOf([`own:${folder}`]),
      features: { 'number:bias': feature, 'value:min': feature, 'likelihood:mean': feature, outcome: feature },
      intercept: 0,
      accept: 1,
      reject: 0,
      stepThreshold: 0,
      fittedOn: { data: 'a test', chains: 1, problems: 1, date: '2026-11-21' },
    }
    writeFileSync(join(folder, 'calibration.json'), JSON.stringify(calibration))
    await using verifier = await loadVerifier(`own:${folder}`)
    const { id, question } = chain
    const right = { id, question, steps: ['2 + 3 = 5', 'So 5.'] }
    expect((await verifier.verify(right)).probability).toBeGreaterThan(0.5)
  })

  it('takes no calibration that was fitted for another model, adapter or layout', async () => {
    const folder = temporaryFolder('verifier')
    cpSync(tinyLlama, folder, { recursive: true })
    const feature = { mean: 0, scale: 1, weight: 1 }
    const calibration = {
      version: 1,
      features: { 'process:min': feature },
      intercept: 0,
      accept: 0.9,
      reject: 0.1,
      stepThreshold: 0.5,
      fittedOn: { data: 'a test', chains: 1, problems: 1, date: '2026-11-21' },
    }
    const file = join(folder, 'calibration.json')
    const probabilityBy = async (uri: string) => {
      await using verifier = await loadVerifier(uri)
      return await verifier.verify({ ...chain, steps: ['Five.'] })
    }
    // Of nobody: as what ships is of `embedded:` alone, though its weights can be opened by another URI.
    writeFileSync(file, JSON.stringify(calibration))
    expect(await probabilityBy(`own:${folder}`)).toMatchObject({
      probability: null,
      reason: expect.stringContaining('does not say which verifier'),
    })
    const identities = await identitiesOf([`own:${folder}`])
    writeFileSync(file, JSON.stringify({ ...calibration, identities }))
    expect((await probabilityBy(`own:${folder}`)).probability).toEqual(expect.any(Number))
    expect((await probabilityBy(`own:${tinyLlama}?calibration=${file}`)).probability).toEqual(expect.any(Number))
    await expect(probabilityBy(`own:${folder}?prm=rationale&calibration=${file}`)).rejects.toMatchObject({
      code: 'configuration',
      found: expect.stringContaining('fitted for layout (none)'),
    })
    await expect(probabilityBy(`evidence:?calibration=${file}`)).rejects.toMatchObject({
      found: 'fitted for kind model, this has evidence',
    })
    const weights = readFileSync(join(folder, 'model.safetensors'))
    weights.writeUInt8(weights.readUInt8(weights.length - 1) ^ 1, weights.length - 1)
    writeFileSync(join(folder, 'model.safetensors'), weights)
    expect(await probabilityBy(`own:${folder}`)).toMatchObject({
      probability: null,
      reason: expect.stringMatching(/not of this verifier .*fitted for weights [0-9a-f]{12}, this has [0-9a-f]{12}/),
    })
  })

  it('refuses a tokenizer with tokens that the network does not know', async () => {
    const folder = temporaryFolder('tokens')
    cpSync(tinyLlama, folder, { recursive: true })
    const file = join(folder, 'tokenizer.json')
    const tokenizer = JSON.parse(readFileSync(file, 'utf8'))
    tokenizer.model.vocab.zzz = 100_000
    writeFileSync(file, JSON.stringify(tokenizer))
    await expect(loadVerifier(`own:${folder}`)).rejects.toMatchObject({
      code: 'model-file',
      message: expect.stringContaining('the tokenizer has more tokens than the network'),
    })
  })

  it('does not take what ships with the package for the calibration of its bare network', async () => {
    await using verifier = await loadVerifier(`own:${join(EMBEDDED_FOLDER, 'base.gguf')}`)
    expect(await verifier.verify({ ...chain, steps: ['Five.'] })).toMatchObject({
      probability: null,
      reason: expect.stringContaining('not of this verifier'),
    })
  })

  it.each([
    ['judge:http://host/v1#m?sampels=8', 'did you mean samples?'],
    ['judge:langchain:openai:gpt?formt=boxed', 'did you mean format?'],
    ['own:DIR?adaptor=A', 'did you mean adapter?'],
    ['pooling+http://host#m?prn=trl', 'did you mean prm?'],
    ['evidence:?calibraton=c.json', 'did you mean calibration?'],
    ['http://user:secret@host/v1#m?lora=x', 'unknown parameter lora'],
    ['gguf:FILE?lora=a&lora=b', 'parameter lora twice'],
    ['evidence:?calibration=50%.json', 'percent sign written as %25'],
  ])('refuses a misspelt parameter: %s', async (uri, said) => {
    const refused: unknown = await loadVerifier(uri).catch((error: unknown) => error)
    expect(refused).toMatchObject({ code: 'configuration', message: expect.stringContaining(said) })
    expect(String(refused)).not.toContain('secret')
  })

  it.each(['magic', 'langchain:openai:gpt', 'ftp://host#m'])('refuses %s, saying what it takes', async (uri) => {
    await expect(loadVerifier(uri)).rejects.toMatchObject({
      code: 'configuration',
      expected: expect.stringContaining('own:DIR'),
    })
  })
})

describe('an adapter beside another model than it was trained beside', () => {
  it('is a warning of the process, once for each pair, whoever opens it and in whatever thread', async () => {
    const folder = temporaryFolder('other-base')
    const [other, adapter] = ['other', 'adapter'].map((name) => join(folder, name)) as [string, string]
    cpSync(tinyLlama, other, { recursive: true })
    const model = openModel(tinyLlama)
    const tensors = await Promise.all(
      [...model.tensors.values()].map(async ({ name, shape }) => ({
        ...{ name, shape, type: 'F32' as const },
        data: (await model.floats(name)).map((value) => -value),
      })),
    )
    await model.close()
    await writeSafetensors(
      join(other, 'model.safetensors'),
      tensors.map((each) => ({ ...each, data: () => each.data })),
    )
    cpSync(join(root, 'test/verifier/network/train/fixtures/peft-end'), adapter, { recursive: true })
    const config = JSON.parse(readFileSync(join(adapter, 'adapter_config.json'), 'utf8'))
    const madeOn = (base: string) =>
      writeFileSync(join(adapter, 'adapter_config.json'), JSON.stringify({ ...config, base_model_name_or_path: base }))

    const heard: Error[] = []
    const hear = (warning: Error) => heard.push(warning)
    process.on('warning', hear)
    try {
      const uri = `own:${tinyLlama}?adapter=${adapter}`
      madeOn(tinyLlama)
      await (await resolveModel(uri)).close()
      await nextTurn()
      expect(heard).toEqual([])

      madeOn(other)
      await (await loadVerifier(uri, { thread: true })).close()
      await (await loadVerifier([uri, 'evidence:'])).close()
      await (await resolveModel(uri)).close()
      await nextTurn()
      expect(heard).toHaveLength(1)
      expect(heard[0]).toMatchObject({
        name: 'RationaleWarning',
        message: expect.stringMatching(`${adapter}: it was trained beside ${other}, another model than ${tinyLlama}: `),
      })
    } finally {
      process.off('warning', hear)
    }
  })

  it('is warned of where the model holds it already: merged, it would act twice', async () => {
    const folder = temporaryFolder('merged-base')
    const [merged, adapter] = [join(folder, 'merged'), join(folder, 'adapter')]
    cpSync(join(root, 'test/verifier/network/train/fixtures/peft-end'), adapter, { recursive: true })
    const config = JSON.parse(readFileSync(join(adapter, 'adapter_config.json'), 'utf8'))
    writeFileSync(
      join(adapter, 'adapter_config.json'),
      JSON.stringify({ ...config, base_model_name_or_path: tinyLlama }),
    )
    await exportAdapter({ adapter, format: 'safetensors', output: merged })

    const heard: Error[] = []
    const hear = (warning: Error) => heard.push(warning)
    process.on('warning', hear)
    try {
      await (await resolveModel(`own:${tinyLlama}?adapter=${adapter}`)).close()
      await (await resolveModel(`own:${merged}`)).close()
      await nextTurn()
      expect(heard).toEqual([])
      await (await resolveModel(`own:${merged}?adapter=${adapter}`)).close()
      await nextTurn()
      expect(heard.map(({ message }) => message)).toEqual([
        `${adapter}: ${merged} holds this adapter already, so that it would act twice: use ${merged} alone`,
      ])
    } finally {
      process.off('warning', hear)
    }
  })
})

describe('a file that is named as a calibration', () => {
  it.each([
    [
      '{"name":"x","version":"1","scripts":{},"main":"y","bin":{},"type":"z"}',
      'an object of name, version, scripts, main and 2 more',
    ],
    ['[1, 2]', 'a list of 2'],
    ['"x"', 'a string'],
    ['null', 'null'],
    ['{}', 'an object without fields'],
  ])('%s: in one line what it is instead', async (contents, found) => {
    const file = join(temporaryFolder('calibration'), 'other.json')
    writeFileSync(file, contents)
    await expect(loadVerifier(`evidence:?calibration=${file}`)).rejects.toMatchObject({
      code: 'configuration',
      message: expect.stringContaining('other.json is not a calibration'),
      found,
    })
  })

  it('one that was damaged: what is wrong in it', async () => {
    const file = join(temporaryFolder('calibration'), 'damaged.json')
    const whole = JSON.parse(readFileSync(join(EMBEDDED_FOLDER, 'calibration.json'), 'utf8'))
    writeFileSync(file, JSON.stringify({ ...whole, accept: 'high' }))
    await expect(loadVerifier(`evidence:?calibration=${file}`)).rejects.toMatchObject({
      found: 'accept: expected a number, found text',
    })
  })
})

describe('a verifier that keeps what its models say', () => {
  const folder = temporaryFolder('keep')
  const asked = {
    id: 'c',
    question: 'Anna likes blue. Which colour does she buy?',
    steps: ['She buys red.', 'So red.'],
  }
  const without = ({ tokens, ...verdict }: Verdict) => ({ tokens, verdict })

  it.each(['embedded:', `own:${tinyLlama}`, `own:${tinyLlama},evidence:`])(
    '%s: the same verdict, and no work',
    async (uri) => {
      const keep = join(folder, `${uri.length}.kept`)
      await using plain = await loadVerifier(uri)
      const { tokens, verdict } = without(await plain.verify(asked))
      expect(tokens?.calls).toBeGreaterThan(0)
      {
        await using first = await loadVerifier(uri, { keep })
        expect(without(await first.verify(asked))).toEqual({ tokens, verdict })
      }
      // Closed with the verifier: another one may open it.
      await using again = await loadVerifier(uri, { keep })
      const events: StepEvent[] = []
      expect(without(await again.verify(asked, { onEvent: (event) => events.push(event) }))).toEqual({
        tokens: undefined,
        verdict,
      })
      expect(events.map(({ step }) => step)).toEqual(verdict.steps)
      expect((await again.verifyAll([asked])).verdicts).toEqual([verdict])
    },
  )

  it('a file that is open already serves several, and tells how much', async () => {
    using kept = openKept(join(folder, 'shared.kept'))
    await using both = await loadVerifier(`embedded:,own:${tinyLlama}`, { keep: kept })
    await both.verify(asked)
    expect([kept.taken, kept.added]).toEqual([0, 2])
    // The place among several is no part of what is kept.
    await using alone = await loadVerifier(`own:${tinyLlama}`, { keep: kept })
    await alone.verify(asked)
    expect([kept.taken, kept.added]).toEqual([1, 2])
  })

  it.each([
    ['evidence:', { keep: 'x.kept' }, 'there is nothing to keep'],
    ['embedded:', { keep: 'x.kept', thread: true }, 'in a thread of its own keeps no judgements'],
    ['embedded:', { keep: '' }, 'keep is the text ""'],
    ['embedded:', { keep: 3 as unknown as string }, 'keep is 3'],
  ])('%s with %j is refused', async (uri, options, said) => {
    await expect(loadVerifier(uri, options)).rejects.toMatchObject({
      code: 'configuration',
      message: expect.stringContaining(said),
    })
  })
})
