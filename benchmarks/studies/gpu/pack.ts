import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { messageOf, RationaleError } from '../../../src/core/errors.js'
import { seededRandom } from '../../../src/core/statistics/random.js'

/*
 *     FOLDER/start.sh                    unpacks and runs
 *            node.xz                     this Node
 *            libonnxruntime.so.1.xz      ONNX Runtime: CPU and WebGPU are in it
 *            app/study.mjs               this study and all of our code that it uses, as one file
 *            app/torch_gpu.py
 *            app/node_modules/…          ONNX Runtime's JavaScript and binding
 *            app/data/*.ndjson.gz        with `data`: chains to train a verifier on
 *            debs/*.deb                  Vulkan's loader, and what NVIDIA's driver links to
 */

/** Debian packages: Vulkan's loader, its `vulkaninfo`, and the X11 and GL libraries that NVIDIA's driver links to even without a display. */
const PACKAGES = [
  ...['libvulkan1', 'vulkan-tools', 'libwayland-client0', 'libffi8'],
  ...['libx11-6', 'libxext6', 'libxcb1', 'libxau6', 'libxdmcp6', 'libbsd0', 'libmd0'],
  ...['libglvnd0', 'libglx0', 'libgl1', 'libegl1'],
]
const LARGEST_MB = 60

const BINARIES = 'bin/napi-v6/linux/x64'
const LIBRARY = join(BINARIES, 'libonnxruntime.so.1')
/** One chain to evaluate on for so many to train on. */
const DEV_PART = 12

const here = dirname(fileURLToPath(import.meta.url))
const sources = resolve(here, '../../../../benchmarks/studies/gpu')

/** Writes the folder to carry; `data`: where train.ndjson and dev.ndjson lie, and how many chains of the first to take. @throws RationaleError `unsupported` on another platform or where it became too large, `io`. */
export async function pack(folder: string, data?: { folder: string; chains: number }): Promise<void> {
  if (process.platform !== 'linux' || process.arch !== 'x64')
    throw new RationaleError('unsupported', 'a pack is made on the platform that it runs on', {
      expected: 'linux x64',
      found: `${process.platform} ${process.arch}`,
    })
  const app = join(folder, 'app')
  if (existsSync(folder) && readdirSync(folder).length > 0 && !existsSync(join(folder, 'start.sh')))
    throw new RationaleError('configuration', `${folder} holds other things than a pack`, {
      remedy: 'name a new or empty folder, or that of an earlier pack',
    })
  for (const part of data === undefined ? [] : ['train.ndjson', 'dev.ndjson'])
    if (!existsSync(join(data?.folder ?? '', part)))
      throw new RationaleError('input', `${part} is not in ${data?.folder}`, {
        expected: 'what npm run study labels writes',
      })
  mkdirSync(folder, { recursive: true })
  cpSync(join(sources, 'start.sh'), join(folder, 'start.sh'))
  for (const part of [app, join(folder, 'debs')]) rmSync(part, { recursive: true, force: true })
  await assemble(app)
  compress(process.execPath, join(folder, 'node.xz'))
  // The largest file travels compressed.
  compress(join(packageFolder('onnxruntime-node'), LIBRARY), join(folder, 'libonnxruntime.so.1.xz'))
  rmSync(join(app, 'node_modules/onnxruntime-node', LIBRARY))
  if (data !== undefined) {
    sample(join(data.folder, 'train.ndjson'), join(app, 'data/train.ndjson.gz'), data.chains)
    sample(join(data.folder, 'dev.ndjson'), join(app, 'data/dev.ndjson.gz'), Math.ceil(data.chains / DEV_PART))
  }
  download(join(folder, 'debs'))

  const megabytes = sizeOf(folder) / 2 ** 20
  console.log(`${folder}: ${megabytes.toFixed(1)} MiB`)
  if (megabytes > LARGEST_MB)
    throw new RationaleError('unsupported', 'the pack is too large to carry', {
      expected: `${LARGEST_MB} MiB`,
      found: `${megabytes.toFixed(1)} MiB`,
    })
}

/** The application alone, as it lies when a pack has been unpacked: `study.mjs`, PyTorch's script, ONNX Runtime. */
export async function assemble(app: string): Promise<void> {
  const modules = join(app, 'node_modules')
  const onnxRuntime = packageFolder('onnxruntime-node')
  for (const part of ['package.json', 'dist', join(BINARIES, 'onnxruntime_binding.node'), LIBRARY])
    cpSync(join(onnxRuntime, part), join(modules, 'onnxruntime-node', part), { recursive: true })
  const common = packageFolder('onnxruntime-common')
  for (const part of ['package.json', 'dist'])
    cpSync(join(common, part), join(modules, 'onnxruntime-common', part), {
      recursive: true,
      filter: (path) => !/\.(map|d\.ts)$/.test(path),
    })
  await bundle(join(here, 'index.js'), join(app, 'study.mjs'))
  cpSync(join(sources, 'torch_gpu.py'), join(app, 'torch_gpu.py'))
}

/** So many records, chosen and ordered by a seed. */
function sample(from: string, to: string, count: number): void {
  const lines = readFileSync(from, 'utf8').split('\n').filter(Boolean)
  const chosen = seededRandom('gpu').shuffle(lines).slice(0, count)
  mkdirSync(dirname(to), { recursive: true })
  writeFileSync(to, gzipSync(`${chosen.join('\n')}\n`))
}

/** Ours in one file. Packages that are not part of a run stay outside: asked for, they are said to be missing. */
async function bundle(entry: string, target: string): Promise<void> {
  const { rolldown } = await import('rolldown')
  const ours = await rolldown({
    input: entry,
    platform: 'node',
    external: ['onnxruntime-node', 'rolldown', /^@tensorflow\//, 'webgpu', '@huggingface/hub'],
    logLevel: 'silent',
  })
  await ours.write({ file: target, format: 'esm', codeSplitting: false })
  await ours.close()
}

/** A package's folder, found from where ONNX Runtime is installed. */
function packageFolder(name: string): string {
  const require = createRequire(createRequire(import.meta.url).resolve('onnxruntime-node'))
  const main = require.resolve(name)
  return main.slice(0, main.lastIndexOf(join('node_modules', name)) + join('node_modules', name).length)
}

/** What was compressed once stays: it is most of the work. */
function compress(from: string, to: string): void {
  if (existsSync(to) && statSync(to).mtimeMs > statSync(from).ctimeMs) return
  // Under another name until it is whole: an interrupted pack must not look like one.
  said('sh', ['-c', 'xz -6 -T1 -c "$0" > "$1.partial" && mv "$1.partial" "$1"', from, to])
}

function download(folder: string): void {
  mkdirSync(folder)
  said('apt-get', ['download', '-q', ...PACKAGES], folder)
}

function said(command: string, args: readonly string[], cwd?: string): void {
  try {
    execFileSync(command, args, { stdio: ['ignore', 'ignore', 'pipe'], ...(cwd === undefined ? {} : { cwd }) })
  } catch (error) {
    throw new RationaleError('io', `${command} failed`, {
      found: messageOf(error),
      remedy: 'packing needs Debian or Ubuntu with xz-utils, and apt-get update before it',
      cause: error,
    })
  }
}

const sizeOf = (path: string): number =>
  statSync(path).isDirectory()
    ? readdirSync(path).reduce((total, name) => total + sizeOf(join(path, name)), 0)
    : statSync(path).size
