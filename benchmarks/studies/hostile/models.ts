import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Attack, chain, expect, root, type Week } from './week.js'

/*
 * Folders of models, adapters and layouts that are broken, or made to do more than be read.
 */

const weights = join(root, 'test/verifier/network/weights/fixtures/tiny-llama')
const adapters = join(root, 'test/fixtures/adapters')
type Json = Record<string, unknown>

/** Asked as a verifier and as what one trains on; nothing but a verdict, an abstention or a refusal may come. */
async function asked(week: Week, base: string, query = '?prm=rationale'): Promise<void> {
  const input = week.write('in.ndjson', `${chain('a')}\n`)
  const output = week.path('out.ndjson')
  const { code, stderr } = await week.rationale([
    'verify',
    '--verifier',
    `own:${base}${query}`,
    '--input',
    input,
    '--output',
    output,
  ])
  for (const { score } of week.lines('out.ndjson'))
    expect(score === undefined || score === null || Number.isFinite(score), 'a finite score', { code, stderr })
}

function model(
  week: Week,
  change: {
    config?: Json
    tokenizer?: (whole: Json) => unknown
    settings?: Json
    weights?: (bytes: Buffer) => Buffer
  } = {},
): string {
  const base = week.path('base')
  cpSync(weights, base, { recursive: true })
  const edit = (name: string, by: (whole: Json) => unknown) =>
    writeFileSync(join(base, name), JSON.stringify(by(JSON.parse(readFileSync(join(base, name), 'utf8')))))
  if (change.config) edit('config.json', (whole) => ({ ...whole, ...change.config }))
  if (change.settings) edit('tokenizer_config.json', (whole) => ({ ...whole, ...change.settings }))
  if (change.tokenizer) edit('tokenizer.json', change.tokenizer)
  const path = join(base, 'model.safetensors')
  if (change.weights) writeFileSync(path, change.weights(readFileSync(path)))
  return base
}

/** The header of a safetensors file, changed, in front of the same bytes. */
const header =
  (change: (header: Record<string, { shape: number[]; data_offsets: number[]; dtype: string }>) => unknown) =>
  (bytes: Buffer) => {
    const length = Number(bytes.readBigUInt64LE())
    const text = Buffer.from(JSON.stringify(change(JSON.parse(bytes.toString('utf8', 8, 8 + length)))))
    const size = Buffer.alloc(8)
    size.writeBigUInt64LE(BigInt(text.length))
    return Buffer.concat([size, text, bytes.subarray(8 + length)])
  }
const filled = (value: number) => (bytes: Buffer) => {
  const start = 8 + Number(bytes.readBigUInt64LE())
  const changed = Buffer.from(bytes)
  for (let at = start; at + 4 <= changed.length; at += 4) changed.writeFloatLE(value, at)
  return changed
}

const configs: Readonly<Record<string, Json>> = Object.fromEntries(
  [
    'hidden_size',
    'num_hidden_layers',
    'num_attention_heads',
    'num_key_value_heads',
    'intermediate_size',
    'vocab_size',
    'max_position_embeddings',
    'rms_norm_eps',
    'rope_theta',
    'head_dim',
  ]
    .flatMap((name) =>
      [-1, 0, 0.5, 1e15, 'x', null, {}].map((value): [string, Json] => [
        `${name} of ${JSON.stringify(value)}`,
        { [name]: value },
      ]),
    )
    .concat([
      ['no architecture', { architectures: [], model_type: '__proto__' }],
      ['code of its own', { auto_map: { AutoModel: 'evil.Evil' }, trust_remote_code: true }],
      ['an activation of every object', { hidden_act: 'constructor' }],
      ['rope of no kind', { rope_scaling: { type: '__proto__', factor: -1 } }],
      [
        'rope of no number',
        {
          rope_scaling: {
            rope_type: 'llama3',
            factor: 'x',
            low_freq_factor: 0,
            high_freq_factor: 0,
            original_max_position_embeddings: 0,
          },
        },
      ],
    ]),
)

