import { execFileSync } from 'node:child_process'
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'

/*
 * The package as a stranger gets it: packed, unpacked into an empty project, every README example type-checked and run there.
 */

const root = join(import.meta.dirname, '..')
const readme = readFileSync(join(root, 'README.md'), 'utf8')
const blocks = (language: string) =>
  [...readme.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, 'gm'))].map((match) => match[1] as string)
const consumer = mkdtempSync(join(tmpdir(), 'consumer-'))
const run = (command: string, args: string[]) =>
  execFileSync(command, args, { cwd: consumer, encoding: 'utf8', env: { ...process.env, NO_COLOR: '1' } })

beforeAll(() => {
  const [{ filename }] = JSON.parse(
    execFileSync('npm', ['pack', '--json', '--ignore-scripts', '--silent', '--pack-destination', consumer], {
      cwd: root,
      encoding: 'utf8',
    }),
  )
  const installed = join(consumer, 'node_modules/rationale-verifier')
  mkdirSync(installed, { recursive: true })
  run('tar', ['xzf', filename, '-C', installed, '--strip-components=1'])
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
  // A base to train from: the one that ships.
  cpSync(join(root, 'verifier/embedded/model/base.gguf'), join(consumer, 'model.gguf'))
}, 60_000)

describe('README', () => {
  it('has examples of both kinds', () => {
    expect(blocks('ts').length).toBeGreaterThanOrEqual(2)
    expect(blocks('sh').length).toBeGreaterThanOrEqual(2)
  })

  it('examples type-check in an empty project', () => {
    for (const [i, code] of blocks('ts').entries()) writeFileSync(join(consumer, `example-${i}.ts`), code)
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
      include: ['example-*.ts'],
    }
    writeFileSync(join(consumer, 'tsconfig.json'), JSON.stringify(configuration))
    run(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', '.'])
  }, 60_000)

  it.each(blocks('ts').map((code, i) => [i, code] as const))('example %i prints what its comments say', (i, code) => {
    const printed = run(process.execPath, [`out/example-${i}.js`])
    const promised = [...code.matchAll(/console\.log\(.*\) \/\/ prints (.*)/g)].map((match) => match[1])
    expect(promised.length).toBeGreaterThan(0)
    expect(printed.trimEnd().split('\n')).toEqual(promised)
  })

  const commands = blocks('sh')
    .flatMap((block) => block.replaceAll('\\\n', ' ').split('\n'))
    .filter((line) => line.startsWith('rationale ') && !line.includes('$'))

  it('shows commands', () => expect(commands.length).toBeGreaterThanOrEqual(4))

  it.each(commands)('%s', (line) => {
    const printed = run('bash', ['-c', `PATH=$PWD/node_modules/.bin:$PATH; ${line}`])
    const output = /--output (\S+)/.exec(line)?.[1]
    // A folder, or --json: the summary on stdout is the result.
    const isFile = output !== undefined && !line.includes('--json')
    const result = isFile ? readFileSync(join(consumer, output), 'utf8') : printed
    expect(result.length).toBeGreaterThan(100)
  })
})
