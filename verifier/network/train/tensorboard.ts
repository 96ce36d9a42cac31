import { appendFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'

/*
 * TensorBoard's event files: TFRecords of `Event` messages, each a handful of fields, so that no protobuf library is needed.
 *
 *     record:  length u64 | masked CRC-32C of it | message | masked CRC-32C of it
 *     Event:   1 wall_time double | 2 step int64 | 3 file_version string | 5 summary { 1 value { 1 tag string, 2 simple_value float } }
 */

export interface EventFile {
  readonly path: string
  append(step: number, figures: Readonly<Record<string, number>>): void
}

/** A file of its own for each start of a run: TensorBoard reads all that lie in a folder. */
export function openEventFile(folder: string, now = Date.now()): EventFile {
  const path = join(folder, `events.out.tfevents.${Math.floor(now / 1000)}.${hostname()}.${process.pid}`)
  const time = (at: number) => double(1, at / 1000)
  appendFileSync(path, recordOf(Buffer.concat([time(now), bytes(3, Buffer.from('brain.Event:2'))])))
  return {
    path,
    append(step, figures) {
      const values = Object.entries(figures).map(([tag, value]) =>
        bytes(1, Buffer.concat([bytes(1, Buffer.from(tag)), float(2, value)])),
      )
      const event = [time(Date.now()), varintField(2, step), bytes(5, Buffer.concat(values))]
      appendFileSync(path, recordOf(Buffer.concat(event)))
    },
  }
}

function recordOf(message: Buffer): Buffer {
  const length = Buffer.alloc(8)
  length.writeBigUInt64LE(BigInt(message.length))
  return Buffer.concat([length, masked(length), message, masked(message)])
}

/** TFRecord's masked checksum. */
function masked(data: Buffer): Buffer {
  const crc = crc32c(data)
  const out = Buffer.alloc(4)
  out.writeUInt32LE((((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0)
  return out
}

/** CRC-32C (Castagnoli, reflected polynomial 0x82f63b78). */
export function crc32c(data: Uint8Array): number {
  let crc = 0xffffffff
  for (const byte of data) {
    crc ^= byte
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0x82f63b78 : 0)
  }
  return ~crc >>> 0
}

function varint(value: number): Buffer {
  const out: number[] = []
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) return Buffer.from([...out, rest])
    out.push((rest % 128) | 128)
  }
}

const tag = (field: number, wire: number) => varint(field * 8 + wire)
const varintField = (field: number, value: number) => Buffer.concat([tag(field, 0), varint(value)])
const bytes = (field: number, data: Buffer) => Buffer.concat([tag(field, 2), varint(data.length), data])

function double(field: number, value: number): Buffer {
  const out = Buffer.alloc(8)
  out.writeDoubleLE(value)
  return Buffer.concat([tag(field, 1), out])
}

function float(field: number, value: number): Buffer {
  const out = Buffer.alloc(4)
  out.writeFloatLE(value)
  return Buffer.concat([tag(field, 5), out])
}
