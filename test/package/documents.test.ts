import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { temporaryFolder } from '../helpers/folder.js'
import { root } from './entries.js'
import { pack } from './packed.js'

/*
 * The package as a stranger gets it: packed, unpacked into an empty project. Every example of the README and of docs/ is type-checked and run there,
 * every command too, and the programs of examples/ print what they say.
 */

const pages = ['README.md', ...readdirSync(join(root, 'docs')).map((name) => `docs/${name}`)].filter((name) =>
  name.endsWith('.md'),
)
/** Fenced blocks of a language, with the page each stands in. */
const blocks = (language: string) =>
  pages.flatMap((page) => {
    const text = readFileSync(join(root, page), 'utf8')
    const found = text.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, 'gm'))
    return [...found].map(([, block = '']) => ({ page, block }))
  })
const programs = [
  ...blocks('ts').map(({ page, block }, i) => ({ title: `${page} (${i})`, name: `example-${i}`, code: block })),
  ...readdirSync(join(root, 'examples'))
    .filter((file) => file.endsWith('.ts'))
    .map((file) => ({
      title: `examples/${file}`,
      name: file.replace(/\.ts$/, ''),
      code: readFileSync(join(root, 'examples', file), 'utf8'),
    })),
]
/** Applications of several files, each a folder with a program `assistant.ts`; their README shows what they print. */
const applications = readdirSync(join(root, 'examples')).filter((name) => !name.endsWith('.ts'))
/** What a program says that it prints: `console.log(…) // prints X`, or a line `// prints X` each. */
const promises = (code: string) => [...code.matchAll(/\/\/ prints (.*)$/gm)].map(([, line = '']) => line)
const consumer = temporaryFolder('consumer')
const run = (command: string, args: string[]) =>
  execFileSync(command, args, { cwd: consumer, encoding: 'utf8', env: { ...process.env, NO_COLOR: '1' } })

beforeAll(() => {
  const installed = join(consumer, 'node_modules/rationale-verifier')
  mkdirSync(installed, { recursive: true })
  run('tar', ['xzf', pack(consumer), '-C', installed, '--strip-components=1'])
  // The dependencies, as npm would have put them there.
  symlinkSync(join(root, 'node_modules'), join(installed, 'node_modules'))
  mkdirSync(join(consumer, 'node_modules/.bin'))
  const cli = join(installed, 'dist/src/cli.js')
  chmodSync(cli, 0o755)
  symlinkSync(cli, join(consumer, 'node_modules/.bin/rationale'))
  writeFileSync(join(consumer, 'package.json'), '{ "type": "module" }')

  const samples = readFileSync(join(root, 'benchmarks/samples/candidates.ndjson'), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
  const lines = (records: unknown[]) => `${records.map((record) => JSON.stringify(record)).join('\n')}\n`
  writeFileSync(join(consumer, 'candidates.ndjson'), lines(samples))
  const chains = samples.flatMap(({ question, context, candidates }) =>
    candidates.map((candidate: { id: string; text: string; firstError: number }) => ({
      ...candidate,
      question,
      context,
    })),
  )
  writeFileSync(join(consumer, 'chains.ndjson'), lines(chains))
  const documents = samples.map(({ id, question, context = '' }) => ({ id, text: `${context} ${question}`.trim() }))
  writeFileSync(join(consumer, 'documents.ndjson'), lines(documents))
  const processBench = chains.map(({ id, question, text, firstError }) => ({
    id,
    problem: question,
    steps: text.split('\n'),
    label: firstError,
  }))
  writeFileSync(join(consumer, 'processbench.jsonl'), lines(processBench))
  for (const name of applications) cpSync(join(root, 'examples', name), join(consumer, name), { recursive: true })
  symlinkSync(join(root, 'node_modules/minisearch'), join(consumer, 'node_modules/minisearch'))
  // A base to train from: the one that ships.
  cpSync(join(root, 'verifier/embedded/model/base.gguf'), join(consumer, 'model.gguf'))
})

describe('documents', () => {
  it('have examples of both kinds', () => {
    expect(blocks('ts').length).toBeGreaterThanOrEqual(6)
    expect(blocks('sh').length).toBeGreaterThanOrEqual(6)
    expect(programs.length).toBeGreaterThan(blocks('ts').length)
  })

  it('examples type-check in an empty project', () => {
    for (const { name, code } of programs) writeFileSync(join(consumer, `${name}.ts`), code)
    const configuration = {
      compilerOptions: {
        module: 'nodenext',
        target: 'es2022',
        lib: ['es2023', 'esnext.disposable'],
        strict: true,
        skipLibCheck: false,
        types: ['node'],
        typeRoots: [join(root, 'node_modules/@types')],
        outDir: 'out',
        rootDir: '.',
      },
      files: [...programs.map(({ name }) => `${name}.ts`), ...applications.map((name) => `${name}/assistant.ts`)],
    }
    writeFileSync(join(consumer, 'tsconfig.json'), JSON.stringify(configuration))
    run(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', '.'])
  })

  it.each(programs)('$title prints what its comments say', ({ name, code }) => {
    const printed = run(process.execPath, [`out/${name}.js`])
    expect(promises(code).length).toBeGreaterThan(0)
    expect(printed.trimEnd().split('\n')).toEqual(promises(code))
  })

  it.each(applications)('examples/%s prints what its README shows', (name) => {
    const printed = run(process.execPath, [`out/${name}/assistant.js`, '--documents', `${name}/documents`])
    const readme = readFileSync(join(root, 'examples', name, 'README.md'), 'utf8')
    expect(printed.length).toBeGreaterThan(500)
    expect(readme).toContain(printed.trimEnd())
  })

  const commands = blocks('sh').flatMap(({ page, block }) =>
    block
      .replaceAll('\\\n', ' ')
      .split('\n')
      .filter((line) => line.startsWith('rationale ') && !line.includes('$'))
      .map((line) => [page, line] as const),
  )

  it.each(commands)('%s: %s', (_, line) => {
    const printed = run('bash', ['-c', `PATH=$PWD/node_modules/.bin:$PATH; ${line}`])
    // A file is the result; of a folder, and with --json, what was printed.
    const output = join(consumer, /--output (\S+)/.exec(line)?.[1] ?? '.')
    const result = statSync(output).isFile() && !line.includes('--json') ? readFileSync(output, 'utf8') : printed
    expect(result.length).toBeGreaterThan(80)
  })

  it('link to pages that exist', () => {
    const missing = pages.flatMap((page) =>
      [...readFileSync(join(root, page), 'utf8').matchAll(/\]\((?!https?:)([^)#]+)/g)]
        .map(([, target = '']) => join(dirname(page), target))
        .filter((target) => !existsSync(join(root, target)))
        .map((target) => `${page}: ${target}`),
    )
    expect(missing).toEqual([])
  })
})
