import { add, less, matmul, mul, sigmoid, sub, type Tensor, where } from '../../graph/index.js'
import { multiply } from '../../weights/low-rank-source.js'
import { fillNormal } from '../parameters.js'
import type { Place, SavedTensor, Tensors } from './adapter.js'

/*
 * What makes virtual tokens while they are trained, and is not kept: a table and a few layers over it.
 *
 *     table [length, width] -> linear -> f -> linear (-> f -> linear) -> rows [length, out]
 *
 * P-tuning (Liu et al. 2021) has f = relu and two hidden layers, prefix tuning (Li & Liang 2021) f = tanh and one. The names are PEFT's.
 */

export interface Encoder {
  activation: 'relu' | 'tanh'
  /** `embedding.weight`, then `WEIGHTS.N.weight` and `WEIGHTS.N.bias`, in order. */
  tensors: Tensors
}

/** Tables normal(0, 1), layers uniform within 1 / sqrt(in), as PyTorch begins them. `sizes`: width, hidden …, out. */
export function newEncoder(
  {
    length,
    sizes,
    activation,
    layers,
  }: { length: number; sizes: readonly number[]; layers: string } & Pick<Encoder, 'activation'>,
  random: () => number,
): Encoder {
  const table = new Float32Array(length * (sizes[0] as number))
  fillNormal(table, 1, random)
  const tensors: Tensors = new Map([
    ['prompt_encoder.embedding.weight', { shape: [length, sizes[0] as number], data: table }],
  ])
  for (let i = 0; i + 1 < sizes.length; i++) {
    const [input, out] = [sizes[i] as number, sizes[i + 1] as number]
    const limit = 1 / Math.sqrt(input)
    const uniform = (size: number) => Float32Array.from({ length: size }, () => (2 * random() - 1) * limit)
    const name = `prompt_encoder.${layers}.${2 * i}`
    tensors.set(`${name}.weight`, { shape: [out, input], data: uniform(out * input) })
    tensors.set(`${name}.bias`, { shape: [out], data: uniform(out) })
  }
  return { activation, tensors }
}

interface Arithmetic<T> {
  value(name: string, tensor: SavedTensor): T
  /** x W^T + bias */
  linear(x: T, weight: T, bias: T): T
  activate(x: T): T
}

function run<T>({ tensors }: Encoder, { value, linear, activate }: Arithmetic<T>): T {
  const [table, ...layers] = [...tensors].map(([name, tensor]) => value(name, tensor))
  let x = table as T
  for (let i = 0; i < layers.length; i += 2) x = linear(i === 0 ? x : activate(x), layers[i] as T, layers[i + 1] as T)
  return x
}

/** The rows as a value of the graph. */
export const encoded = (encoder: Encoder, { value }: Place): Tensor =>
  run<Tensor>(encoder, {
    value,
    linear: (x, weight, bias) => add(matmul(x, weight, { transposeB: true }), bias),
    // tanh(x) = 2 sigmoid(2 x) - 1
    activate: (x) => (encoder.activation === 'relu' ? where(less(x, 0), 0, x) : sub(mul(sigmoid(mul(x, 2)), 2), 1)),
  })

/** The rows as numbers: what is saved. */
export const encodedRows = (encoder: Encoder): SavedTensor =>
  run<SavedTensor>(encoder, {
    value: (_, tensor) => tensor,
    linear(x, weight, bias) {
      const [[rows, input], [out]] = [x.shape as [number, number], weight.shape as [number, number]]
      const turned = new Float32Array(weight.data.length)
      for (let o = 0; o < out; o++)
        for (let i = 0; i < input; i++) turned[i * out + o] = weight.data[o * input + i] as number
      const data = multiply(x.data, turned, rows, input, out)
      return { shape: [rows, out], data: data.map((y, i) => y + (bias.data[i % out] as number)) }
    },
    activate: ({ shape, data }) => ({
      shape,
      data: data.map((x) => (encoder.activation === 'relu' ? Math.max(0, x) : Math.tanh(x))),
    }),
  })

export const withEncoderValues = (encoder: Encoder, values: (name: string) => Float32Array): Encoder => ({
  ...encoder,
  tensors: new Map([...encoder.tensors].map(([name, { shape }]) => [name, { shape, data: values(name) }])),
})
