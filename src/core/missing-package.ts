import { messageOf, RationaleError } from './errors.js'

/** The optional peers that this package loads, and what `npm install` has to be told for each. */
export const installable = {
  '@huggingface/hub': '@huggingface/hub@2',
  '@langchain/core': '@langchain/core@1',
  '@modelcontextprotocol/sdk': '@modelcontextprotocol/sdk@1',
  '@mozilla/readability': '@mozilla/readability',
  '@tensorflow/tfjs-backend-cpu': '@tensorflow/tfjs-backend-cpu@4',
  '@tensorflow/tfjs-backend-wasm': '@tensorflow/tfjs-backend-wasm@4',
  '@tensorflow/tfjs-backend-webgpu': '@tensorflow/tfjs-backend-webgpu@4',
  '@tensorflow/tfjs-core': '@tensorflow/tfjs-core@4',
  '@tensorflow/tfjs-node': '@tensorflow/tfjs-node@4',
  '@tensorflow/tfjs-node-gpu': '@tensorflow/tfjs-node-gpu@4',
  // transformers.js goes by the name that it had first.
  '@xenova/transformers': '@xenova/transformers@npm:@huggingface/transformers@4',
  // Whoever uses `rationale-verifier/ai-sdk` has it: only its types are named here.
  ai: 'ai@6',
  bullmq: 'bullmq@6',
  echarts: 'echarts@6',
  'fast-xml-parser': 'fast-xml-parser@5',
  ioredis: 'ioredis@6',
  langchain: 'langchain@1',
  linkedom: 'linkedom',
  'node-llama-cpp': 'node-llama-cpp@3',
  'onnxruntime-web': 'onnxruntime-web@1',
  'robots-parser': 'robots-parser@3',
  unpdf: 'unpdf@1',
  webgpu: 'webgpu',
} as const

export type OptionalPackage = keyof typeof installable

/**
 * For `import('bullmq').catch(missingPackage('bullmq', 'a queue'))`: what needs the package, and the line that installs it. The `catch` stands
 * at the import itself, because bundlers read it as leave to leave the package out.
 */
export function missingPackage(name: OptionalPackage, user: string): (cause: unknown) => never {
  return (cause) => {
    throw new RationaleError('missing-package', `${user} needs the package ${name}`, {
      found: isMissing(cause, name) ? 'it is not installed' : messageOf(cause),
      remedy: `npm install ${installable[name]}`,
      cause,
    })
  }
}

/**
 * package.json takes wide ranges, so that no other version of these packages keeps anybody from installing this one. A version that cannot do what is
 * needed is refused here, where it is needed.
 *
 * @throws RationaleError `missing-package` where `fits` is false.
 */
export function refuseVersion(name: OptionalPackage, user: string, fits: boolean, version = 'an older one'): void {
  if (fits) return
  throw new RationaleError('missing-package', `${user} needs another version of ${name}`, {
    found: version,
    remedy: `npm install ${installable[name]}`,
  })
}

/** Whether an import (in a bundle for CommonJS a `require`) failed because the package is not there, and not for a fault inside it. */
export function isMissing(cause: unknown, name: OptionalPackage): boolean {
  if (!(cause instanceof Error && 'code' in cause)) return false
  const isUnresolved = cause.code === 'ERR_MODULE_NOT_FOUND' || cause.code === 'MODULE_NOT_FOUND'
  return isUnresolved && (cause.message.includes(`'${name}'`) || cause.message.includes(`'${name}/`))
}
