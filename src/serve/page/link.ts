/*
 * A question with its solutions inside the fragment of an address: browsers do not send it to servers, so what is shared stays between
 * those who have the link. JSON, deflated, base64url.
 */

export interface Entered {
  question: string
  context: string
  solutions: string[]
}

const NAME = 'v1='

/** The largest text that a link may unfold to, in characters. */
const MOST = 1_000_000

export async function toFragment(entered: Entered): Promise<string> {
  const packed = await through(new TextEncoder().encode(JSON.stringify(entered)), new CompressionStream('deflate-raw'))
  const text = Array.from(packed, (byte) => String.fromCharCode(byte)).join('')
  return NAME + btoa(text).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')
}

/** What a fragment holds, or undefined where it is none of ours or damaged. */
export async function fromFragment(fragment: string): Promise<Entered | undefined> {
  const found = fragment.replace(/^#/, '')
  if (!found.startsWith(NAME)) return undefined
  try {
    const text = atob(found.slice(NAME.length).replaceAll('-', '+').replaceAll('_', '/'))
    const packed = Uint8Array.from(text, (character) => character.charCodeAt(0))
    const value: unknown = JSON.parse(
      new TextDecoder().decode(await through(packed, new DecompressionStream('deflate-raw'))),
    )
    return isEntered(value) ? value : undefined
  } catch {
    return undefined
  }
}

async function through(bytes: Uint8Array<ArrayBuffer>, stream: CompressionStream | DecompressionStream) {
  const parts: Uint8Array[] = []
  let size = 0
  const reader = new Blob([bytes]).stream().pipeThrough(stream).getReader()
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    size += next.value.length
    if (size > MOST) throw new Error('the link unfolds to too much')
    parts.push(next.value)
  }
  const whole = new Uint8Array(size)
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}

function isEntered(value: unknown): value is Entered {
  if (typeof value !== 'object' || value === null) return false
  const { question, context, solutions } = value as Partial<Record<keyof Entered, unknown>>
  const areTexts = Array.isArray(solutions) && solutions.every((solution) => typeof solution === 'string')
  return typeof question === 'string' && typeof context === 'string' && areTexts
}
