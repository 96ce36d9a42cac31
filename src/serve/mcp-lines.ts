import { once } from 'node:events'
import type { Readable, Writable } from 'node:stream'
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js'
import type { JSONRPCMessage, RequestId } from '@modelcontextprotocol/sdk/types.js'
import type { z } from 'zod'
import { messageOf } from '../core/errors.js'
import { encodeRecord } from '../core/records/encode.js'
import { parseJson, UnreadableValue } from '../core/records/json.js'
import { readLines } from '../core/records/ndjson.js'

/** What JSON-RPC 2.0 calls these faults. */
const PARSE_ERROR = -32700
const INVALID_REQUEST = -32600

export interface Lines {
  input: Readable
  output: Writable
  /** The SDK's, which is loaded on demand. */
  schema: z.ZodType<JSONRPCMessage>
  /** Where a person reads what was wrong with a line. */
  say(message: string): void
}

/**
 * Messages, one a line, read as our files are: a line that is no message is answered with an error of JSON-RPC, and reading goes on. The SDK's own
 * transport passes over such lines in silence, and what was asked before the input ends is lost in it.
 */
export class LineTransport implements Transport {
  onmessage: Transport['onmessage']
  onclose: Transport['onclose']
  onerror: Transport['onerror']
  /** Lines that were no message. */
  refused = 0
  readonly #lines: Lines
  readonly #unanswered = new Set<RequestId>()
  #state: 'open' | 'ended' | 'closed' = 'open'

  constructor(lines: Lines) {
    this.#lines = lines
  }

  async start(): Promise<void> {
    this.#read().catch((error) => this.onerror?.(error))
  }

  async send(message: JSONRPCMessage): Promise<void> {
    const { output } = this.#lines
    if (!output.write(encodeRecord(message))) await once(output, 'drain')
    if (!('method' in message) && message.id !== undefined) this.#answered(message.id)
  }

  async close(): Promise<void> {
    if (this.#state === 'closed') return
    this.#state = 'closed'
    this.#lines.input.destroy()
    this.onclose?.()
  }

  async #read(): Promise<void> {
    try {
      for await (const { line, text, flaw } of readLines(this.#lines.input, {})) {
        if (flaw === undefined) this.#take(line, text)
        else this.#refuse(line, PARSE_ERROR, flaw)
      }
    } catch (error) {
      // The input was taken away by whoever closed.
      if (this.#state !== 'closed') throw error
    } finally {
      if (this.#state === 'open') this.#state = 'ended'
      await this.#closeWhenAnswered()
    }
  }

  #take(line: number, text: string): void {
    let value: unknown
    try {
      value = parseJson(text)
    } catch (error) {
      if (error instanceof UnreadableValue) this.#refuse(line, INVALID_REQUEST, messageOf(error), idOf(error.value))
      else this.#refuse(line, PARSE_ERROR, messageOf(error))
      return
    }
    const { data: message } = this.#lines.schema.safeParse(value)
    if (message === undefined) {
      const wanted = '"jsonrpc": "2.0", a method, and as id a text or a whole number'
      this.#refuse(line, INVALID_REQUEST, `no message of JSON-RPC: it needs ${wanted}`, idOf(value))
      return
    }
    if (!('method' in message)) this.onmessage?.(message)
    else if (!('id' in message)) {
      this.onmessage?.(message)
      // No answer will come to what was called off.
      const calledOff = message.method === 'notifications/cancelled' ? message.params?.requestId : undefined
      if (typeof calledOff === 'string' || typeof calledOff === 'number') this.#answered(calledOff)
    } else if (isRounded(message.id, text)) {
      this.#refuse(line, INVALID_REQUEST, 'the id has more digits than a number holds: give it as a text')
    } else if (this.#unanswered.has(message.id)) {
      this.#refuse(line, INVALID_REQUEST, `a request with the id ${JSON.stringify(message.id)} is not answered yet`)
    } else {
      this.#unanswered.add(message.id)
      this.onmessage?.(message)
    }
  }

  #refuse(line: number, code: number, reason: string, id: RequestId | null = null): void {
    this.refused++
    this.#lines.say(`line ${line}: rejected: ${reason}`)
    this.#lines.output.write(encodeRecord({ jsonrpc: '2.0', id, error: { code, message: reason } }))
  }

  #answered(id: RequestId): void {
    this.#unanswered.delete(id)
    void this.#closeWhenAnswered()
  }

  async #closeWhenAnswered(): Promise<void> {
    if (this.#state === 'ended' && this.#unanswered.size === 0) await this.close()
  }
}

/** The id of what was refused, where it has one that can be given back as it was. */
function idOf(value: unknown): RequestId | null {
  const id = typeof value === 'object' && value !== null && 'id' in value ? value.id : null
  return typeof id === 'string' || Number.isSafeInteger(id) ? (id as RequestId) : null // a text or a whole number
}

/** Digits that our reader keeps as a text were a number to the client, which would not know the text again. */
function isRounded(id: RequestId, text: string): boolean {
  return typeof id === 'string' && /^-?\d{16,}$/.test(id) && typeof JSON.parse(text).id === 'number'
}
