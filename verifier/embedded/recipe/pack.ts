import { copyFileSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { exportAdapter } from '../../weights/export.js'

/** The base in 8 bits with its vocabulary, and the adapters as PEFT has them, in 16 bits. */
export async function pack(from: { base: string; process: string; rationale: string; folder: string }): Promise<void> {
  const { base, folder } = from
  await exportAdapter({ adapter: base, format: 'gguf', type: 'Q8_0', output: join(folder, 'base.gguf') })
  for (const name of ['process', 'rationale'] as const) {
    mkdirSync(join(folder, name), { recursive: true })
    for (const file of ['adapter_config.json', 'adapter_model.safetensors'])
      copyFileSync(join(from[name], file), join(folder, name, file))
  }
}
