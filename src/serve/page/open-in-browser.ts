import { type OpenWebOptions, openWebVerifier } from '../../../verifier/embedded/web/open.js'
import { evidenceVerifier } from '../../../verifier/evidence-entry.js'
import { messageOf } from '../../core/errors.js'
import type { Verifier } from '../../core/records/types.js'

export interface Opened {
  verifier: Verifier
  /** One sentence: what judges, and where the texts go. */
  about: string
}

/** onnxruntime-web's scripts as `rationale page` puts them into the folder. The one with WebGPU is twice as large to load. */
const runtimes = [
  { provider: 'webgpu', script: 'ort.webgpu.min.mjs', name: 'WebGPU' },
  { provider: 'wasm', script: 'ort.wasm.min.mjs', name: 'WebAssembly' },
] as const

/** The verifier of this folder on the quickest device that computes what Node does, else the checks alone; the page says which. */
export async function openInBrowser(): Promise<Opened> {
  const whole = new Map<string, Promise<Uint8Array<ArrayBuffer>>>()
  const problems: string[] = []
  for (const { provider, script, name } of runtimes) {
    if (provider === 'webgpu' && !(await hasWebGpu())) continue
    try {
      const ort = (await import(new URL(script, self.location.href).href)) as OpenWebOptions['ort'] & {
        env: { wasm: { wasmPaths?: string; numThreads?: number } }
      }
      ort.env.wasm.wasmPaths = new URL('.', self.location.href).href
      if (!self.crossOriginIsolated) ort.env.wasm.numThreads = 1
      const read = (file: string) => {
        const found = whole.get(file) ?? fetchBytes(file)
        whole.set(file, found)
        return found
      }
      const verifier = await openWebVerifier({ ort, provider, read })
      const about = `Judged by the network of ${verifier.id} (on ${name}) and exact checks, in this browser. The texts stay on this machine.`
      return { verifier, about }
    } catch (error) {
      problems.push(messageOf(error).replace(/\s+/g, ' '))
    }
  }
  const about = `Judged by exact checks alone, in this browser: the network did not load (${problems.join('; ')}). The texts stay on this machine.`
  return { verifier: evidenceVerifier(), about }
}

async function fetchBytes(file: string): Promise<Uint8Array<ArrayBuffer>> {
  const response = await fetch(new URL(file, self.location.href))
  if (!response.ok) throw new Error(`${file}: the web server answers ${response.status}`)
  return new Uint8Array(await response.arrayBuffer())
}

/** Whether there is an adapter: `navigator.gpu` alone says only that the browser knows of WebGPU. */
async function hasWebGpu(): Promise<boolean> {
  const { gpu } = navigator as Navigator & { gpu?: { requestAdapter(): Promise<unknown> } }
  return (await gpu?.requestAdapter().catch(() => null)) != null
}
