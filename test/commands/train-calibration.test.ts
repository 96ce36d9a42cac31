import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { calibrateTrained } from '../../src/commands/train-calibration.js'
import { temporaryFolder } from '../helpers/folder.js'

const folder = temporaryFolder('train-calibration')

it('says how many chains were given, and that none of them was kept aside', async () => {
  const data = join(folder, 'chains.ndjson')
  const chains = [1, 2, 3].map((a) => ({
    id: `c${a}`,
    question: `What is ${a} + 1?`,
    steps: [`${a} + 1 = ${a + 1}.`],
    firstError: -1,
    correct: true,
  }))
  writeFileSync(data, chains.map((chain) => `${JSON.stringify(chain)}\n`).join(''))
  const said: string[] = []
  const terminal = {
    out: process.stdout,
    say: (text: string) => said.push(text),
    progress: () => ({ advance() {}, stop() {} }),
    signal: new AbortController().signal,
    width: 100,
    isRead: false,
  }
  expect(await calibrateTrained('evidence:', folder, { data, evaluationPart: 0, seed: 0 }, terminal)).toBeUndefined()
  const [why = ''] = said
  expect(why).toContain('no chain was kept aside for it')
  expect(why).toContain('3 labelled chains')
  expect(why).toContain('--evaluation-part')
  expect(why).not.toContain('0 right and 0 wrong')
})
