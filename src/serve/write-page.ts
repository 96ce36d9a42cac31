import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { RationaleError } from '../core/errors.js'
import { makeFolder } from '../core/files/folder.js'
import { refuseOthersFiles, startOf } from '../core/files/others-files.js'
import { readSmallFile } from '../core/files/small-file.js'
import { writeWhole } from '../core/files/whole-file.js'
import { missingPackage } from '../core/missing-package.js'
import { packageFolder } from '../core/package-folder.js'

/** ONNX Runtime for browsers: with WebGPU, and the smaller one without. */
const runtimeFiles = [
  ...['ort.webgpu.min.mjs', 'ort-wasm-simd-threaded.asyncify.mjs', 'ort-wasm-simd-threaded.asyncify.wasm'],
  ...['ort.wasm.min.mjs', 'ort-wasm-simd-threaded.mjs', 'ort-wasm-simd-threaded.wasm'],
]

const runtimeLicence =
  'onnxruntime-web\n\nMIT License, Copyright (c) Microsoft Corporation: https://github.com/microsoft/onnxruntime/blob/main/LICENSE\n'

const PAGE = 'index.html'
const LICENCES = 'LICENSES.txt'
/** Stands in every edition of the page. */
const TITLE = '<title>Which step is wrong?</title>'

/** A site of somebody else in the folder is not replaced. @throws RationaleError `configuration`. */
export function refuseForeignPage(folder: string): void {
  const path = join(folder, PAGE)
  if (!existsSync(path)) {
    // A run that was killed has left some of its own.
    refuseOthersFiles(folder, othersIn(folder), () => false)
    return
  }
  if (readSmallFile(path).includes(TITLE)) return
  throw new RationaleError('configuration', `${path} is another page`, {
    expected: 'a new or empty folder, or one that this command has written',
    remedy: 'give another --output',
  })
}

/** Files of the page's names and with other contents. */
function othersIn(folder: string): string[] {
  return ['static', 'network'].flatMap((edition) => {
    const from = join(packageFolder(), 'dist/page', edition)
    return readdirSync(from).filter((name) => existsSync(join(folder, name)) && !isOfThePage(name, folder))
  })
}

const isOfThePage = (name: string, folder: string) =>
  ['static', 'network'].some((edition) => {
    const path = join(packageFolder(), 'dist/page', edition, name)
    return existsSync(path) && startOf(join(folder, name)).startsWith(startOf(path))
  })

/** The page without a server and without a network: two scripts less, and it opens from a file too. */
export function writeCheckingPage(folder: string): string[] {
  makeFolder(folder)
  copyAll(join(packageFolder(), 'dist/page/static'), folder)
  return ['index.html']
}

/**
 * The page and the runtime of its network; the network itself (`writeWebVerifier`) goes into the same folder.
 *
 * @throws RationaleError `missing-package` without onnxruntime-web.
 */
export function writeNetworkPage(folder: string): string[] {
  const runtime = onnxRuntimeWeb()
  makeFolder(folder)
  for (const name of runtimeFiles) copy(name, runtime, folder)
  copyAll(
    join(packageFolder(), 'dist/page/network'),
    folder,
    (licences) => `${licences}\n${'-'.repeat(80)}\n\n${runtimeLicence}`,
  )
  return ['index.html', ...runtimeFiles]
}

/** `index.html` comes last: what it names is there by then. */
function copyAll(from: string, folder: string, licences = (text: string) => text): void {
  for (const name of readdirSync(from).sort((a, b) => Number(a === PAGE) - Number(b === PAGE))) {
    if (name === LICENCES) writeWhole(join(folder, name), licences(readFileSync(join(from, name), 'utf8')))
    else copy(name, from, folder)
  }
}

const copy = (name: string, from: string, folder: string) =>
  writeWhole(join(folder, name), readFileSync(join(from, name)))

/** Where its scripts lie. It is asked for and never loaded: it is for browsers. @throws RationaleError `missing-package`. */
export function onnxRuntimeWeb(): string {
  try {
    return dirname(createRequire(import.meta.url).resolve('onnxruntime-web'))
  } catch (cause) {
    return missingPackage('onnxruntime-web', 'a page with a network')(cause)
  }
}
