import '@tensorflow/tfjs-backend-cpu'
import * as tf from '@tensorflow/tfjs-core'
import { createServer } from 'vite'
import { beforeAll, expect, it } from 'vitest'
import { bindShape, type Graph, isOperator, type Tensor } from '../../../../verifier/network/graph/index.js'
import { openOnnx } from '../../../../verifier/network/runtime/onnx.js'
import { unpackNibbles } from '../../../../verifier/network/runtime/tensorflow.js'
import { kernels } from '../../../../verifier/network/runtime/tensorflow-kernels.js'
import { cases, difference, feedsOf, graphOf, runCase } from './numerics.js'

/* Our gradients, run on ONNX Runtime, against TensorFlow.js differentiating the same forward pass itself. */

/** The scalar `loss` of a case as a function of its inputs that carry gradients, in TensorFlow.js's own terms. */
function lossOf(graph: Graph, fixed: Record<string, tf.Tensor>, names: readonly string[]) {
  return (...given: tf.Tensor[]): tf.Scalar => {
    const values = new Map<Tensor, tf.Tensor>()
    const loss = graph.outputs.loss as Tensor
    for (const y of graph.nodes) {
      if (y.id > loss.id) break
      if (isOperator(y, 'input')) {
        const at = names.indexOf(y.attributes.name)
        values.set(y, at < 0 ? (fixed[y.attributes.name] as tf.Tensor) : (given[at] as tf.Tensor))
      } else if (isOperator(y, 'constant')) {
        const { data } = y.attributes
        const numbers = y.dtype === 'uint4' ? unpackNibbles(data as Uint8Array) : data
        const dtype = y.dtype === 'float32' ? 'float32' : 'int32'
        values.set(y, tf.tensor([...(numbers as Int32Array)], bindShape(y.shape, {}) as [number], dtype))
      } else {
        const kernel = kernels[y.operator] as (t: typeof tf, inputs: unknown, y: unknown, bindings: object) => tf.Tensor
        values.set(
          y,
          kernel(
            tf,
            y.inputs.map((x) => values.get(x)),
            y,
            {},
          ),
        )
      }
    }
    return values.get(loss) as tf.Scalar
  }
}

// tfjs ships its gradients as modules that Node cannot load as they are; Vite can. They register themselves globally.
beforeAll(async () => {
  const vite = await createServer({
    configFile: false,
    logLevel: 'error',
    server: { middlewareMode: true, watch: null, ws: false },
    optimizeDeps: { noDiscovery: true },
    ssr: { noExternal: [/@tensorflow/] },
  })
  await vite.ssrLoadModule('@tensorflow/tfjs-core/dist/register_all_gradients.js')
  await vite.close()
  await tf.setBackend('cpu')
})

/** Where TensorFlow.js has no right answer; finite differences hold these cases. */
const unable: Record<string, string> = {
  'where and less': 'refuses to differentiate past a comparison',
  equal: 'refuses to differentiate past a comparison',
  'globalNorm and minimum': 'refuses to differentiate past a comparison',
  cast: 'passes gradients through rounding to an integer',
  'matmul of a broadcast matrix': 'fails on a product that broadcasts',
  take: 'has no gradient of GatherNd',
  'scatterAdd with equal indices': 'has no gradient of ScatterNd',
  addAt: 'has no gradient of ScatterNd',
  crossEntropy: 'has no gradient of GatherNd',
}

/** What has no gradient at all (`gradients: []`) is for generation only. */
const differentiable = cases.filter(({ name, gradients }) => !(name in unable) && gradients?.length !== 0)

it.each(differentiable)('$name', async (test) => {
  const { graph, gradients } = graphOf(test)
  const feeds = feedsOf(test)
  const array = (name: string) => {
    const { data, shape, dtype } = feeds[name] as (typeof feeds)[string]
    return tf.tensor([...(data as Float32Array)], shape as [number], dtype as 'float32')
  }
  const fixed = Object.fromEntries(Object.keys(feeds).map((name) => [name, array(name)]))
  const ours = await runCase(await openOnnx(), test)
  const found = tf.grads(lossOf(graph, fixed, gradients))(gradients.map(array))
  const theirs = Object.fromEntries(found.map((g, i) => [`d ${gradients[i]}`, g.dataSync() as Float32Array]))
  const mine = Object.fromEntries(gradients.map((name) => [`d ${name}`, ours[`d ${name}`] as Float32Array]))
  expect(difference(mine, theirs)).toBeLessThan(1e-4)
})
