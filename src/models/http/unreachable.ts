import { RationaleError } from '../../core/errors.js'

/*
 * Why a server was never reached, in a sentence. No such thing passes within seconds, so that it is told at once and not tried again.
 */

/** `undefined` where the connection was there and broke. */
export function unreachable(url: string, error: unknown): RationaleError | undefined {
  const { host, hostname, port, protocol } = new URL(url)
  const code = codeOf(error)
  const said = describeFailure(error)
  const told = (what: string, remedy: string) =>
    new RationaleError('network', what, { found: said, remedy, cause: error })
  const look = 'check the address in the URI, and that the server runs there'
  switch (code) {
    case 'ECONNREFUSED':
      return told(`${host} refuses the connection: no server listens there`, look)
    case 'ENOTFOUND':
      return told(`the name ${hostname} is not known: there is no such host`, 'check the address in the URI')
    case 'EAI_AGAIN':
      return told(
        `the name ${hostname} cannot be looked up: no name server answers`,
        'check the address in the URI, and whether this machine has a network',
      )
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
      return told(`no way leads to ${host}`, 'check the address in the URI, and whether this machine has a network')
    case 'ETIMEDOUT':
    case 'UND_ERR_CONNECT_TIMEOUT':
      return told(`${host} takes no connection: nothing answers there`, look)
    default:
  }
  if (/bad port/.test(said))
    return told(`port ${port} of ${hostname} is reserved for another service: no request is sent there`, look)
  if (code !== undefined && /CERT|SELF_SIGNED|UNABLE_TO_VERIFY|ERR_TLS/.test(code))
    return told(
      `the certificate of ${host} is not trusted`,
      'give NODE_EXTRA_CA_CERTS the file of its authority, or the name that the certificate is made out to',
    )
  if (code?.startsWith('ERR_SSL') || code === 'EPROTO')
    return told(`${host} does not speak ${protocol.replace(':', '')}`, 'check http and https in the URI')
  return undefined
}

/** fetch hides the reason of a failure in `cause`; a name with several addresses has one for each. */
export function describeFailure(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const code = codeOf(error)
  const { cause } = error
  const inner = cause instanceof Error && cause.message !== '' ? `: ${cause.message}` : ''
  const known = code !== undefined && !inner.includes(code) ? ` (${code})` : ''
  return `${error.message}${inner}${known}`
}

function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined
  if ('code' in error && typeof error.code === 'string') return error.code
  if (error instanceof AggregateError) return codeOf(error.errors[0])
  return codeOf(error.cause)
}
