import { loadVerifier } from '../../../src/index.js'

const verifier = await loadVerifier('evidence:')

/**
 * A chain in one line: `question || step || !false step || = answer`, or one step alone. The first error is the step with the exclamation mark.
 * What the verifier says of it beside what it should say.
 */
export async function judged(line: string): Promise<{ expected: number; firstError: number }> {
  const parts = line.split(' || ')
  const question = parts.length > 1 ? (parts.shift() ?? '') : 'Explain.'
  const answer = parts.at(-1)?.startsWith('= ') === true ? parts.pop()?.slice(2) : undefined
  const steps = parts.map((part) => part.replace(/^!/, ''))
  const { firstError } = await verifier.verify({
    id: 'line',
    question,
    steps,
    ...(answer === undefined ? {} : { answer }),
  })
  return { expected: parts.findIndex((part) => part.startsWith('!')), firstError: firstError ?? -1 }
}
