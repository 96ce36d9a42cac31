import { once } from 'node:events'
import { describe, expect, it } from 'vitest'
import { builtServer, modelServer, question, right } from '../serve/built-server.js'

const messages = [{ role: 'user', content: question }]

/** A model that answers when it is told to. */
async function heldModel() {
  let asked = () => {}
  let release = () => {}
  const isAsked = new Promise<void>((resolve) => {
    asked = resolve
  })
  const isReleased = new Promise<void>((resolve) => {
    release = resolve
  })
  const model = await modelServer([right], () => {
    asked()
    return isReleased
  })
  return { model, isAsked, release: () => release() }
}

describe('SIGTERM in the middle of a request', () => {
  it('finishes what runs, takes nothing new, and ends with 0', async () => {
    const { model, isAsked, release } = await heldModel()
    const server = await builtServer(['--generator', model.uri, '--verifier', 'evidence:'])
    const answering = server.post('/v1/chat/completions', { model: 'writer', messages })
    await isAsked
    server.process.kill('SIGTERM')
    await refused(server.url)
    release()
    const { status, body } = await answering
    expect([status, body.choices[0].message.content]).toEqual([200, right])
    const [code] = await once(server.process, 'exit')
    expect(code).toBe(0)
    model.close()
  })

  it('ends what does not come to an end when the grace is over, and says so', async () => {
    const { model, isAsked } = await heldModel()
    const server = await builtServer(['--generator', model.uri, '--verifier', 'evidence:', '--grace', '0.2'])
    const answering = server.post('/v1/chat/completions', { model: 'writer', messages })
    await isAsked
    server.process.kill('SIGTERM')
    const { status, body } = await answering
    expect([status, body.error.code]).toEqual([503, 'stopping'])
    const [code] = await once(server.process, 'exit')
    expect(code).toBe(0)
    model.close()
  })

  it('does not wait for connections on which nothing is asked', async () => {
    const server = await builtServer(['--verifier', 'evidence:'])
    await server.post('/v1/verify', { question, text: right }) // fetch keeps its connection
    expect(await server.stop()).toBe(0)
  })
})

describe('a client that goes away', () => {
  it('ends the work that it asked for', async () => {
    const { model, isAsked } = await heldModel()
    const server = await builtServer(['--generator', model.uri, '--verifier', 'evidence:'])
    const client = new AbortController()
    const answering = fetch(`${server.url}/v1/chat/completions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ model: 'writer', messages }),
      signal: client.signal,
    })
    await isAsked
    client.abort()
    await expect(answering).rejects.toThrow()
    const [entry] = await server.entries(1)
    expect(entry).toMatchObject({ status: 499, code: 'client_gone' })
    await server.stop()
    model.close()
  })
})

/** Until a new connection is refused. */
async function refused(url: string): Promise<void> {
  for (;;) {
    const isOpen = await fetch(`${url}/health`, { headers: { connection: 'close' } }).then(
      () => true,
      () => false,
    )
    if (!isOpen) return
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}

describe('what is logged', () => {
  it('holds texts only where that is asked for', async () => {
    const server = await builtServer(['--verifier', 'evidence:', '--log', 'texts'])
    await server.post('/v1/verify', { question, text: right })
    const [entry] = await server.entries(1)
    expect(entry?.body).toEqual({ question, text: right })
    await server.stop()
  })

  it('is nothing where nothing shall be', async () => {
    const server = await builtServer(['--verifier', 'evidence:', '--log', 'none'])
    expect((await server.post('/v1/verify', { question, text: right })).status).toBe(200)
    await server.stop()
    expect(server.log).toEqual(['finishing what is in flight; a second signal stops at once'])
  })
})
