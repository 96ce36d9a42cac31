import { describe, expect, it } from 'vitest'
import { accuses } from '../../../src/core/records/findings.js'
import { stepsOf } from '../../../src/core/steps/steps.js'
import { checkEvidence } from '../../../verifier/evidence/index.js'

/** One chain, right or with a slip in its second step, in every dress that models put on it. */
const chain = (second: number) => [
  'Pens cost 3 * 12 = 36 dollars.',
  `The bag costs 14 dollars more, so 36 + 14 = ${second} dollars.`,
  'Together that is 36 + 50 = 86 dollars.',
]

const titles = ['Cost of pens', 'Cost of the bag', 'Total']
const dresses: Record<string, (steps: string[]) => string> = {
  lines: (steps) => steps.join('\n'),
  paragraphs: (steps) => steps.join('\n\n'),
  prose: (steps) => steps.join(' '),
  numbered: (steps) => steps.map((step, i) => `${i + 1}. ${step}`).join('\n'),
  'Step n': (steps) => steps.map((step, i) => `Step ${i + 1}: ${step}`).join('\n\n'),
  'headed steps': (steps) => steps.map((step, i) => `## Step ${i + 1}\n${step}`).join('\n\n'),
  headings: (steps) => steps.map((step, i) => `### ${titles[i]}\n\n${step}`).join('\n\n'),
  'bold titles': (steps) => steps.map((step, i) => `**${titles[i]}**\n${step}`).join('\n\n'),
  bullets: (steps) => steps.map((step) => `- ${step}`).join('\n'),
  rules: (steps) => steps.join('\n\n---\n\n'),
  'a heading at the end': (steps) => `${steps.join('\n\n')}\n\n## Answer`,
  'a table before': (steps) => `| item | cost |\n|---|---|\n| pens | 36 |\n\n${steps.join('\n\n')}`,
  'Windows line ends': (steps) => steps.join('\r\n'),
  quoted: (steps) => steps.map((step) => `> ${step}`).join('\n'),
  'one block': (steps) => `\`\`\`\n${steps.join('\n')}\n\`\`\``,
  'a thought before': (steps) => `<think>Hmm, 3 * 12 = 38?\n\nNo.</think>\n\n${steps.join('\n\n')}`,
  'a thought begun before the text': (steps) => `3 * 12 = 38?</think>\n${steps.join('\n')}`,
  'a thought of Magistral': (steps) => `[THINK]Hmm, 3 * 12 = 38?[/THINK]${steps.join('\n')}`,
  'a thought of Kimi': (steps) => `◁think▷Hmm, 3 * 12 = 38?◁/think▷${steps.join('\n')}`,
  'a thought of Seed-OSS': (steps) => `<seed:think>Hmm, 3 * 12 = 38?</seed:think>${steps.join('\n')}`,
  'a thought of Gemma': (steps) => `<unused94>thought\nHmm, 3 * 12 = 38?<unused95>${steps.join('\n')}`,
  'OpenThoughts data': (steps) =>
    `<|begin_of_thought|>\n\nHmm, 3 * 12 = 38?\n\n<|end_of_thought|>\n\n<|begin_of_solution|>\n\n${steps.join('\n')}\n\n<|end_of_solution|>`,
  'channels of gpt-oss': (steps) =>
    `<|channel|>analysis<|message|>Hmm, 3 * 12 = 38?<|end|><|start|>assistant<|channel|>final<|message|>${steps.join('\n')}<|return|>`,
  'channels of gpt-oss without their tokens': (steps) =>
    `analysisHmm, 3 * 12 = 38? No.assistantfinal${steps.join('\n')}`,
  'tags around the reasoning': (steps) => `<reasoning>\n${steps.join('\n')}\n</reasoning>`,
  'tags around each step': (steps) => steps.map((step) => `<step>${step}</step>`).join('\n'),
  'numbered tags': (steps) => steps.map((step, i) => `<step number="${i + 1}">\n${step}\n</step>`).join(''),
  'line ends in two characters': (steps) => steps.join('\\n'),
  'JSON, one string': (steps) => JSON.stringify({ reasoning: steps.join(' '), answer: '86' }),
  'JSON, a list': (steps) => JSON.stringify({ steps, final_answer: '86' }),
  'JSON, a list of objects': (steps) =>
    JSON.stringify({ steps: steps.map((output) => ({ explanation: '', output })), final_answer: '86' }),
  'a JSON array': (steps) => JSON.stringify(steps.map((explanation) => ({ explanation }))),
}

describe('dress changes neither steps nor what is found in them', () => {
  it.each(Object.entries(dresses))('%s', (_name, dress) => {
    for (const second of [50, 60]) {
      const steps = stepsOf({ text: dress(chain(second)) })
      expect(steps).toHaveLength(3)
      for (const [i, step] of chain(second).entries()) expect(steps[i]).toContain(step)
      const { steps: judged } = checkEvidence({ question: 'What do pens and bag cost?', steps })
      expect(judged.findIndex(({ evidence }) => evidence.some(accuses))).toBe(second === 50 ? -1 : 1)
    }
  })

  it('an answer between tags is a step of its own', () => {
    const text = '<reasoning>\nFirst, 5 * 3 = 15.\nThen 15 + 2 = 17.\n</reasoning>\n<answer>\n17\n</answer>'
    expect(stepsOf({ text })).toEqual(['First, 5 * 3 = 15.', 'Then 15 + 2 = 17.', 'Answer: 17'])
    expect(stepsOf({ text: 'We see that a \\neq b. \\nu is 3.' })).toEqual(['We see that a \\neq b.', '\\nu is 3.'])
  })

  it('a factorial ends no sentence', () => {
    expect(stepsOf({ text: 'We have 5! = 120 orders. Half of them are 60.' })).toHaveLength(2)
  })
})