const template = (text: string) => ({ chat_template: text })
const others: Readonly<Record<string, Parameters<typeof model>[1]>> = {
  'weights of NaN': { weights: filled(Number.NaN) },
  'weights of infinity': { weights: filled(Number.POSITIVE_INFINITY) },
  'weights beyond a half': { weights: filled(3e38) },
  'weights of nothing': { weights: filled(0) },
  'a header longer than the file': {
    weights: (bytes) => Buffer.concat([Buffer.from('ffffffffffffff7f', 'hex'), bytes.subarray(8)]),
  },
  'a negative header': {
    weights: (bytes) => Buffer.concat([Buffer.from('ffffffffffffffff', 'hex'), bytes.subarray(8)]),
  },
  'tensors over one another': {
    weights: header((all) =>
      Object.fromEntries(
        Object.entries(all).map(([name, each]) => [
          name,
          each.data_offsets
            ? { ...each, data_offsets: [0, (each.data_offsets[1] ?? 0) - (each.data_offsets[0] ?? 0)] }
            : each,
        ]),
      ),
    ),
  },
  'shapes of another size': {
    weights: header((all) =>
      Object.fromEntries(
        Object.entries(all).map(([name, each]) => [
          name,
          each.shape ? { ...each, shape: each.shape.map((n) => n * 2) } : each,
        ]),
      ),
    ),
  },
  'shapes that overflow': {
    weights: header((all) =>
      Object.fromEntries(
        Object.entries(all).map(([name, each]) => [name, each.shape ? { ...each, shape: [2 ** 32, 2 ** 32] } : each]),
      ),
    ),
  },
  'tensors missing': { weights: header((all) => Object.fromEntries(Object.entries(all).slice(3))) },
  'a tensor of no use': {
    weights: header((all) => ({ ...all, evil: { dtype: 'F32', shape: [0], data_offsets: [0, 0] } })),
  },
  'types turned round': {
    weights: header((all) =>
      Object.fromEntries(
        Object.entries(all).map(([name, each]) => [name, each.dtype ? { ...each, dtype: 'I64' } : each]),
      ),
    ),
  },
  'a pickle': { weights: () => Buffer.from("cos\nsystem\n(S'touch evil'\ntR.") },
  'a template without end': {
    settings: template('{% for i in range(1000000000) %}{% for j in range(1000000000) %}x{% endfor %}{% endfor %}'),
  },
  'a template that doubles': { settings: template(`{% set x = "x" %}${'{% set x = x ~ x %}'.repeat(60)}{{ x }}`) },
  'a template of code': {
    settings: template(
      '{{ messages.constructor.constructor("return process")().exit() }}{{ ""["constructor"]["constructor"]("process.exit(7)")() }}',
    ),
  },
  'a template of no end': { settings: template('{% if x %}') },
  'a template of another type': { settings: { chat_template: [{ name: 'default', template: { a: 1 } }] } },
  'a template nested deep': { settings: template('('.repeat(20_000)) },
  'a slow pattern': {
    tokenizer: (whole) => ({
      ...whole,
      pre_tokenizer: { type: 'Split', pattern: { Regex: '(a+)+$' }, behavior: 'Isolated', invert: false },
    }),
  },
  'a pattern that is none': {
    tokenizer: (whole) => ({
      ...whole,
      pre_tokenizer: { type: 'Split', pattern: { Regex: '(((' }, behavior: 'Isolated' },
    }),
  },
  'a normalizer that grows': {
    tokenizer: (whole) => ({
      ...whole,
      normalizer: {
        type: 'Sequence',
        normalizers: Array.from({ length: 40 }, () => ({ type: 'Replace', pattern: { String: 'a' }, content: 'aa' })),
      },
    }),
  },
  'an added token of no letter': {
    tokenizer: (whole) => ({ ...whole, added_tokens: [{ id: 0, content: '', special: true }] }),
  },
  'ids beyond the network': {
    tokenizer: (whole) => ({
      ...whole,
      added_tokens: [
        { id: 2 ** 31, content: '1', special: false },
        { id: -1, content: '+', special: false },
      ],
    }),
  },
  'no vocabulary': { tokenizer: (whole) => ({ ...whole, model: { type: 'BPE', vocab: {}, merges: [] } }) },
  'a vocabulary of every object': {
    tokenizer: (whole) => ({
      ...whole,
      model: { type: 'BPE', vocab: JSON.parse('{"__proto__":1,"constructor":2}'), merges: [] },
    }),
  },
  'another tokenizer': { tokenizer: () => [] },
}

