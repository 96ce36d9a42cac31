import { byId, make } from './dom.js'
import type { Entered } from './link.js'

/** The fields of the page. */
export interface Form {
  read(): Entered
  fill(entered: Entered): void
}

export function createForm(): Form {
  const question = byId('question', HTMLTextAreaElement)
  const context = byId('context', HTMLTextAreaElement)
  const more = byId('more', HTMLDetailsElement)
  const solutions = byId('solutions', HTMLDivElement)

  const texts = () => [...solutions.querySelectorAll('textarea')].map(({ value }) => value)

  const draw = (values: readonly string[]) => {
    const shown = values.length === 0 ? [''] : values
    solutions.replaceChildren(...shown.map((value, index) => solution(value, index, shown.length > 1)))
  }

  const solution = (value: string, index: number, several: boolean) => {
    const id = `solution-${index + 1}`
    const label = make('label', '', several ? `Solution ${index + 1}` : 'Solution')
    label.htmlFor = id
    const text = make('textarea', '')
    text.id = id
    text.rows = 7
    text.value = value
    text.spellcheck = false
    const head = make('div', 'head', label)
    if (several) {
      const remove = make('button', 'small', 'Remove', make('span', 'hidden', ` solution ${index + 1}`))
      remove.type = 'button'
      remove.addEventListener('click', () => draw(texts().filter((_text, at) => at !== index)))
      head.append(remove)
    }
    return make('div', 'solution', head, text)
  }

  byId('add', HTMLButtonElement).addEventListener('click', () => {
    draw([...texts(), ''])
    solutions.querySelector<HTMLTextAreaElement>('.solution:last-child textarea')?.focus()
  })
  draw([])

  return {
    read: () => ({ question: question.value, context: context.value, solutions: texts() }),
    fill(entered) {
      question.value = entered.question
      context.value = entered.context
      more.open = entered.context !== ''
      draw(entered.solutions)
    },
  }
}
