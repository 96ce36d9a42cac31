import { RationaleError } from '../../../../src/core/errors.js'
import type { AdapterParts, Method, Tensors } from './adapter.js'
import { type BottleneckAdapter, bottleneck } from './bottleneck.js'
import { type Ia3Adapter, ia3 } from './ia3.js'
import { type LoraAdapter, lora } from './lora.js'
import { type PrefixAdapter, prefix } from './prefix.js'
import { type PromptAdapter, prompt } from './prompt.js'

export type Adapter = LoraAdapter | Ia3Adapter | PrefixAdapter | PromptAdapter | BottleneckAdapter

const methods: { [K in Adapter['method']]: Method<Extract<Adapter, { method: K }>> } = {
  lora,
  ia3,
  prefix,
  prompt,
  bottleneck,
}

/** The method of an adapter. */
export function methodOf<A extends Adapter>(adapter: A): Method<A> {
  // The table pairs each name with the method of that very kind; the compiler does not carry the pairing through an index.
  return methods[adapter.method] as unknown as Method<A>
}

/** What `--method` calls the way of an adapter. */
export function methodName(adapter: Adapter): string {
  if (adapter.method === 'lora') return adapter.options.dora ? 'dora' : 'lora'
  if (adapter.method === 'prompt') return adapter.kind
  return adapter.method === 'bottleneck' ? 'adapter' : adapter.method
}

/** The same adapter with other whole modules, or another dropout. */
export function withParts<A extends Adapter>(
  adapter: A,
  { saved = adapter.saved, ...options }: { saved?: Tensors } & Partial<AdapterParts['options']>,
): A {
  return { ...adapter, saved, options: { ...adapter.options, ...options } }
}

/** @throws RationaleError `unsupported` where it is of another method. */
export function loraOf(adapter: Adapter): LoraAdapter {
  if (adapter.method === 'lora') return adapter
  throw new RationaleError(
    'unsupported',
    `this takes LoRA factors, and the adapter is of the method ${methodName(adapter)}`,
    {
      remedy:
        methodOf(adapter).merged === undefined
          ? 'use it beside its base: own:BASE?adapter=DIR'
          : 'merge it into its base: rationale export --format safetensors, gguf or onnx',
    },
  )
}
