import type { z } from 'zod'
import { describeIssues, messageOf, RationaleError } from '../../src/core/errors.js'
import { readSmallTextFile } from '../../src/core/files/small-file.js'
import type { TokenTally } from '../../src/core/records/types.js'
import { recipeSchema } from './recipe.js'

const pricesSchema = recipeSchema.shape.prices.unwrap()
/** Per million tokens, in any one currency. */
export type Prices = z.infer<typeof pricesSchema>

/** Cost = tokens generated and evaluated at their prices per million. */
export function costOf(tokens: Pick<TokenTally, 'generated' | 'evaluated'>, prices: Prices): number {
  return (tokens.generated * prices.generated + tokens.evaluated * prices.evaluated) / 1e6
}

/** A price table: `{"generated": 0.6, "evaluated": 0.15}`. @throws RationaleError naming what is wrong with the file. */
export async function readPrices(file: string): Promise<Prices> {
  const fail = (found: string): never => {
    throw new RationaleError('configuration', `${file} is not a price table`, {
      expected: '{"generated": N, "evaluated": N}, per million tokens',
      found,
    })
  }
  let value: unknown
  try {
    value = JSON.parse(readSmallTextFile(file))
  } catch (error) {
    return fail(messageOf(error))
  }
  const parsed = pricesSchema.safeParse(value)
  return parsed.success ? parsed.data : fail(describeIssues(parsed.error))
}
