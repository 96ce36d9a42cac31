import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { calibrateTrained } from '../../src/commands/train-calibration.js'
import { isKeptAside } from '../../verifier/network/train/examples.js'
import { temporaryFolder } from '../helpers/folder.js'
import { sums } from './sums.js'

const folder = temporaryFolder('train-calibration')
const listening = () => {
  const said: string[] = []
  const terminal = {
    out: process.stdout,
    say: (text: string) => said.push(text),
    progress: () => ({ advance() {}, stop() {} }),
    signal: new AbortController().signal,
    width: 100,
    isRead: false,
  }
  return { said, terminal }
}

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
  const { said, terminal } = listening()
  expect(await calibrateTrained('evidence:', folder, { data, evaluationPart: 0, seed: 0 }, terminal)).toBeUndefined()
  const [why = ''] = said
  expect(why).toContain('no chain was kept aside for it')
  expect(why).toContain('3 labelled chains')
  expect(why).toContain('--evaluation-part')
  expect(why).not.toContain('0 right and 0 wrong')
})

it('uses what was kept aside and nothing that was trained on, and says what could not be judged', async () => {
  const data = join(folder, 'sums.ndjson')
  const all = sums(200, 'aside')
  const aside = all.filter(({ question }) => isKeptAside(question, 0.5, 7))
  const [one, two] = aside
  const empty = [one, two].map((each) => ({ ...each, steps: [], firstError: -1 }))
  writeFileSync(data, [...all, ...empty].map((chain) => `${JSON.stringify(chain)}\n`).join(''))
  const { said, terminal } = listening()
  await calibrateTrained('evidence:', folder, { data, evaluationPart: 0.5, seed: 7 }, terminal)
  const { fittedOn } = JSON.parse(readFileSync(join(folder, 'calibration.json'), 'utf8'))
  expect(aside.length).toBeLessThan(150)
  expect(fittedOn).toMatchObject({ data: 'sums.ndjson', chains: aside.length, problems: aside.length })
  expect(said.join('\n')).toMatch(
    new RegExp(
      `^calibrated on ${aside.length} chains that were kept aside[\\s\\S]*2 more could not be judged: the chain has no steps`,
    ),
  )
})
