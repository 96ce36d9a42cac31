import { RationaleError } from '../../../src/core/errors.js'
import { type OnnxProvider, openOnnx } from './onnx.js'
import { productRate } from './rate.js'
import { type Backend, backends, type Runtime } from './runtime.js'
import { openTensorFlow, type TensorFlowBackend } from './tensorflow.js'

/** Opens one backend, or with `auto` the fastest of those that can be expected to be fast here. */
export async function openRuntime(backend: Backend | 'auto' = 'auto'): Promise<Runtime> {
  if (backend === 'auto') return (await chooseRuntime()).runtime
  if (backend.startsWith('onnx-')) return openOnnx({ provider: backend.slice('onnx-'.length) as OnnxProvider })
  if (backends.includes(backend)) return openTensorFlow(backend as TensorFlowBackend)
  throw new RationaleError('configuration', 'no such backend', {
    expected: `auto, ${backends.join(', ')}`,
    found: backend,
  })
}

export interface BackendReport {
  backend: Backend
  device?: string
  /** Measured rate of a matrix product, in GFLOP/s. */
  rate?: number
  /** Why it cannot be used. */
  problem?: string
}

/** Opens a backend, measures it, and closes it again. Nothing is thrown: a problem is part of the report. */
export async function measureBackend(backend: Backend): Promise<BackendReport> {
  try {
    const runtime = await openRuntime(backend)
    try {
      return { backend, device: runtime.device, rate: await productRate(runtime) }
    } finally {
      await runtime.dispose()
    }
  } catch (error) {
    const found = error instanceof RationaleError ? (error.found ?? error.message) : String(error)
    return { backend, problem: found.split('\n')[0] as string }
  }
}

/** The backends that `auto` looks at, by platform. TensorFlow.js is asked for by name: its products are slower on the same device. */
export function candidates(platform: NodeJS.Platform = process.platform): Backend[] {
  const accelerators: Backend[] =
    platform === 'darwin'
      ? ['onnx-webgpu', 'onnx-coreml']
      : platform === 'win32'
        ? ['onnx-cuda', 'onnx-webgpu', 'onnx-dml']
        : ['onnx-cuda', 'onnx-webgpu']
  return [...accelerators, 'onnx-cpu']
}

/** Measures the candidates and opens the fastest. `reports` says what each reached, `why` the choice in one sentence. */
async function chooseRuntime(): Promise<{ runtime: Runtime; why: string; reports: BackendReport[] }> {
  const reports: BackendReport[] = []
  for (const backend of candidates()) reports.push(await measureBackend(backend))
  const working = reports.filter((report) => report.rate !== undefined)
  const best = working.sort((a, b) => (b.rate as number) - (a.rate as number))[0]
  if (best === undefined)
    throw new RationaleError('missing-package', 'no backend works here', {
      found: reports.map(({ backend, problem }) => `${backend}: ${problem}`).join('; '),
      remedy: 'reinstall onnxruntime-node for this platform',
    })
  const others = reports
    .filter((report) => report !== best)
    .map(
      ({ backend, rate, problem }) =>
        `${backend} ${rate === undefined ? `not usable (${problem})` : `${rate.toFixed(0)} GFLOP/s`}`,
    )
  const why = `${best.backend} on ${best.device}: ${best.rate?.toFixed(0)} GFLOP/s; ${others.join('; ')}`
  return { runtime: await openRuntime(best.backend), why, reports }
}
