import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { builtinModules } from 'node:module'
import { basename, dirname, join, normalize } from 'node:path'
import { describe, expect, it } from 'vitest'
import { installable } from '../src/core/missing-package.js'
import { mayImport, roomOf, rooms, roomsTable } from './rooms.js'

/*
 * The directions between rooms (rooms.ts), read off the import statements of every source file.
 */

interface Import {
  from: string
  /** A path from the root with .ts, or a package name. */
  to: string
  kind: 'value' | 'type' | 'dynamic'
}

const root = join(import.meta.dirname, '..')
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
const files = ['src', 'extraction', 'verifier', 'benchmarks'].flatMap((folder) => [...walk(folder)])
const imports = files.flatMap(importsOf)

function* walk(room: string): Generator<string> {
  const found: string[] = execFileSync('find', [room, '-name', '*.ts'], { cwd: root, encoding: 'utf8' }).split('\n')
  for (const file of found) if (file !== '') yield file
}

function importsOf(from: string): Import[] {
  // Comments go first, so that an import named in one does not count.
  const source = readFileSync(join(root, from), 'utf8').replace(/\/\*[\s\S]*?\*\/|(?<!:)\/\/.*$/gm, '')
  const resolve = (specifier: string) =>
    specifier.startsWith('.')
      ? normalize(join(dirname(from), specifier)).replace(/\.js$/, '.ts')
      : packageName(specifier)
  const found: Import[] = []
  for (const [, typeOnly, names = '', specifier = ''] of source.matchAll(
    /^(?:import|export)\s+(type\s+)?([^'"();]*?from\s+)?['"]([^'"]+)['"]/gm,
  )) {
    const onlyTypes = typeOnly !== undefined || (/\{/.test(names) && everyNameIsType(names))
    found.push({ from, to: resolve(specifier), kind: onlyTypes ? 'type' : 'value' })
  }
  for (const [, specifier = ''] of source.matchAll(/\bimport\(\s*['"]([^'"]+)['"]/g)) {
    found.push({ from, to: resolve(specifier), kind: 'dynamic' })
  }
  return found
}

function everyNameIsType(names: string): boolean {
  const inside = names.slice(names.indexOf('{') + 1, names.indexOf('}')).split(',')
  return !/^\s*\w/.test(names) && inside.every((name) => name.trim() === '' || name.trim().startsWith('type '))
}

function packageName(specifier: string): string {
  if (specifier.startsWith('node:')) return specifier
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/')
}

const within = (file: string, ...folders: string[]) =>
  folders.some((folder) => file === folder || file.startsWith(`${folder}/`))
const isLocal = (target: string) => /\.(ts|json)$/.test(target)
const show = ({ from, to, kind }: Import) => `${from} -> ${to} (${kind})`
const offending = (rule: (edge: Import) => boolean) => imports.filter(rule).map(show)

/** Native, large, or slow to load: only by dynamic import, inside the function that needs it. */
const heavy =
  /^(onnxruntime-|@xenova\/|@huggingface\/hub|@tensorflow\/|webgpu$|node-llama-cpp|langchain$|@langchain\/|@modelcontextprotocol\/|bullmq|ioredis|echarts|playwright|@cortex-js\/)/

describe('directions', () => {
  it('sees the source', () => {
    expect(files.length).toBeGreaterThan(20)
    expect(imports.length).toBeGreaterThan(files.length)
  })

  it('every file has a room, and rooms import one another as ARCHITECTURE says', () => {
    expect(files.filter((file) => roomOf(file) === undefined)).toEqual([])
    expect(
      offending(({ from, to, kind }) => {
        const [room, target] = [roomOf(from), roomOf(to)]
        return room !== undefined && target !== undefined && !mayImport(room, target, kind)
      }),
    ).toEqual([])
  })

  it('ARCHITECTURE.md shows the table that is held, and each room starts at one of its files', () => {
    expect(rooms.filter((room) => roomOf(room.start) !== room || !files.includes(room.start))).toEqual([])
    const architecture = readFileSync(join(root, 'ARCHITECTURE.md'), 'utf8')
    expect(/^\| room \|.*\n(\|.*\n)*/m.exec(architecture)?.[0]).toBe(`${roomsTable()}\n`)
  })

  it('only the runtime room imports ONNX Runtime or TensorFlow.js', () => {
    expect(
      offending(
        ({ from, to }) => /^(onnxruntime-|@tensorflow\/)/.test(to) && !within(from, 'verifier/network/runtime'),
      ),
    ).toEqual([])
  })

  it('the network is built in one direction: each of its rooms imports only those before it', () => {
    const order = ['graph', 'runtime', 'weights', 'tokenizer', 'model', 'probe', 'prm', 'train', 'export']
    const place = (file: string) => order.indexOf(file.split('/')[2] ?? '')
    const inNetwork = imports.filter(
      ({ from, to }) => within(from, 'verifier/network') && within(to, 'verifier/network'),
    )
    expect(inNetwork.filter(({ from, to }) => place(to) > place(from)).map(show)).toEqual([])
    // Files read the same names and formats whatever runs them, and neither training nor exporting needs the other.
    const strangers = inNetwork.filter(
      ({ from, to }) =>
        (within(from, 'verifier/network/weights', 'verifier/network/tokenizer') &&
          within(to, 'verifier/network/graph', 'verifier/network/runtime')) ||
        (within(from, 'verifier/network/export') && within(to, 'verifier/network/train')),
    )
    expect(strangers.map(show)).toEqual([])
  })

  it('what runs inside the report page imports only types: its functions travel as text', () => {
    expect(
      offending(
        ({ from, kind }) =>
          within(from, 'benchmarks/report/viewer') && from !== 'benchmarks/report/viewer/script.ts' && kind !== 'type',
      ),
    ).toEqual([])
  })

  it('loads heavy packages only where a function needs them', () => {
    expect(offending(({ to, kind }) => kind === 'value' && heavy.test(to))).toEqual([])
  })

  it('has no cycles', () => {
    expect(cycles()).toEqual([])
  })

  it('names every dependency it imports', () => {
    const unpacked = ['benchmarks/studies', 'src/serve/page', 'src/build']
    const named = { ...manifest.dependencies, ...manifest.peerDependencies }
    expect(
      offending(
        ({ from, to, kind }) =>
          kind !== 'type' &&
          !isLocal(to) &&
          !to.startsWith('node:') &&
          !builtinModules.includes(to) &&
          !(to in named) &&
          // What is not packed, or is bundled before it is, may use what development does.
          !(within(from, ...unpacked) && to in manifest.devDependencies) &&
          to !== 'rationale-verifier',
      ),
    ).toEqual([])
  })
})

/** A version by its parts; those that a line leaves open are the newest. */
function isAtLeast(version: string, least: string): boolean {
  const [found, wanted] = [version, least].map((each) => each.split('.').map(Number)) as [number[], number[]]
  const different = wanted.findIndex((part, i) => (found[i] ?? Number.POSITIVE_INFINITY) !== part)
  return different === -1 || (found[different] ?? Number.POSITIVE_INFINITY) > (wanted[different] ?? 0)
}

describe('optional peers', () => {
  it('are what package.json says, each with the line that installs a version it allows, and no upper bound', () => {
    const optional = Object.keys(manifest.peerDependenciesMeta).sort()
    expect(Object.keys(manifest.peerDependencies).sort()).toEqual(optional)
    expect(Object.keys(installable).sort()).toEqual(optional)
    for (const [name, line] of Object.entries(installable)) {
      // Wide, so that whoever uses another version for something else can install this package: what is too old is refused where it is used.
      const least = manifest.peerDependencies[name] ?? ''
      expect(least, name).toMatch(/^>=\d+(?:\.\d+){0,2}$/)
      // A line that names no version installs the newest one.
      const [, version] = /.@(\d[^@]*)$/.exec(line) ?? []
      if (version !== undefined) expect(isAtLeast(version, least.slice('>='.length)), `${name}: ${line}`).toBe(true)
    }
  })

  it.each([
    ['6', '5', true],
    ['3', '3', true],
    ['1', '1.10', true],
    ['2', '10', false],
    ['0.6', '0.18', false],
    ['0.19', '0.18', true],
  ])('of which a line that installs %s fits >=%s: %s', (version, least, fits) =>
    expect(isAtLeast(version, least)).toBe(fits),
  )

  it('are imported so that a missing one says that line, and bundlers may leave it out', () => {
    const bare = files.flatMap((file) =>
      [...readFileSync(join(root, file), 'utf8').matchAll(/await import\('([^'.]+)'\)(?!\.catch\()/g)]
        .filter(([, specifier = '']) => packageName(specifier) in installable)
        .map(([line]) => `${file}: ${line}`),
    )
    expect(bare).toEqual([])
  })
})

/** Cycles among imports, those of types counted; what is loaded on demand closes none. */
function cycles(): string[] {
  const edges = new Map<string, string[]>()
  for (const { from, to, kind } of imports)
    if (kind !== 'dynamic' && isLocal(to)) edges.set(from, [...(edges.get(from) ?? []), to])
  const found: string[] = []
  const state = new Map<string, 'open' | 'done'>()
  const visit = (file: string, path: string[]) => {
    if (state.get(file) === 'done') return
    if (state.get(file) === 'open') {
      found.push([...path.slice(path.indexOf(file)), file].join(' -> '))
      return
    }
    state.set(file, 'open')
    for (const next of edges.get(file) ?? []) visit(next, [...path, file])
    state.set(file, 'done')
  }
  for (const file of files) visit(file, [])
  return found
}

/** Files and packages that are loaded with a file. */
function reachedFrom(entry: string): string[] {
  const reached = new Set<string>()
  const visit = (file: string) => {
    for (const edge of imports.filter((each) => each.from === file && each.kind === 'value')) {
      if (reached.has(edge.to)) continue
      reached.add(edge.to)
      if (isLocal(edge.to)) visit(edge.to)
    }
  }
  visit(entry)
  return [...reached]
}

it.each(['verifier/evidence-entry.ts', 'verifier/embedded/web/open.ts'])(
  '%s, which is for browsers, reaches nothing of Node',
  (entry) => {
    const reached = reachedFrom(entry)
    expect(reached.length).toBeGreaterThan(50)
    expect(reached.filter((target) => target.startsWith('node:') || builtinModules.includes(target))).toEqual([])
  },
)

describe('files', () => {
  it('have names that say something', () => {
    expect(files.filter((file) => /\b(utils?|helpers?|common|misc|manager)\b/i.test(basename(file)))).toEqual([])
  })

  it('keep the public API to explicit named exports', () => {
    expect(readFileSync(join(root, 'src/index.ts'), 'utf8')).not.toMatch(/export \*|export default/)
  })
})

describe('importing the built package', () => {
  const report = JSON.parse(
    execFileSync(
      process.execPath,
      [
        '--input-type=module',
        '--eval',
        `const before = new Set(process.report.getReport().sharedObjects)
         const started = process.cpuUsage()
         await import('rationale-verifier')
         const { user, system } = process.cpuUsage(started)
         const ms = (user + system) / 1000
         const native = process.report.getReport().sharedObjects.filter((file) => !before.has(file))
         console.log(JSON.stringify({ ms, native }))`,
      ],
      { cwd: root, encoding: 'utf8' },
    ),
  )

  it('loads no native module', () => {
    expect(report.native).toEqual([])
  })

  it('reaches no heavy package', () => {
    const reached = reachedFrom('src/index.ts')
    expect(reached.length).toBeGreaterThan(5)
    expect(reached.filter((target) => heavy.test(target))).toEqual([])
  })

  it('takes little time', () => {
    // The budget is 150 ms on an idle machine (`npm run study speed` measures it); processor time, which other work on the machine does not
    // lengthen much, only catches a heavy package creeping in.
    expect(report.ms).toBeLessThan(1000)
  })
})
