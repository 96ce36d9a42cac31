import { byWord } from '../absence.js'
import type { Operator } from './token.js'

/** Words that stand for an operator, with the word that must follow. */
export const operatorWords: ReadonlyMap<string, { operator: Operator; follow: string }> = new Map([
  ['plus', { operator: '+', follow: '' }],
  ['minus', { operator: '-', follow: '' }],
  ['times', { operator: '*', follow: '' }],
  ['mal', { operator: '*', follow: '' }],
  ['multiplied', { operator: '*', follow: 'by' }],
  ['divided', { operator: '/', follow: 'by' }],
  ['geteilt', { operator: '/', follow: 'durch' }],
])

/** Chinese signs between two numbers: "3加4等于8". Signs of equality are those that are no operator. */
export const hanSign = /^(?:加上|加|减去|减|乘以|乘|等于|得|是|为)\s?(?=\d)/
export const hanOperators = byWord<Operator>({ 加上: '+', 加: '+', 减去: '-', 减: '-', 乘以: '*', 乘: '*' })

/** Words that state equality when an operation stands before them: "2 plus 3 is 5". */
export const weakEqualities = new Set(
  'is are was were equals equal gives makes yields leaves totals ist sind ergibt ergeben'.split(' '),
)

/** Names of functions whose values are not computed here. */
export const functionWords = new Set(
  'sin cos tan cot sec csc log ln exp lim max min gcd lcm mod modulo det abs floor ceil round sum arcsin arccos arctan lg'.split(
    ' ',
  ),
)

export type LatexRole =
  | Operator
  | 'equal'
  | 'approximate'
  | 'space'
  | 'break'
  | 'text'
  | 'frac'
  | 'sqrt'
  | 'binom'
  | 'pi'

const roles: Record<LatexRole, string> = {
  '+': '',
  '-': '',
  '*': 'times cdot ast',
  '/': 'div',
  '^': '',
  equal: '',
  approximate: 'approx simeq cong',
  space:
    'left right big Big bigg Bigg bigl bigr Bigl Bigr quad qquad displaystyle textstyle limits boxed fbox underline begin end circ degree mathbf boldsymbol bf rm dollar',
  break:
    'le leq ge geq lt gt neq ne to Rightarrow rightarrow implies iff Longrightarrow Leftrightarrow equiv in notin subset subseteq cup cap therefore because mid item hline leqslant geqslant propto sim mapsto ll gg',
  text: 'text textbf textit textrm mathrm mbox hbox operatorname emph',
  frac: 'frac dfrac tfrac cfrac',
  sqrt: 'sqrt',
  binom: 'binom dbinom tbinom',
  pi: 'pi',
}

/** LaTeX commands that mean something to the grammar; any other is a name of unknown value. */
export const latex: Record<string, LatexRole> = Object.fromEntries(
  (Object.entries(roles) as [LatexRole, string][]).flatMap(([role, names]) =>
    names
      .split(' ')
      .filter((name) => name !== '')
      .map((name) => [name, role]),
  ),
)

/** Words after which a number is a label: "Step 1 - 3 + 4 = 7" does not begin at 1. */
export const labelWords = new Set(
  'step day week month year case option question problem part equation page chapter round stage phase level exercise example figure table section line item no number scenario method approach group trial quarter'.split(
    ' ',
  ),
)

/** Words that never belong to the unit of a number: with one of them between, number and operator are strangers. */
export const proseWords = new Set(
  'and or so the to then but if that which while because since when where he she they we it his her their its this these those with from by than as at on for into after before has have had will would can could cost costs be been not also i you there now next finally therefore thus hence let find get'.split(
    ' ',
  ),
)
