import { afterAll, it } from 'vitest'
import { evidenceVerifier } from '../../verifier/evidence-verifier.js'
import { properties } from '../verifier/evidence/properties.js'

/* What a verdict promises, of thousands of chains that are drawn at random. */

const verifier = evidenceVerifier()
afterAll(() => verifier.close())

it.each(Object.entries(properties))('%s', async (_name, holds) => {
  await holds(verifier, 4000)
})
