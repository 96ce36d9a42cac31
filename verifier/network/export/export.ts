import { copyFileSync, existsSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import * as z from 'zod'
import { defined } from '../../../src/core/absence.js'
import { checkArguments } from '../../../src/core/arguments.js'
import { describeIssues, RationaleError } from '../../../src/core/errors.js'
import { makeFolder } from '../../../src/core/files/folder.js'
import { namesIn, refuseOthersFiles, startOf } from '../../../src/core/files/others-files.js'
import { produceWhole } from '../../../src/core/files/whole-file.js'
import { cachedHubModel, hubModel, isHubUri } from '../../../src/models/hub.js'
import type { TextTokenizer } from '../../../src/models/tokenizer.js'
import { readAdapter, writeAdapter } from '../model/adapters/files.js'
import { networkFor } from '../model/adapters/fit.js'
import { foldOf, mergedModel } from '../model/adapters/merged.js'
import { type Adapter, loraOf, withParts } from '../model/adapters/methods.js'
import { type BesideBase, baseNamedIn, otherBase } from '../model/adapters/other-base.js'
import { loadTokenizer } from '../tokenizer/load.js'
import { inFileNames } from '../weights/file-names.js'
import { openGguf } from '../weights/gguf.js'
import { type ModelFiles, openModel } from '../weights/model.js'
import { toConfigJson } from '../weights/model-config.js'
import { writeSafetensors } from '../weights/safetensors.js'
import { parameterShapes } from '../weights/shapes.js'
import type { TensorInfo } from '../weights/types.js'
import { adapterConsumers, type ConsumerReport } from './consumers.js'
import { writeGgufAdapter, writeGgufModel } from './gguf.js'
import type { GgufFileType } from './gguf-metadata.js'
import { isLowRankBase, LOW_RANK_BASE } from './low-rank-base.js'

/** Element types that each format can hold. Those of ONNX files are asked for as precisions; adapters are float32. */
const TYPES = {
  gguf: ['F32', 'F16', 'Q8_0', 'Q4_0'],
  safetensors: ['F32', 'F16', 'BF16'],
} as const
type SafetensorsType = (typeof TYPES.safetensors)[number]

const plainSchema = z.strictObject({
  adapter: z.string().min(1).meta({ description: "PEFT adapter folder, or a trained model's folder", value: 'dir' }),
  format: z.enum(['peft', 'gguf-lora', 'safetensors', 'gguf', 'onnx']).meta({
    description: 'peft, gguf-lora (adapter alone), safetensors, gguf (merged) or onnx (for transformers.js)',
    value: 'format',
  }),
  output: z.string().min(1).meta({
    description: 'a folder (peft, safetensors, onnx) or a .gguf file',
    value: 'path',
  }),
  base: z.string().min(1).optional().meta({
    description: 'the base model: a folder, a .gguf file or hub:OWNER/NAME (default: what the adapter names)',
    value: 'path',
  }),
  otherBase: z.boolean().default(false).meta({
    description: 'go on although --base is another model than the adapter was trained beside; its shapes must fit',
  }),
  type: z.enum(['F32', 'F16', 'BF16', 'Q8_0', 'Q4_0']).optional().meta({
    description:
      'element type of a merged gguf (default F16) or merged safetensors (default: as in the base): F32, F16, BF16, Q8_0, Q4_0',
    value: 'type',
  }),
  precisions: z
    .array(z.enum(['fp32', 'int8', 'q4']))
    .min(1)
    .optional()
    .meta({ description: 'which ONNX files to write: fp32, int8, q4 (default fp32)', value: 'list' }),
})
/** What `exportAdapter` takes. */
export const exportOptionsSchema = plainSchema.check(checkExportSettings)
export type ExportOptions = z.input<typeof exportOptionsSchema>

interface Checked {
  value: Pick<z.output<typeof plainSchema>, 'format' | 'output' | 'base' | 'otherBase' | 'type' | 'precisions'>
  issues: { push(issue: { code: 'custom'; input: unknown; path: PropertyKey[]; message: string }): unknown }
}

/** What is wrong with settings together, each said of one of them. For the command line too, which names them by its flags. */
export function checkExportSettings({ value, issues }: Checked): void {
  const { format, output, base, otherBase, type, precisions } = value
  const wrong = (path: keyof typeof value, message: string) =>
    issues.push({ code: 'custom', input: value[path], path: [path], message })
  const types: readonly string[] = format in TYPES ? TYPES[format as keyof typeof TYPES] : []
  if (type !== undefined && !types.includes(type))
    wrong(
      'type',
      types.length > 0 ? `${format} holds ${types.join(', ')}, not ${type}` : `${format} has no element type to choose`,
    )
  if (precisions !== undefined && format !== 'onnx') wrong('precisions', 'is for onnx')
  if (otherBase && base === undefined) wrong('otherBase', 'is for a base that is named: give base too')
  // Engines know such a file by its end.
  if (format === 'gguf' && !/\.gguf$/i.test(output))
    wrong('output', `${output} has no .gguf at its end: write it to ${output.replace(/[/\\]+$/, '')}.gguf`)
}

export interface ExportResult {
  format: z.output<typeof exportOptionsSchema>['format']
  output: string
  files: string[]
  /** The base model that an adapter was read with: a folder or a .gguf file. */
  base?: string
  /** What a PEFT adapter says its base is called: `base`, but of a .gguf file the repository that it is from, where it says so, else its name. */
  namedBase?: string
  /** Who takes a PEFT adapter; absent where something else was exported. */
  consumers?: ConsumerReport[]
}

/**
 * Hands a trained verifier over to the engines that people use.
 *
 * @throws RationaleError `configuration`, `model-file`, `unsupported`, `io`.
 */
export async function exportAdapter(options: ExportOptions): Promise<ExportResult> {
  checkArguments('exportAdapter', { options: [options, 'object'] })
  const parsed = exportOptionsSchema.safeParse(options)
  if (!parsed.success) {
    throw new RationaleError('configuration', 'the export options are wrong', {
      found: describeIssues(parsed.error),
    })
  }
  const { format, output, type, otherBase: isMeant } = parsed.data
  if (!existsSync(parsed.data.adapter)) {
    throw new RationaleError('configuration', `there is no ${parsed.data.adapter}`, {
      expected: "a PEFT adapter folder, a trained model's folder or a .gguf file",
    })
  }
  const adapter = existsSync(join(parsed.data.adapter, 'adapter_config.json'))
    ? await readAdapter(parsed.data.adapter)
    : undefined
  const baseName = adapter && baseNameOf(parsed.data)
  const done = (files: string[]): ExportResult => ({ format, output, files, ...defined({ base: baseName }) })

  if (format === 'peft') {
    const given = needed(adapter, format)
    const namedBase = baseName && nameForOthers(baseName)
    if (baseName !== undefined && isLowRankBase(baseName))
      throw new RationaleError('configuration', `this adapter cannot go out by itself: ${LOW_RANK_BASE.reason}`, {
        found: baseName,
        remedy: LOW_RANK_BASE.remedy,
      })
    await checkBase(given, parsed.data)
    const files = await writeAdapter(output, given, { base: namedBase })
    // How a head is read: without it the adapter would judge no more.
    const layout = join(parsed.data.adapter, 'prm.json')
    if (existsSync(layout) && layout !== join(output, 'prm.json')) copyFileSync(layout, join(output, 'prm.json'))
    return {
      ...done(existsSync(layout) ? [...files, 'prm.json'] : files),
      ...defined({ namedBase, consumers: adapterConsumers(given, namedBase) }),
    }
  }
  // What no base helps is told before one is asked for.
  if (adapter !== undefined) {
    if (format === 'gguf-lora') loraOf(adapter)
    else foldOf(adapter)
  }
  if (format === 'safetensors' || format === 'onnx') refuseOthersModel(output)
  const basePath = adapter ? await resolveBase(parsed.data) : parsed.data.adapter
  if (adapter && !isMeant) await refuseOtherBase(parsed.data.adapter, { name: baseName ?? basePath, path: basePath })
  const base = openModel(basePath, { encoder: true })
  try {
    if (format === 'gguf-lora') {
      refuseMisfit(needed(adapter, format), base)
      makeFolder(dirname(output))
      await writeGgufAdapter(output, loraOf(needed(adapter, format)), base.config)
      return done([basename(output)])
    }
    const tokenizer = await loadTokenizer(basePath)
    const merged = adapter ? mergedModel(base, adapter) : base
    if (format === 'safetensors')
      return done(await writeFolder(output, merged, tokenizer, type as SafetensorsType | undefined))
    if (format === 'gguf') {
      makeFolder(dirname(output))
      await writeGgufModel(output, merged, tokenizer, (type ?? 'F16') as GgufFileType, basename(parsed.data.adapter))
      return done([basename(output)])
    }
    const { externalDataConfig, writeOnnx } = await import('./onnx.js')
    const files = await writeOnnx(join(output, 'onnx'), merged, parsed.data.precisions ?? ['fp32'])
    return done([
      ...files.map((file) => `onnx/${file}`),
      ...(await writeDescription(output, merged, tokenizer, externalDataConfig(files))),
    ])
  } finally {
    await base.close()
  }
}

/** Stands at the beginning of the weights that are exported to a folder. */
const PRODUCER = 'rationale-verifier'

/** An export takes the place of an earlier one, never of a model of somebody else. @throws RationaleError `configuration`. */
function refuseOthersModel(folder: string): void {
  const onnx = namesIn(join(folder, 'onnx')).filter((name) => name.endsWith('.onnx'))
  const weights = ['model.safetensors', ...onnx.map((name) => `onnx/${name}`)]
  const written = [...weights, 'config.json', 'tokenizer.json', 'tokenizer_config.json']
  refuseOthersFiles(folder, written, () => weights.some((name) => startOf(join(folder, name)).includes(PRODUCER)))
}

function needed(adapter: Adapter | undefined, format: string): Adapter {
  if (adapter) return adapter
  throw new RationaleError('configuration', `format ${format} is for adapters`, {
    expected: 'a folder with adapter_config.json',
    remedy: 'a whole model goes out by --format safetensors, gguf or onnx',
  })
}

/** What the base is called: the name given, else the one in the adapter's file. */
export const baseNameOf = ({ adapter, base }: { adapter: string; base?: string | undefined }): string | undefined =>
  base === undefined ? baseNamedIn(adapter) : base.replace(/^(own|gguf|file|hub):(?:\/\/)?/, '')

/**
 * Beside another model an adapter computes something else, and nothing in what is written would say so.
 *
 * @throws RationaleError `configuration` where the base is another, as far as that can be told here.
 */
async function refuseOtherBase(folder: string, base: BesideBase): Promise<void> {
  // What cannot be opened is told where it is needed.
  const other = await otherBase(folder, base).catch(() => undefined)
  if (!other?.isOther) return
  throw new RationaleError('configuration', `the adapter ${folder} is not of the base ${base.name}`, {
    found: other.detail,
    remedy:
      'name the base that it was trained beside (--base); where this one is meant all the same, --other-base (otherBase) takes it, if its shapes fit',
  })
}

/** A PEFT adapter needs no base to be written: one that is given by a path, or was fetched before, is looked at all the same. */
async function checkBase(adapter: Adapter, options: z.output<typeof plainSchema>): Promise<void> {
  const name = options.base === undefined ? undefined : baseNameOf(options)
  const path = name === undefined || existsSync(name) ? name : cachedHubModel(name)
  if (name === undefined || path === undefined) return
  if (!options.otherBase) return refuseOtherBase(options.adapter, { name, path })
  const model = openModel(path, { encoder: true })
  void model.close()
  refuseMisfit(adapter, model)
}

/** Whole modules, a head among them, bring their own shapes. @throws RationaleError `model-file`. */
function refuseMisfit(adapter: Adapter, { config }: ModelFiles): void {
  networkFor({ config, weights: new Map() }, withParts(adapter, { saved: new Map(), modulesToSave: [] }))
}

/** Where a .gguf file says which repository it was made from. */
const SOURCES = ['general.source.huggingface.repository', 'general.source.repo_url', 'general.repo_url']

/** PEFT opens no .gguf file, and its path is nobody else's. */
function nameForOthers(base: string): string {
  if (!/\.gguf$/i.test(base)) return base
  return (existsSync(base) ? repositoryOf(base) : undefined) ?? basename(base)
}

/** OWNER/NAME of the hub, of which a .gguf file says that it holds that model. */
function repositoryOf(path: string): string | undefined {
  const model = openGguf(path)
  void model.close()
  const names = SOURCES.flatMap((key) => {
    const value = model.metadata.get(key)
    return typeof value === 'string'
      ? (/^(?:https:\/\/huggingface\.co\/)?([\w.-]+\/[\w.-]+)$/.exec(value)?.[1] ?? [])
      : []
  })
  return names[0]
}

/**
 * The base model's path: the one given, else the name in the adapter, where that is a local model or one of the hub that was fetched before. The adapter is
 * a file from anywhere, so that its name is only looked at, never fetched.
 */
async function resolveBase(options: { adapter: string; base?: string | undefined }): Promise<string> {
  if (options.base !== undefined && isHubUri(options.base)) return (await hubModel(options.base)).folder
  const path = baseNameOf(options)
  if (path !== undefined && existsSync(path)) return path
  const fetched = path === undefined ? undefined : cachedHubModel(path)
  if (fetched !== undefined) return fetched
  throw new RationaleError('configuration', 'the base model of this adapter is not here', {
    found: path === undefined ? 'the adapter names none' : JSON.stringify(path),
    remedy: 'name it with base (--base): a model folder, a .gguf file or hub:OWNER/NAME',
  })
}

async function writeFolder(
  folder: string,
  model: ModelFiles,
  tokenizer: TextTokenizer,
  type: SafetensorsType | undefined,
): Promise<string[]> {
  if (model.config.rope_scaling?.rope_type === 'factors') {
    throw new RationaleError('unsupported', 'transformers has no rule for the rotary factors of this model', {
      found: 'rope_freqs in the GGUF that are not those of LLaMA 3',
      remedy: 'export --format gguf or onnx, or name a safetensors base',
    })
  }
  makeFolder(folder)
  const typeOf = (info: TensorInfo) => type ?? (info.type === 'F32' || info.type === 'BF16' ? info.type : 'F16')
  await writeSafetensors(
    join(folder, 'model.safetensors'),
    inFileNames(
      model.config,
      networkTensors(model).map((info) => ({
        name: info.name,
        shape: info.shape,
        type: typeOf(info),
        data: () => model.floats(info.name),
      })),
    ),
    { format: 'pt', producer: PRODUCER },
  )
  return ['model.safetensors', ...(await writeDescription(folder, model, tokenizer))]
}

/** The tensors of the network itself, whatever else the file holds. */
function networkTensors(model: ModelFiles): TensorInfo[] {
  return [...parameterShapes(model.config).keys()].map((name) => model.tensors.get(name) as TensorInfo)
}

/** config.json and the tokenizer, as every engine wants them beside the weights. */
async function writeDescription(
  folder: string,
  model: ModelFiles,
  tokenizer: TextTokenizer,
  more: Readonly<Record<string, unknown>> = {},
): Promise<string[]> {
  const files = {
    'config.json': { ...toConfigJson(model.config), ...more },
    'tokenizer.json': tokenizer.files.tokenizer,
    'tokenizer_config.json': { tokenizer_class: 'PreTrainedTokenizerFast', ...tokenizer.files.config },
  }
  for (const [name, value] of Object.entries(files)) {
    await produceWhole(join(folder, name), (write) =>
      write(new TextEncoder().encode(`${JSON.stringify(value, null, 2)}\n`)),
    )
  }
  return Object.keys(files)
}
