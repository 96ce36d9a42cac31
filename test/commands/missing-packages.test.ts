import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { beforeAll, describe, expect, it } from 'vitest'
import { installable } from '../../src/core/missing-package.js'
import { exportAdapter } from '../../verifier/network/export/export.js'
import { type Ended, rationaleInOneProcess, rationaleProcess } from '../helpers/cli.js'
import { temporaryFolder } from '../helpers/folder.js'
import { tinyLlama } from '../helpers/tiny-llama.js'

/* What the built command line says where no optional package is installed, whatever asks for one: the line to type, and exit code 2. */

const folder = temporaryFolder('missing-packages')
const chain = { id: 'c', question: 'What is 2 + 2?', text: '2 + 2 = 4.', firstError: -1 }
writeFileSync(join(folder, 'chains.ndjson'), `${JSON.stringify(chain)}\n`)
beforeAll(async () => {
  await exportAdapter({ adapter: tinyLlama, format: 'gguf', type: 'F32', output: join(folder, 'model.gguf') })
  await exportAdapter({ adapter: tinyLlama, format: 'onnx', output: join(folder, 'onnx'), precisions: ['fp32'] })
})

/** A process in which these packages cannot be found. */
const hooks = join(folder, 'hooks.mjs')
writeFileSync(
  hooks,
  `const absent = ${JSON.stringify(Object.keys(installable))}
  export async function resolve(name, context, next) {
    if (absent.some((each) => name === each || name.startsWith(each + '/')))
      throw Object.assign(new Error("Cannot find package '" + name + "'"), { code: 'ERR_MODULE_NOT_FOUND' })
    return next(name, context)
  }`,
)
const register = join(folder, 'register.mjs')
writeFileSync(
  register,
  `import { register } from 'node:module'; register(${JSON.stringify(pathToFileURL(hooks).href)})`,
)
const env = {
  ...process.env,
  NODE_OPTIONS: `--import ${pathToFileURL(register).href}`,
  HF_HUB_OFFLINE: '',
  HF_HOME: folder,
}
const one = ['verify', 'What is 2 + 2?', '2 + 2 = 4.', '--verifier']
const asked: [string[], keyof typeof installable][] = [
  [[...one, 'gguf:model.gguf'], 'node-llama-cpp'],
  [[...one, 'judge:gguf:model.gguf'], 'node-llama-cpp'],
  [[...one, 'evidence:,gguf:model.gguf'], 'node-llama-cpp'],
  [[...one, 'onnx:onnx'], '@xenova/transformers'],
  [[...one, 'hf:org/name'], '@xenova/transformers'],
  [[...one, 'judge:langchain:openai:gpt'], 'langchain'],
  [['verify', 'chains.ndjson', '--verifier', 'gguf:model.gguf'], 'node-llama-cpp'],
  [['rerank', 'q', 'a', 'b', '--verifier', 'gguf:model.gguf'], 'node-llama-cpp'],
  [['bench', '--steps', 'chains.ndjson', '--verifier', 'gguf:model.gguf'], 'node-llama-cpp'],
  [['calibrate', '--data', 'chains.ndjson', '--output', 'c.json', '--verifier', 'gguf:model.gguf'], 'node-llama-cpp'],
  [['solve', '--input', 'chains.ndjson', '--generator', 'gguf:model.gguf'], 'node-llama-cpp'],
  [['mcp'], '@modelcontextprotocol/sdk'],
]

describe('without optional packages', { timeout: 120_000 }, () => {
  const expectSaid = ({ code, stdout, stderr }: Ended, name: keyof typeof installable) => {
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toContain(`needs the package ${name}`)
    expect(stderr).toContain(`to do:    npm install ${installable[name]}\n`)
  }

  let ended: Ended[]
  beforeAll(async () => {
    ended = await rationaleInOneProcess(
      asked.map(([args]) => args),
      { cwd: folder, env },
    )
  })
  it.each(asked.map(([args, name], i) => ({ typed: args.join(' '), name, i })))('$typed', ({ name, i }) => {
    expectSaid(ended[i] as Ended, name)
  })

  it('a process ends so', async () => {
    for (const args of [[...one, 'gguf:model.gguf'], ['mcp']])
      expectSaid(
        await rationaleProcess(args, { cwd: folder, env }),
        args[0] === 'mcp' ? '@modelcontextprotocol/sdk' : 'node-llama-cpp',
      )
  })
})
