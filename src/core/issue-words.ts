import { nearestName } from './nearest-name.js'

/*
 * What the schema library says of a value, in the words of people who write records and options.
 */

const kinds: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  tuple: 'a list',
  object: 'an object',
  record: 'an object',
  undefined: 'nothing',
  NaN: 'no number',
  nan: 'no number',
}
const kind = (name: string) => kinds[name] ?? name

const forms: readonly (readonly [RegExp, (...parts: string[]) => string])[] = [
  [
    /^Invalid input: expected (\w+), received (\w+)$/,
    (wanted, found) => `expected ${kind(wanted)}, found ${kind(found)}`,
  ],
  [/^Too small: expected (?:string|array) to have >=1 (?:characters|items)$/, () => 'is empty'],
  [/^Too small: expected \w+ to (?:be|have) >=(\S+)(.*)$/, (least, of) => `expected at least ${least}${of}`],
  [/^Too small: expected \w+ to (?:be|have) >(\S+)(.*)$/, (above, of) => `expected more than ${above}${of}`],
  [/^Too big: expected \w+ to (?:be|have) <=(\S+)(.*)$/, (most, of) => `expected at most ${most}${of}`],
  [/^Too big: expected \w+ to (?:be|have) <(\S+)(.*)$/, (below, of) => `expected less than ${below}${of}`],
  [/^Unrecognized keys?: (.*)$/, (names) => `unknown: ${names}`],
  [/^Invalid input$/, () => 'is of no known form'],
]

/** A message of a command's or a schema's own stays as it is. `input` is the value, where the schema was asked to report it: a wrong choice is named. */
export function inPlainWords(message: string, input?: unknown): string {
  const [, names] = /^Invalid option: expected one of (.*)$/.exec(message) ?? []
  if (names !== undefined) return choiceInWords(names, input)
  for (const [form, say] of forms) {
    const [whole, ...parts] = form.exec(message) ?? []
    if (whole !== undefined) return say(...parts)
  }
  return message
}

function choiceInWords(names: string, input: unknown): string {
  const expected = `expected ${names.replaceAll('|', ', ')}`
  if (typeof input !== 'string') return expected
  const near = nearestName(
    input,
    names.split('|').map((name) => name.replaceAll('"', '')),
  )
  return `${expected}, found ${JSON.stringify(input.slice(0, 80))}${near === undefined ? '' : `; did you mean ${near}?`}`
}
