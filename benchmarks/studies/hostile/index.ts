import { parseArgs } from 'node:util'
import { messageOf } from '../../../src/core/errors.js'
import { doors } from './doors.js'
import { inputs } from './inputs.js'
import { models } from './models.js'
import { odd } from './odd.js'
import { servers } from './servers.js'
import { systems } from './systems.js'
import { texts } from './texts.js'
import { wear } from './wear.js'
import { type Attack, Week } from './week.js'
import { wires } from './wires.js'
import { words } from './words.js'

/*
 * A hostile week: does anything that strangers may do to the built command line lose a record, leak a key, or leave it stuck?
 *
 *     npm run study hostile -- [AREA ...] [--only WORDS] [--seed 1]
 *
 * Of every run is asked that it ends, with an exit code of ours and a reason in plain words, shows nothing that a terminal obeys and no key, and leaves
 * nothing behind; attacks ask more. Prints a line of JSON for each finding and one for each area; exits 1 after a finding.
 */

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { only: { type: 'string', default: '' }, seed: { type: 'string', default: '1' } },
})
const areas: Readonly<Record<string, readonly Attack[]>> = {
  ...{ inputs, texts, servers, doors, models, systems, wear, wires, odd },
  words: await words(values.seed),
}
for (const area of positionals.length > 0 ? positionals : Object.keys(areas)) {
  if (!Object.hasOwn(areas, area)) throw new Error(`no area ${area}: ${Object.keys(areas).join(', ')}`)
  const attacks = (areas[area] ?? []).filter(({ name }) => name.includes(values.only))
  let findings = 0
  for (const attack of attacks) {
    const week = new Week()
    try {
      await attack.run(week)
    } catch (error) {
      findings++
      process.exitCode = 1
      console.log(JSON.stringify({ area, attack: attack.name, finding: messageOf(error) }))
    } finally {
      week.close()
    }
  }
  console.log(JSON.stringify({ area, attacks: attacks.length, findings }))
}
