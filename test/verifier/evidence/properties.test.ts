import { afterAll, it } from 'vitest'
import { evidenceVerifier } from '../../../verifier/evidence-verifier.js'
import { properties } from './properties.js'

/* A few; thousands are a soak test. */

const verifier = evidenceVerifier()
afterAll(() => verifier.close())

it.each(Object.entries(properties))('%s', async (_name, holds) => {
  await holds(verifier, 40)
})