const layouts: Readonly<Record<string, string>> = {
  empty: '',
  null: 'null',
  'of keys of every object': '{"__proto__":{"turns":"text"}}',
  'of another shape':
    '{"turns":"text","stepJoin":{},"mark":1,"read":{"at":"mark","kind":"tokens","positive":"","negative":""}}',
  'of marks that are no tokens':
    '{"turns":"text","stepJoin":"\\n","mark":"\\ud800","read":{"at":"mark","kind":"tokens","positive":"😀😀","negative":"😀😀","activation":"softmax"},"aggregation":"min"}',
  'of one mark for both':
    '{"turns":"text","stepJoin":"\\n","mark":"x","read":{"at":"mark","kind":"tokens","positive":"+","negative":"+","activation":"softmax"},"aggregation":"min"}',
  'of a threshold beyond':
    '{"turns":"text","stepJoin":"\\n","mark":"x","read":{"at":"mark","kind":"tokens","positive":"+","negative":"-","activation":"softmax"},"aggregation":"min","threshold":1e999}',
}

const settings: Readonly<Record<string, Json>> = {
  'a slow pattern for layers': { target_modules: '(.*.*)*x$' },
  'a pattern that is none': { target_modules: '(((' },
  'layers that are paths': { target_modules: ['../../../../etc/passwd'] },
  'a rank of -1': { r: -1 },
  'a rank of 1e9': { r: 1e9 },
  'a rank of no number': { r: 'x' },
  'an alpha of infinity': { lora_alpha: Number.POSITIVE_INFINITY },
  'an alpha of 1e308': { lora_alpha: 1e308 },
  'a base elsewhere': { base_model_name_or_path: '../../../../../../etc' },
  'a base on a server': { base_model_name_or_path: 'http://127.0.0.1:1/model' },
  'a slow pattern of ranks': { rank_pattern: { '(a+)+$': 2, '(.*.*)*x': 3 } },
  'another kind': { peft_type: 'constructor' },
  'a kind that is none': { peft_type: 7 },
}

export const models: Attack[] = [
  ...Object.entries(configs).map(([kind, config]) => ({
    name: `config.json: ${kind}`,
    run: async (week: Week) => asked(week, model(week, { config })),
  })),
  ...Object.entries(others).map(([kind, change]) => ({
    name: `model: ${kind}`,
    run: async (week: Week) => {
      const base = model(week, change)
      await asked(week, base)
      if (!/template/.test(kind)) return
      const output = week.path('out.ndjson')
      const input = week.path('in.ndjson')
      await week.rationale([
        'solve',
        '--generator',
        `own:${base}`,
        '--verifier',
        'evidence:',
        '--strategy',
        'best-of-n',
        '--n',
        '1',
        '--max-tokens',
        '8',
        '--input',
        input,
        '--output',
        output,
      ])
    },
  })),
  ...Array.from({ length: 16 }, (_, part) => ({
    name: `model.safetensors: cut after ${part} of 16 parts`,
    run: async (week: Week) =>
      asked(
        week,
        model(week, { weights: (bytes) => bytes.subarray(0, Math.floor((bytes.length * part) / 16) + part) }),
      ),
  })),
  ...Array.from({ length: 16 }, (_, part) => ({
    name: `base.gguf: cut after ${part} of 16 parts`,
    run: async (week: Week) => {
      const bytes = readFileSync(join(root, 'verifier/embedded/model/base.gguf'))
      await asked(
        week,
        week.write('base.gguf', bytes.subarray(0, part < 8 ? part * 1024 : Math.floor((bytes.length * part) / 16))),
      )
    },
  })),
  ...Object.entries(layouts).map(([kind, layout]) => ({
    name: `prm.json: ${kind}`,
    run: async (week: Week) => asked(week, model(week), `?prm=${week.write('prm.json', layout)}`),
  })),
  ...Object.entries(settings).map(([kind, change]) => ({
    name: `adapter_config.json: ${kind}`,
    run: async (week: Week) => {
      const folder = week.path('adapter')
      cpSync(join(adapters, 'plain'), folder, { recursive: true })
      const path = join(folder, 'adapter_config.json')
      const text = JSON.stringify({ ...JSON.parse(readFileSync(path, 'utf8')), ...change })
      writeFileSync(path, text)
      await asked(week, model(week), `?prm=rationale&adapter=${folder}`)
      await week.rationale([
        'export',
        '--adapter',
        folder,
        '--base',
        week.path('base'),
        '--format',
        'safetensors',
        '--output',
        week.path('exported'),
      ])
    },
  })),
]
