import { createHash, timingSafeEqual } from 'node:crypto'
import { RationaleError } from '../core/errors.js'
import { keepSecret } from '../core/secrets.js'
import { Refusal } from './failures.js'

/*
 * Who may ask. On this machine alone anybody may, as long as he asks for this machine: a page of another site that has its name resolved to
 * 127.0.0.1 sends that name. On any other address a key is needed.
 */

export type Doorkeeper = (request: Request) => void

/** Shorter ones can be guessed. */
const SHORTEST_KEY = 16

const isLoopback = (host: string) => host === 'localhost' || host === '::1' || /^127(?:\.\d{1,3}){3}$/.test(host)

/** @throws RationaleError `configuration` where an address for others has no key, or a key is too short. */
export function createDoorkeeper(host: string, keys: readonly string[]): Doorkeeper {
  for (const key of keys) keepSecret(key)
  if (keys.some((key) => key.length < SHORTEST_KEY)) {
    throw new RationaleError('configuration', 'a key of the server is too short', {
      expected: `at least ${SHORTEST_KEY} characters`,
      remedy: 'make one: openssl rand -hex 24',
    })
  }
  if (keys.length === 0 && !isLoopback(host)) {
    throw new RationaleError('configuration', `the address ${host} can be reached by others, and there is no key`, {
      remedy: 'put a key into RATIONALE_SERVER_KEY or a file (--keys FILE), or stay on 127.0.0.1',
    })
  }
  if (keys.length === 0) return refuseOtherNames
  const known = keys.map(digest)
  return (request) => {
    const given = /^Bearer\s+(\S+)$/i.exec(request.headers.get('authorization') ?? '')?.[1]
    // Digests are of equal length, so that the time says nothing of the key. Every known key is compared.
    const isKnown = given !== undefined && known.filter((key) => timingSafeEqual(key, digest(given))).length > 0
    if (isKnown) return
    throw new Refusal(
      `${given === undefined ? 'a key is needed' : 'this key is not known'}\n  to do:    send Authorization: Bearer KEY`,
      {
        status: 401,
        code: 'invalid_api_key',
        headers: { 'WWW-Authenticate': 'Bearer' },
      },
    )
  }
}

const digest = (key: string) => createHash('sha256').update(key).digest()

function refuseOtherNames(request: Request): void {
  const { hostname } = new URL(request.url)
  if (isLoopback(hostname.replace(/^\[|\]$/g, ''))) return
  throw new Refusal('this server answers to localhost only\n  to do:    ask http://127.0.0.1, or start it with a key', {
    status: 403,
    code: 'foreign_host',
  })
}
