import { copyFileSync } from 'node:fs'
import { join } from 'node:path'
import { openSafetensors, writeSafetensors } from '../../../../verifier/network/weights/safetensors.js'

/**
 * The mean of two adapters of which the second went on from the first, tensor by tensor: between them the loss hardly rises, and what the
 * first knew and the second forgot comes back (WiSE-FT, Wortsman et al. 2022, arXiv 2109.01903). For adapters trained apart the mean of their factors means nothing.
 */
export async function averageAdapters(first: string, second: string, folder: string): Promise<void> {
  const name = 'adapter_model.safetensors'
  const [a, b] = [openSafetensors(join(first, name)), openSafetensors(join(second, name))]
  try {
    const tensors = [...a.tensors].map(([name, { shape }]) => ({
      name,
      shape,
      type: 'F32' as const,
      data: async () => {
        const [x, y] = [await a.floats(name), await b.floats(name)]
        return x.map((value, i) => (value + (y[i] as number)) / 2)
      },
    }))
    await writeSafetensors(join(folder, name), tensors)
  } finally {
    await a.close()
    await b.close()
  }
  copyFileSync(join(second, 'adapter_config.json'), join(folder, 'adapter_config.json'))
}
