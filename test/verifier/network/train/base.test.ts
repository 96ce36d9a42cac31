import { cpSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, it } from 'vitest'
import { at } from '../../../../src/core/absence.js'
import { loadBase } from '../../../../verifier/network/train/base.js'
import { parseTrainOptions } from '../../../../verifier/network/train/options.js'
import { temporaryFolder } from '../../../helpers/folder.js'
import { tinyLlama } from '../../../helpers/tiny-llama.js'

let folder: string
beforeAll(() => {
  folder = temporaryFolder('base')
  for (const name of ['config.json', 'tokenizer.json', 'tokenizer_config.json'])
    cpSync(join(tinyLlama, name), join(folder, name))
})

it('new low-rank layers begin as the best approximation of random matrices, not as random factors', async () => {
  const settings = parseTrainOptions({ data: 'none', base: folder, output: 'none', method: 'low-rank', rank: 8 })
  const { network } = await loadBase(settings)
  const weight = network.weights.get('model.layers.1.mlp.up_proj.weight')
  if (weight?.kind !== 'low-rank') throw new Error('not low-rank')
  // The rows of A are singular vectors times roots of singular values: they stand upright on one another.
  const { a, rank } = weight
  const width = a.length / rank
  const product = (i: number, j: number) => {
    let sum = 0
    for (let k = 0; k < width; k++) sum += at(a, i * width + k) * at(a, j * width + k)
    return sum
  }
  for (let i = 0; i < rank; i++)
    for (let j = 0; j < i; j++)
      expect(Math.abs(product(i, j)) / Math.sqrt(product(i, i) * product(j, j))).toBeLessThan(0.02)
})
