import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'esbuild'
import { beforeAll, describe, expect, it } from 'vitest'
import { installable } from '../../src/core/missing-package.js'
import { launchChromium } from '../helpers/chromium.js'
import { temporaryFolder } from '../helpers/folder.js'
import { root } from './entries.js'
import { pack } from './packed.js'

/* The packed package, installed by npm into an empty project: what it brings, what it says of what it does not bring, and as part of a bundle. */

const project = temporaryFolder('installed')
const cli = join(project, 'node_modules/rationale-verifier/dist/src/cli.js')

const run = (command: string, args: string[]) => execFileSync(command, args, { cwd: project, encoding: 'utf8' })
const rationale = (args: string[], input = '') =>
  spawnSync(process.execPath, [cli, ...args], { cwd: project, encoding: 'utf8', input })

beforeAll(() => {
  writeFileSync(join(project, 'package.json'), '{ "name": "application", "private": true, "type": "module" }')
  const tarball = join(project, pack(project))
  execFileSync('npm', ['install', '--prefer-offline', '--no-audit', '--no-fund', '--silent', tarball], {
    cwd: project,
    // ONNX Runtime's script would fetch CUDA's libraries.
    env: { ...process.env, ONNXRUNTIME_NODE_INSTALL: 'skip' },
  })
})

describe('npm install', () => {
  it('brings at most 60 packages', () => {
    const installed = run('npm', ['ls', '--all', '--parseable']).trimEnd().split('\n').slice(1)
    console.log(`${installed.length} packages`)
    expect(installed.length).toBeLessThanOrEqual(60)
  })

  it('brings at most 430 MB', () => {
    const folder = join(project, 'node_modules')
    const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
    const bytes = files.map(({ parentPath, name }) => statSync(join(parentPath, name)).size).reduce((a, b) => a + b, 0)
    console.log(`${(bytes / 1e6).toFixed(0)} MB`)
    expect(bytes).toBeLessThanOrEqual(430e6)
  })

  it('brings neither studies nor tests', () => {
    const files = readdirSync(join(project, 'node_modules/rationale-verifier'), { recursive: true }).map(String)
    expect(files.filter((file) => /studies|\.test\./.test(file))).toEqual([])
  })
})

describe('its types', () => {
  /** Whoever compiles strictly, looks into all declarations, and has no types of Node. */
  it.each([
    ['node16', 'node16'],
    ['esnext', 'bundler'],
  ])('compile in a project without types of its own: module %s, resolution %s', (module, moduleResolution) => {
    const names = ['index', 'verifier', 'evidence', 'benchmarks', 'extraction', 'serve']
    const all = names.map(
      (name) => `export * as ${name} from 'rationale-verifier${name === 'index' ? '' : `/${name}`}'\n`,
    )
    const used =
      "import { loadVerifier } from 'rationale-verifier'\nexport const close = (await loadVerifier()).close\n"
    writeFileSync(join(project, 'consumer.ts'), all.join('') + used)
    const compiler = join(root, 'node_modules/.bin/tsc')
    const options = ['--noEmit', '--strict', '--target', 'es2022', '--types', '']
    const how = ['--module', module, '--moduleResolution', moduleResolution]
    const { stdout } = spawnSync(compiler, [...options, ...how, 'consumer.ts'], { cwd: project, encoding: 'utf8' })
    expect(stdout).toBe('')
  })
})

describe('a package that is not there', () => {
  const chain = `${JSON.stringify({ id: 'a', question: 'Q', steps: ['1 + 1 = 2'] })}\n`
  mkdirSync(join(project, 'onnx/onnx'), { recursive: true })
  writeFileSync(join(project, 'onnx/onnx/model.onnx'), '')
  writeFileSync(join(project, 'problems.ndjson'), `${JSON.stringify({ id: 'a', question: 'Q' })}\n`)

  it.each([
    ['@xenova/transformers', ['verify', '--input', '-', '--verifier', 'onnx:onnx']],
    [
      'langchain',
      ['solve', '--input', 'problems.ndjson', '--generator', 'langchain:openai:gpt', '--output', 's.ndjson'],
    ],
    ['@modelcontextprotocol/sdk', ['mcp', '--verifier', 'evidence:']],
    ['@huggingface/hub', ['extract', '--input', 'hf://datasets/a/b', '--model', 'rules:', '--output', 'mined']],
    ['bullmq', ['extract-worker', '--queue', 'redis://127.0.0.1:1', '--model', 'rules:']],
  ] as const)('%s is named, with the line to type', (name, args) => {
    const { status, stderr } = rationale([...args], chain)
    expect(stderr).toContain(`needs the package ${name}`)
    expect(stderr).toContain(`npm install ${installable[name]}`)
    expect(status).toBe(2)
  })
})

