import type { Entry } from '../entries.js'
import type { Make, PageElement } from './dom.js'

/** Runs in the page (see script.ts): no imports but types. A list of thousands of samples of which only the visible ones are elements. */
export function entryList(make: Make, host: PageElement, runs: readonly string[], select: (position: number) => void) {
  const HEIGHT = 58
  const runway = make('div', 'runway')
  let entries: readonly Entry[] = []
  let selected = -1
  let frame = 0
  const nextFrame = (globalThis as unknown as { requestAnimationFrame(work: () => void): number }).requestAnimationFrame

  const badge = (right: number | null) =>
    right === null
      ? (['', '–', 'not in this run'] as const)
      : right === 1
        ? (['good', '✓', 'right'] as const)
        : right === 0
          ? (['bad', '✗', 'wrong'] as const)
          : (['warn', '½', `right by ${Math.round(100 * right)} %: answers tie, or only some draws are right`] as const)
  const draw = () => {
    frame = 0
    const first = Math.max(0, Math.floor(host.scrollTop / HEIGHT) - 4)
    const last = Math.min(entries.length, Math.ceil((host.scrollTop + host.clientHeight) / HEIGHT) + 4)
    const items: PageElement[] = []
    for (const [offset, entry] of entries.slice(first, last).entries()) {
      const position = first + offset
      // One mark a run, in the order of the runs.
      const marks = entry.right.map((right, run) => {
        const [kind, sign, meaning] = badge(right)
        const mark = make('span', `tag ${kind}`, sign)
        mark.title = runs.length > 1 ? `${runs[run]}: ${meaning}` : meaning
        return mark
      })
      const item = make(
        'div',
        'item',
        make('div', 'head', make('span', 'id', `${entry.task} · ${entry.id}`), ...marks),
        make('div', 'line', entry.question),
      )
      item.setAttribute('role', 'option')
      item.setAttribute('aria-selected', String(position === selected))
      item.setAttribute('aria-setsize', String(entries.length))
      item.setAttribute('aria-posinset', String(position + 1))
      item.style.setProperty('transform', `translateY(${position * HEIGHT}px)`)
      items.push(item)
    }
    runway.replaceChildren(...items)
  }
  host.addEventListener('scroll', () => {
    if (frame === 0) frame = nextFrame(draw)
  })
  // Heard on the list itself: a redraw between press and release replaces the element, and its own click would be lost.
  host.addEventListener('click', (event) => {
    const position = Math.floor((event.clientY - host.getBoundingClientRect().top + host.scrollTop) / HEIGHT)
    if (position < entries.length) select(position)
  })
  return {
    show(shown: readonly Entry[]) {
      entries = shown
      selected = -1
      host.scrollTop = 0
      runway.style.setProperty('height', `${entries.length * HEIGHT}px`)
      host.replaceChildren(entries.length === 0 ? make('p', 'empty', 'No sample matches.') : runway)
      draw()
    },
    mark(position: number) {
      selected = position
      const top = position * HEIGHT
      if (top < host.scrollTop) host.scrollTop = top
      else if (top + HEIGHT > host.scrollTop + host.clientHeight) host.scrollTop = top + HEIGHT - host.clientHeight
      draw()
    },
  }
}
