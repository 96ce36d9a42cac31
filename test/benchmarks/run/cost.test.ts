import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { readPrices } from '../../../benchmarks/run/cost.js'
import { temporaryFolder } from '../../helpers/folder.js'

it('a price table that extract takes is refused by the fields that it lacks', async () => {
  const file = join(temporaryFolder('prices'), 'prices.json')
  writeFileSync(file, '{"MODEL": {"input": 0.5, "output": 1.5}}')
  await expect(readPrices(file)).rejects.toMatchObject({
    code: 'configuration',
    found: expect.stringMatching(/generated: expected a number.*evaluated: expected a number.*MODEL/),
  })
})
