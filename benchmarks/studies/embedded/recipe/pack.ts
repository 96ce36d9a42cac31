import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { exportAdapter } from '../../../../verifier/network/export/export.js'
import { writeJson } from '../../../../verifier/network/train/save.js'
import { openSafetensors, writeSafetensors } from '../../../../verifier/network/weights/safetensors.js'

/** The base in 8 bits with its vocabulary, and the adapters as PEFT has them, in 16 bits. */
export async function pack(from: { base: string; process: string; rationale: string; folder: string }): Promise<void> {
  const { base, folder } = from
  await exportAdapter({ adapter: base, format: 'gguf', type: 'Q8_0', output: join(folder, 'base.gguf') })
  await packAdapter(from.process, join(folder, 'process'))
  await packAdapter(from.rationale, join(folder, 'rationale'))
}

async function packAdapter(from: string, folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true })
  const config = JSON.parse(readFileSync(join(from, 'adapter_config.json'), 'utf8')) as Record<string, unknown>
  await writeJson(join(folder, 'adapter_config.json'), { ...config, base_model_name_or_path: '../base.gguf' })
  const source = openSafetensors(join(from, 'adapter_model.safetensors'))
  try {
    const tensors = [...source.tensors].map(([name, { shape }]) => ({
      name,
      shape,
      type: 'F16' as const,
      data: () => source.floats(name),
    }))
    await writeSafetensors(join(folder, 'adapter_model.safetensors'), tensors)
  } finally {
    await source.close()
  }
}
