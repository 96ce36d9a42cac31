import { cp, readFile, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { makeFolder } from '../core/files/folder.js'
import { missingPackage } from '../core/missing-package.js'
import { PACKAGE_FOLDER } from '../core/package-folder.js'

/** ONNX Runtime for browsers: with WebGPU, and the smaller one without. */
const runtimeFiles = [
  ...['ort.webgpu.min.mjs', 'ort-wasm-simd-threaded.asyncify.mjs', 'ort-wasm-simd-threaded.asyncify.wasm'],
  ...['ort.wasm.min.mjs', 'ort-wasm-simd-threaded.mjs', 'ort-wasm-simd-threaded.wasm'],
]

/** The page without a server and without a network: two scripts less, and it opens from a file too. */
export async function writeCheckingPage(folder: string): Promise<string[]> {
  makeFolder(folder)
  await cp(join(PACKAGE_FOLDER, 'dist/page/static'), folder, { recursive: true })
  return ['index.html']
}

/**
 * The page and the runtime of its network; the network itself (`writeWebVerifier`) goes into the same folder.
 *
 * @throws RationaleError `missing-package` without onnxruntime-web.
 */
export async function writeNetworkPage(folder: string): Promise<string[]> {
  const runtime = onnxRuntimeWeb()
  makeFolder(folder)
  await cp(join(PACKAGE_FOLDER, 'dist/page/network'), folder, { recursive: true })
  for (const name of runtimeFiles) await cp(join(runtime, name), join(folder, name))
  const licences = join(folder, 'LICENSES.txt')
  const runtimeLicence =
    'onnxruntime-web\n\nMIT License, Copyright (c) Microsoft Corporation: https://github.com/microsoft/onnxruntime/blob/main/LICENSE\n'
  await writeFile(licences, `${await readFile(licences, 'utf8')}\n${'-'.repeat(80)}\n\n${runtimeLicence}`)
  return ['index.html', ...runtimeFiles]
}

/** Where its scripts lie. It is asked for and never loaded: it is for browsers. @throws RationaleError `missing-package`. */
export function onnxRuntimeWeb(): string {
  try {
    return dirname(createRequire(import.meta.url).resolve('onnxruntime-web'))
  } catch (cause) {
    return missingPackage('onnxruntime-web', 'a page with a network')(cause)
  }
}
