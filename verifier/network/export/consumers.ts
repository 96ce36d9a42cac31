import { type LoraAdapter, loraScale } from '../model/adapters/lora.js'
import { type Adapter, methodName, methodOf } from '../model/adapters/methods.js'
import { FAMILIES } from '../weights/families.js'
import { fileNames } from '../weights/file-names.js'
import { toGgufName } from '../weights/gguf-names.js'
import { isLowRankBase, LOW_RANK_BASE } from './low-rank-base.js'

/** Whether an engine will take an adapter, and what has to be done or why not. */
export interface ConsumerReport {
  consumer: 'peft' | 'adapters' | 'vllm' | 'llama.cpp' | 'ollama'
  takes: boolean
  /** Reasons against, where it does not. */
  reasons: string[]
  /** What to pass or to know, where it does. */
  notes: string[]
}

/** vLLM's default of --max-lora-rank, and the values it allows. */
const VLLM_DEFAULT_RANK = 16
const VLLM_RANKS = [8, 16, 32, 64, 128, 256, 320, 512]

/** Who will take this adapter, whose file names `base` as what it was trained beside: told before it fails there. */
export function adapterConsumers(adapter: Adapter, base?: string): ConsumerReport[] {
  const unreadable = isLowRankBase(base) ? [`${LOW_RANK_BASE.reason}: ${LOW_RANK_BASE.remedy}`] : []
  return [
    ...libraries(adapter, base, unreadable),
    ...(adapter.method === 'lora' ? loraServers(adapter, unreadable) : otherServers(adapter)),
  ]
}

/** The libraries whose formats these are. */
function libraries(
  { method, saved }: Adapter,
  base: string | undefined,
  unreadable: readonly string[],
): ConsumerReport[] {
  const notes =
    base !== undefined && /\.gguf$/i.test(base)
      ? [
          'it names a .gguf file as its base: name the model that the file was made from (rationale export --base OWNER/NAME)',
        ]
      : []
  const [own, other] = method === 'bottleneck' ? (['adapters', 'peft'] as const) : (['peft', 'adapters'] as const)
  // transformers' classes for tokens and sequences have one linear layer as their head.
  const deep = [...saved.keys()].some((name) => /^score\.\d+\./.test(name))
  const reasons = [
    ...unreadable,
    ...(deep ? ['its head has two layers, and that of transformers has one; own: reads it'] : []),
  ]
  const takes = reasons.length === 0
  // By itself it looks for a pickle.
  const opening = own === 'adapters' ? ['open it with load_adapter(DIR, use_safetensors=True)'] : []
  return [
    { consumer: own, takes, reasons, notes: takes ? [...notes, ...opening] : [] },
    { consumer: other, takes: false, reasons: [`the files are those of ${own}`], notes: [] },
  ]
}

/** Servers take LoRA. */
function otherServers(adapter: Adapter): ConsumerReport[] {
  const reasons = [`it is no LoRA (${methodName(adapter)})`]
  const notes =
    methodOf(adapter).merged === undefined
      ? []
      : ['merged into its base it goes everywhere: rationale export --format safetensors, gguf or onnx']
  return (['vllm', 'llama.cpp', 'ollama'] as const).map((consumer) => ({ consumer, takes: false, reasons, notes }))
}

function loraServers(adapter: LoraAdapter, unreadable: readonly string[]): ConsumerReport[] {
  const ranks = [...adapter.pairs.values()].map(({ rank }) => rank)
  const largest = Math.max(...ranks)
  const savedNames = [...adapter.saved.keys()]
  const saved = savedNames.length > 0 ? [`it carries whole modules (${savedNames.slice(0, 3).join(', ')})`] : []
  const dora = adapter.options.dora ? ['it is DoRA'] : []
  const foreign = [...adapter.pairs.keys()].filter(
    (module) => toGgufName(module, FAMILIES.llama) === undefined && toGgufName(module, FAMILIES.phi3) === undefined,
  )
  const seq2seq = adapter.names === 't5'
  // A person knows the names of the files.
  const inFile = (path: string) => (adapter.names === undefined ? path : fileNames(adapter.names).toFile(path))
  const vllmRank = VLLM_RANKS.find((rank) => rank >= largest)
  const vllm: ConsumerReport = {
    consumer: 'vllm',
    takes: unreadable.length === 0 && saved.length === 0 && dora.length === 0 && !seq2seq && vllmRank !== undefined,
    reasons: [
      ...unreadable,
      ...saved,
      ...dora,
      ...(seq2seq ? ['vLLM serves no encoder-decoder of this family'] : []),
      ...(vllmRank === undefined ? [`rank ${largest} is above ${VLLM_RANKS.at(-1)}`] : []),
    ],
    notes:
      largest > VLLM_DEFAULT_RANK && vllmRank !== undefined
        ? [`start the server with --max-lora-rank ${vllmRank}`]
        : [],
  }
  const scales = new Set([...adapter.pairs.values()].map((pair) => loraScale(pair, adapter.options.rsLora) * pair.rank))
  const llamaReasons = [
    ...saved,
    ...dora,
    ...(seq2seq ? ['encoder-decoders of this family are not written as GGUF'] : []),
    ...(foreign.length > 0 && !seq2seq
      ? [`llama.cpp has no name for ${foreign.slice(0, 3).map(inFile).join(', ')}`]
      : []),
    ...(adapter.pairs.size === 0 ? ['it has no LoRA factors'] : []),
  ]
  const llama: ConsumerReport = {
    consumer: 'llama.cpp',
    takes: llamaReasons.length === 0,
    reasons: llamaReasons,
    notes:
      llamaReasons.length > 0
        ? []
        : [
            'export it with --format gguf-lora',
            ...(adapter.options.rsLora ? ['rsLoRA’s factor is folded into alpha'] : []),
            ...(scales.size > 1 ? ['differing scales are folded into the factors'] : []),
          ],
  }
  return [
    vllm,
    llama,
    {
      consumer: 'ollama',
      takes: llama.takes,
      reasons: llama.reasons,
      notes: llama.takes
        ? ['ADAPTER in the Modelfile takes the gguf-lora file; FROM must name the same base model']
        : [],
    },
  ]
}
