/*
 * What people do with things, in the past and as it is asked for: "sold" and "sell".
 */

const pasts: Readonly<Record<string, string>> = {
  has: 'have',
  had: 'have',
  owns: 'have',
  owned: 'have',
  own: 'have',
  ate: 'eat',
  sold: 'sell',
  bought: 'buy',
  made: 'make',
  found: 'find',
  caught: 'catch',
  saw: 'see',
  drank: 'drink',
  wrote: 'write',
  got: 'get',
  won: 'win',
  did: 'do',
  ran: 'run',
  swam: 'swim',
  drove: 'drive',
  read: 'read',
  planted: 'plant',
  walked: 'walk',
  picked: 'pick',
  collected: 'collect',
  scored: 'score',
  earned: 'earn',
  baked: 'bake',
  saved: 'save',
  received: 'receive',
  solved: 'solve',
}
const base = (verb: string): string => pasts[verb] ?? verb.replace(/(?<=catch)es$|(?<!s)s$/, '')

export const DID =
  'has|have|had|owns|owned|collected|collects|found|finds|picked|picks|read|reads|sold|sells|caught|catches|bought|buys|made|makes|baked|bakes|saved|saves|earned|earns|scored|scores|ate|eats|drank|drinks|saw|sees|planted|plants|wrote|writes|got|gets|received|receives|won|wins|solved|solves|ran|runs|walked|walks|swam|swims|drove|drives'
export const DO =
  'have|own|collect|find|pick|read|sell|catch|buy|make|bake|save|earn|score|eat|drink|see|plant|write|get|receive|win|solve|run|walk|swim|drive'

/** What is got in one of these ways one has. */
const gaining = new Set([
  'collect',
  'find',
  'pick',
  'catch',
  'buy',
  'make',
  'bake',
  'save',
  'earn',
  'get',
  'receive',
  'win',
])

/** Whether the same was done every time, and that is what is asked. */
export function isOneDeed(done: readonly string[], asked: string): boolean {
  const deeds = new Set(done.filter((each) => each !== '').map(base))
  const [deed = ''] = deeds
  return deeds.size === 1 && (deed === base(asked) || (base(asked) === 'have' && gaining.has(deed)))
}