describe('an application that verifies, bundled by esbuild', () => {
  const application = `
    import { loadVerifier } from 'rationale-verifier'
    async function main() {
      for (const uri of ['embedded:', 'evidence:']) {
        const verifier = await loadVerifier(uri)
        const { firstError } = await verifier.verify({ id: 'a', question: 'What is 2 + 2 + 2?', steps: ['2 + 2 = 4', '4 + 2 = 7'] })
        await verifier.close()
        console.log(uri, firstError)
      }
      await loadVerifier('hf:a/b').catch(({ code }) => console.log(code))
    }
    main()`

  it.each([
    ['esm', 'mjs'],
    ['cjs', 'cjs'],
  ] as const)(
    'as %s needs nothing beside it but the native module and the packages that were not asked for',
    async (format, extension) => {
      const outfile = join(project, 'bundle', `application.${extension}`)
      const { errors } = await build({
        stdin: { contents: application, resolveDir: project },
        bundle: true,
        platform: 'node',
        format,
        external: ['onnxruntime-node'],
        outfile,
        logLevel: 'silent',
      })
      expect(errors).toEqual([])
      expect(run(process.execPath, [outfile]).trimEnd().split('\n')).toEqual([
        'embedded: 1',
        'evidence: 1',
        'missing-package',
      ])
    },
  )
})

it('a bundle without the package beside it judges with the checks, and says what the network lacks', async () => {
  const contents = `
    import { loadVerifier } from 'rationale-verifier'
    const verifier = await loadVerifier('evidence:')
    const { firstError } = await verifier.verify({ question: 'What is 2 + 2?', steps: ['2 + 2 = 5'] })
    console.log(firstError)
    for (const options of [{}, { thread: true }])
      await loadVerifier('embedded:', options).catch(({ code, remedy }) => console.log(code, remedy))`
  const outfile = join(temporaryFolder('bundle-alone'), 'application.mjs')
  await build({
    stdin: { contents, resolveDir: project },
    bundle: true,
    platform: 'node',
    format: 'esm',
    external: ['onnxruntime-node'],
    outfile,
    logLevel: 'silent',
  })
  const lacking = /^missing-package npm install rationale-verifier where the bundle runs/
  expect(run(process.execPath, [outfile]).trimEnd().split('\n')).toEqual([
    '0',
    expect.stringMatching(lacking),
    expect.stringMatching(lacking),
  ])
})

describe('a page that verifies, bundled by esbuild for browsers', () => {
  it('checks a chain without anything of Node', async () => {
    const { outputFiles } = await build({
      stdin: {
        contents: `
          import { evidenceVerifier } from 'rationale-verifier/evidence'
          globalThis.verdict = evidenceVerifier().verify({ id: 'a', question: 'What is 2 + 2 + 2?', steps: ['2 + 2 = 4', '4 + 2 = 7'] })`,
        resolveDir: project,
      },
      bundle: true,
      platform: 'browser',
      minify: true,
      write: false,
      logLevel: 'silent',
    })
    const [script] = outputFiles
    console.log(`${((script?.contents.length ?? 0) / 1e3).toFixed(0)} kB`)
    const browser = await launchChromium()
    try {
      const page = await browser.newPage()
      const complaints: string[] = []
      page.on('console', (message) => complaints.push(message.text()))
      page.on('pageerror', (error) => complaints.push(error.message))
      await page.addScriptTag({ content: script?.text ?? '' })
      expect(await page.evaluate('verdict')).toMatchObject({ firstError: 1, verdict: 'incorrect' })
      expect(complaints).toEqual([])
    } finally {
      await browser.close()
    }
  })
})
