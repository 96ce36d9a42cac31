import * as z from 'zod'
import { escapeMarkers } from '../../../extraction/filters/markers.js'
import { opening } from '../../../verifier/judge/layout.js'

/*
 * Public solutions whose authors wrote down what a text leaves out: the notes of a calculator in GSM8K, the explanations of CoS-E. The text without them is
 * the document; they are what an annotator would put in.
 */

/** A document, and the same with the author's own rationales in their places, as an annotator that rewrites would answer. */
export interface WorkedText {
  id: string
  source: string
  text: string
  annotated: string
}

export const gsm8kRow = z.looseObject({ question: z.string(), answer: z.string() })
export const choiceRow = z.looseObject({
  id: z.string(),
  answerKey: z.string(),
  question: z.looseObject({
    stem: z.string(),
    choices: z.array(z.looseObject({ label: z.string(), text: z.string() })).min(2),
  }),
})
export const explanationRow = z.looseObject({
  id: z.string(),
  explanation: z.looseObject({ 'open-ended': z.string() }),
})

const NOTE = /<<([^<>]*)>>/g
/** A calculation on the page up to its note: "48/2 = $<<48/2=24>>". */
const SHOWN = /[-\d.,$%()/*x+×÷ ]*\d[-\d.,$%()/*x+×÷ ]*=\s*(\$?)\s*<<[^<>]*>>/g

/** "Natalia sold 48/2 = <<48/2=24>>24 clips" -> "Natalia sold 24 clips", behind "48/2 = 24.". Undefined where no step has a note. */
export function withNotes(row: z.infer<typeof gsm8kRow>, id: string): WorkedText | undefined {
  const [worked = '', gold = ''] = row.answer.split('####').map((part) => part.trim())
  const head = opening({ question: row.question }).trimEnd()
  const steps = worked.split('\n').map((line) => ({
    line: line.replace(SHOWN, ' $1').replace(NOTE, '').replace(/ {2,}/g, ' ').trim(),
    notes: [...line.matchAll(NOTE)].map(([, note = '']) => `${note.replace('=', ' = ')}.`),
  }))
  if (!steps.some(({ notes }) => notes.length > 0)) return undefined
  const end = gold === '' ? [] : [{ line: `The answer is ${gold}.`, notes: [] }]
  return laidOut(
    { id, source: 'gsm8k' },
    head,
    [...steps, ...end].map(({ line, notes }) => ({ line, why: notes.join(' ') })),
  )
}

/** A question with its options, the explanation, the answer. Undefined where the explanation names the answer: that is no reason for it. */
export function withExplanation(
  { question, answerKey, id }: z.infer<typeof choiceRow>,
  explanation: string,
): WorkedText | undefined {
  const chosen = question.choices.find(({ label }) => label === answerKey)
  if (chosen === undefined || explanation.toLowerCase().includes(chosen.text.toLowerCase())) return undefined
  const head = opening({ question: question.stem, options: question.choices.map(({ text }) => text) }).trimEnd()
  return laidOut({ id, source: 'cos-e' }, head, [
    { line: `The answer is (${answerKey}) ${chosen.text}.`, why: explanation },
  ])
}

/** The layout in which a model is asked about a chain (verifier/judge/layout.ts). */
function laidOut(
  named: Pick<WorkedText, 'id' | 'source'>,
  head: string,
  lines: readonly { line: string; why: string }[],
): WorkedText {
  const seam = (i: number) => (i === 0 ? '\n\n' : '\n')
  return {
    ...named,
    text: head + lines.map(({ line }, i) => seam(i) + line).join(''),
    annotated:
      escapeMarkers(head) +
      lines
        .map(
          ({ line, why }, i) =>
            `${why.trim() === '' ? '' : `<BOT>${escapeMarkers(why.trim())}<EOT>`}${seam(i)}${escapeMarkers(line)}`,
        )
        .join(''),
  }
}

/** As the document stands at the end of a prompt that asks for it to be rewritten. */
export const quoted = (text: string) => `<document>\n${escapeMarkers(text)}\n</document>`
