import { createHash } from 'node:crypto'
import { closeSync, existsSync, fstatSync, openSync, readdirSync, readSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { isPipe } from './pipe.js'

/** Bytes that are read at each of so many places: model files have gigabytes, and another training changes them everywhere. */
const PIECE = 1 << 16
const PLACES = 32

/**
 * What tells one model from another: a digest over the size of a file and pieces from all over it, or over those of a folder's weights and configuration,
 * in its folder `onnx` too. Twelve hexadecimal digits; undefined where there is no such file, or a pipe in its place.
 */
export function fingerprint(path: string): string | undefined {
  if (!existsSync(path)) return undefined
  const isFolder = statSync(path).isDirectory()
  const files = isFolder ? [...weightsIn(path, ''), ...weightsIn(path, 'onnx')] : ['']
  if (files.length === 0) return undefined
  const hash = createHash('sha256')
  const piece = Buffer.alloc(PIECE)
  for (const name of files) {
    if (isPipe(isFolder ? join(path, name) : path)) return undefined
    const file = openSync(isFolder ? join(path, name) : path, 'r')
    try {
      const { size } = fstatSync(file)
      hash.update(`${name}\n${size}\n`)
      const places = size <= PIECE * PLACES ? Math.ceil(size / PIECE) : PLACES
      for (let i = 0; i < places; i++) {
        const start = size <= PIECE * PLACES ? i * PIECE : Math.floor((i * (size - PIECE)) / (PLACES - 1))
        hash.update(piece.subarray(0, readSync(file, piece, 0, PIECE, start)))
      }
    } finally {
      closeSync(file)
    }
  }
  return hash.digest('hex').slice(0, 12)
}

/** What a training keeps for itself is no part of the model. */
const isWeights = (name: string) =>
  /\.(?:safetensors|gguf|onnx|onnx_data)$|^(?:(?:adapter_)?config|probe)\.json$/.test(name) &&
  !name.startsWith('checkpoint')

function weightsIn(path: string, folder: string): string[] {
  if (!existsSync(join(path, folder))) return []
  return readdirSync(join(path, folder))
    .filter(isWeights)
    .sort()
    .map((name) => join(folder, name))
}
