import { RationaleError } from '../core/errors.js'
import { pretrainedOf } from '../core/pretrained.js'
import type { Verifier } from '../core/records/types.js'
import { loadPanel, loadVerifier } from '../load-verifier.js'
import type { ResolveOptions } from '../models/resolve.js'
import { parseVerifiers } from '../verifier-uri.js'

/* What a verifier does with steps that anybody can judge. */

/** Whether a URI can be a verifier only: several of them, one with a calibration, a judge, the checks, a process reward model, a probe. */
export async function isVerifier(uri: string): Promise<boolean> {
  if (/^(?:judge|evidence|pooling\+https?):/.test(uri) || uri === 'embedded:') return true
  try {
    const { uris, calibration } = parseVerifiers(uri)
    if (uris.length > 1 || calibration !== undefined) return true
    const { onThisMachine, parseModelUri } = await import('../models/resolve.js')
    const { hasLayout } = await import('../../verifier/network/prm/open.js')
    const parsed = await onThisMachine(parseModelUri(uri))
    return parsed.kind === 'own' && (parsed.probe !== undefined || hasLayout(parsed))
  } catch (error) {
    if (error instanceof RationaleError) return true // opening it says what is wrong
    throw error
  }
}

interface Finding {
  ok: boolean
  detail: string
}

export interface VerifierChecks {
  signal: AbortSignal
  http: NonNullable<ResolveOptions['http']>
}

/** Each verifier by itself on plainly right and wrong steps, then all of them with their calibration. @throws RationaleError `aborted`. */
export async function checkVerifier(uri: string, options: VerifierChecks): Promise<Finding> {
  try {
    const { uris, calibration } = parseVerifiers(uri)
    const each: Finding[] = []
    for (const one of uris) {
      const found = await tellsApart(one, options)
      each.push(uris.length === 1 ? found : { ...found, detail: `${one}: ${found.detail}` })
    }
    if (uris.length > 1 || calibration !== undefined) each.push(await calibrated(uri, options))
    return { ok: each.every(({ ok }) => ok), detail: each.map(({ detail }) => detail).join('; ') }
  } catch (error) {
    if (!(error instanceof RationaleError) || error.code === 'aborted') throw error
    return { ok: false, detail: error.message.replace(/\n\s*/g, '; ') }
  }
}

/** Steps of which one is plainly wrong: whatever judges must give it the lower reward. */
const PLAIN_STEPS = [
  ['What is 2 + 3?', '2 + 3 = 5.', '2 + 3 = 9.'],
  ['What is 7 times 6?', '7 * 6 = 42.', '7 * 6 = 54.'],
  ['How many days are two weeks?', '2 weeks are 14 days.', '2 weeks are 5 days.'],
  ['What is half of 18?', '18 / 2 = 9.', '18 / 2 = 36.'],
  ['What is left of 10 after 4 are gone?', '10 - 4 = 6.', '10 - 4 = 14.'],
] as const

/** How often a plainly wrong step gets the lower reward, by this verifier's own word: the checks that stand beside it are left out. */
async function tellsApart(uri: string, options: VerifierChecks): Promise<Finding> {
  await using verifier = uri === 'embedded:' ? await loadVerifier(uri) : await byItself(uri, options)
  let lower = 0
  for (const [question, ...pair] of PLAIN_STEPS) {
    const rewards: number[] = []
    for (const step of pair) {
      const { firstError, reward, reason } = await verifier.verify(
        { id: 'doctor', question, steps: [step] },
        { signal: options.signal },
      )
      if (firstError === null) return { ok: false, detail: `judges nothing: ${reason ?? 'no reason was given'}` }
      rewards.push(reward ?? 0.5)
    }
    const [right = 0, wrong = 0] = rewards
    if (wrong < right) lower++
  }
  const all = PLAIN_STEPS.length
  const told = `judges; a plainly wrong step gets a lower reward than a right one in ${lower} of ${all} pairs`
  // What ships has no layout that could be another.
  if (lower === all || (pretrainedOf(uri) !== undefined && lower > all / 2)) return { ok: true, detail: told }
  const ok = lower > all / 2
  const what = uri.startsWith('judge:')
    ? 'does this model judge, and in this format (?format=NAME)?'
    : /[?&]probe=/.test(uri)
      ? 'was it fitted on enough chains, and on such as these?'
      : uri.includes('prm=') || uri.startsWith('pooling')
        ? 'is this the layout that it was trained with (?prm=NAME)?'
        : 'was it trained to judge steps, and in this layout (?prm=NAME)?'
  return { ok, detail: `${told}: ${ok ? what : `no better than chance, or the wrong way round; ${what}`}` }
}

async function byItself(uri: string, options: VerifierChecks): Promise<Verifier> {
  const { createVerifier } = await import('../../verifier/judge/verifier.js')
  const { judges, close } = await loadPanel([uri], options)
  const own = judges.length > 1 ? judges.slice(0, -1) : judges
  return createVerifier({
    id: uri,
    judges: own,
    probability: () => null,
    stepThreshold: 0.5,
    accept: 1,
    reject: 0,
    close,
  })
}

/** Whether they open together, with the calibration that they name. */
async function calibrated(uri: string, options: VerifierChecks): Promise<Finding> {
  await using verifier = await loadVerifier(uri, options)
  const [question, right] = PLAIN_STEPS[0]
  const { signal } = options
  const { probability, reason } = await verifier.verify({ id: 'doctor', question, steps: [right] }, { signal })
  return { ok: true, detail: probability === null ? `no probability: ${reason}` : 'together they give a probability' }
}
