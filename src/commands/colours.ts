import { randomInt } from 'node:crypto'
import pc from 'picocolors'

/*
 * Colours where a person looks: at a terminal, unless NO_COLOR says no. FORCE_COLOR says yes anywhere. What goes into a file or a pipe has
 * none, also on a build server, whose CI variable picocolors itself takes for a terminal.
 */

export const wantsColours = (env: NodeJS.ProcessEnv, isTerminal: boolean): boolean => {
  if (env.NO_COLOR) return false
  if (env.FORCE_COLOR) return env.FORCE_COLOR !== '0'
  return isTerminal && env.TERM !== 'dumb'
}

export const areColoursOn = wantsColours(process.env, process.stdout.isTTY === true)

/**
 * What strangers' text cannot know, so that no sequence in it passes for one of ours. It stands as more numbers of the sequence, of four digits
 * at most: what measures a text's width knows no longer ones, and would count their digits as columns.
 */
const ours = Array.from({ length: 4 }, () => randomInt(10_000)).join(';')
const ESC = '\u001b'
const marked = new RegExp(`${ESC}\\[(\\d+);${ours}m`)

/** Begins and ends as picocolors has it, each sequence marked as ours. */
function colour(name: 'bold' | 'dim' | 'underline' | 'red' | 'green' | 'yellow'): (text: string) => string {
  const [begin = '', end = ''] = pc.createColors(areColoursOn)[name]('|').replaceAll('m', `;${ours}m`).split('|')
  return (text) => begin + text + end
}

export const colours = {
  bold: colour('bold'),
  dim: colour('dim'),
  underline: colour('underline'),
  red: colour('red'),
  green: colour('green'),
  yellow: colour('yellow'),
}

/** Our colours in `text` as a terminal knows them; all else as `plain` has it. */
export function withColours(text: string, plain: (part: string) => string): string {
  return text
    .split(marked)
    .map((part, i) => (i % 2 === 1 ? `${ESC}[${part}m` : plain(part)))
    .join('')
}
