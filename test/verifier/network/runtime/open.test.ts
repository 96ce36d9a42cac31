import { expect, it } from 'vitest'
import { candidates, measureBackend, openRuntime } from '../../../../verifier/network/runtime/open.js'
import { productRate } from '../../../../verifier/network/runtime/rate.js'
import type { Backend } from '../../../../verifier/network/runtime/runtime.js'

it('reports a working backend with its device and rate, and one that is missing with the reason', async () => {
  const cpu = await measureBackend('onnx-cpu')
  expect(cpu.problem).toBeUndefined()
  expect(cpu.device).toMatch(/CPU, \d+ threads/)
  expect(cpu.rate).toBeGreaterThan(0.5)
  const native = await measureBackend('tensorflow')
  if (native.rate === undefined) expect(native.problem).toMatch(/tfjs-node-gpu/)
  else expect(native.device).toMatch(/TensorFlow/)
})

it('looks at accelerators first and always at the CPU', () => {
  for (const platform of ['linux', 'darwin', 'win32'] as const) expect(candidates(platform).at(-1)).toBe('onnx-cpu')
})

it('refuses a backend that does not exist, naming those that do', async () => {
  await expect(openRuntime('gpu' as Backend)).rejects.toThrow(/onnx-webgpu/)
})

it('measures a product of the size asked', async () => {
  const runtime = await openRuntime('onnx-cpu')
  expect(await productRate(runtime, { size: 64, rounds: 1, atLeast: 5 })).toBeGreaterThan(0)
  await runtime.dispose()
})
