import { RationaleError } from '../core/errors.js'
import { isPassingStatus, Passing } from '../core/passing.js'

/*
 * What a server's refusal means: one place for those who ask over http and those who ask through LangChain's clients.
 */

/** Who was asked, for a person: the account's owner, the address, and where the key is looked for. */
export interface Server {
  host: string
  address: string
  key: string
}

/** What the status and the words of an error mean, whoever carried the call: one that may pass, or one that stays. */
export function refusal(
  { host, address, key }: Server,
  status: number | undefined,
  said: string,
  retryAfterMs?: number,
): Passing | RationaleError {
  if (
    status === 402 ||
    /insufficient_quota|exceeded your current quota|credit balance|insufficient (?:credits|balance)/i.test(said)
  ) {
    return new RationaleError('quota', `the account at ${host} has no quota left`, {
      found: said,
      remedy: 'add credit or raise its limit there; trying again does not help',
    })
  }
  if (status !== undefined && isPassingStatus(status))
    return new Passing(`HTTP ${status} ${said}`, status, retryAfterMs)
  if (status === 401 || status === 403) {
    return new RationaleError('configuration', `${host} refused the key (HTTP ${status})`, {
      expected: `a valid key in ${key}`,
      found: said,
    })
  }
  const code = status === 404 || status === 405 || status === 501 ? 'unsupported' : 'model'
  const how = status === undefined ? 'with an error' : `HTTP ${status}`
  return new RationaleError(code, `${address} answered ${how}`, {
    found: said,
    remedy:
      status === 404
        ? 'check the address and the model’s name: the server knows one of them not'
        : 'see what the server says it found; where it is the length of the text, take a longer context or a shorter text',
  })
}
