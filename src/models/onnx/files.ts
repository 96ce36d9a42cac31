import { existsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { RationaleError } from '../../core/errors.js'

/** transformers.js's names of the precisions, and its file names. */
const FILES = {
  fp32: 'model.onnx',
  fp16: 'model_fp16.onnx',
  q8: 'model_quantized.onnx',
  q4: 'model_q4.onnx',
  q4f16: 'model_q4f16.onnx',
} as const
export type OnnxPrecision = keyof typeof FILES
const PRECISIONS = Object.keys(FILES) as OnnxPrecision[]

/** Where a model in transformers.js's layout lies: a folder, or a repository on the Hugging Face Hub (fetched once, then cached). */
export type OnnxSource = { folder: string } | { repository: string }

/** @throws RationaleError `configuration` for an unknown one. */
export function requirePrecision(name: string | undefined): OnnxPrecision | undefined {
  const found = PRECISIONS.find((precision) => precision === name)
  if (name === undefined || found !== undefined) return found
  throw new RationaleError('configuration', `unknown precision ${JSON.stringify(name)}`, {
    expected: `dtype=${PRECISIONS.join('|')}`,
  })
}

/** The precision asked for, or the most exact one that is there. */
export function presentPrecision(folder: string, asked: OnnxPrecision | undefined): OnnxPrecision {
  if (!existsSync(folder) || !statSync(folder).isDirectory())
    throw new RationaleError('model-file', `no folder ${folder}`, {
      expected: 'a model in the layout of transformers.js',
    })
  const there = PRECISIONS.filter((precision) => existsSync(join(folder, 'onnx', FILES[precision])))
  const chosen = asked === undefined ? there[0] : there.find((precision) => precision === asked)
  if (chosen !== undefined) return chosen
  throw new RationaleError('model-file', `no ONNX model in ${folder}`, {
    expected: `onnx/${asked === undefined ? `one of ${Object.values(FILES).join(', ')}` : FILES[asked]}`,
    found: there.length === 0 ? 'none of them' : there.map((precision) => FILES[precision]).join(', '),
    remedy: 'rationale export --format onnx writes this layout',
  })
}
