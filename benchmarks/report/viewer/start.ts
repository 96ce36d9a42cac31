import type { printable } from '../../../src/core/printable.js'
import type { inPlainMath } from '../../../src/core/records/plain-math.js'
import type { sayProbability } from '../../../src/core/records/verdict-words.js'
import type { SampleRecord } from '../../run/records.js'
import type { Entry, PageIndex } from '../entries.js'
import type { chainView } from './chain.js'
import type { sampleDetail } from './detail.js'
import type { Make, Page, PageAddress, PageElement, PageEvent, Rich } from './dom.js'
import type { entryList } from './list.js'

export interface Parts {
  entryList: typeof entryList
  chainView: typeof chainView
  sampleDetail: typeof sampleDetail
  inPlainMath: typeof inPlainMath
  printable: typeof printable
  sayProbability: typeof sayProbability
  rich: Rich
}

/** Runs in the page (see script.ts): no imports but types. Ties list, filters, search, detail and keys together. */
export async function start({
  entryList,
  chainView,
  sampleDetail,
  inPlainMath,
  printable,
  sayProbability,
  rich,
}: Parts): Promise<void> {
  const page = (globalThis as unknown as { document: Page }).document
  const byId = (id: string) => page.getElementById(id) as PageElement
  const make: Make = (tag, className, ...children) => {
    const element = page.createElement(tag)
    if (className !== '') element.className = className
    // Formulas are written so that they can be read; the raw record keeps them.
    const shown = children.filter((child) => child !== undefined)
    element.append(...shown.map((child) => (typeof child === 'string' ? printable(inPlainMath(child)) : child)))
    return element
  }
  /** Base64 of deflated JSON -> value. */
  const unpack = async (id: string): Promise<unknown> => {
    const packed = Uint8Array.from(atob(byId(id).textContent ?? ''), (character) => character.charCodeAt(0))
    const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream('deflate-raw'))
    return JSON.parse(await new Response(stream).text())
  }

  const index = (await unpack('index')) as PageIndex
  const chunks = new Map<number, Promise<SampleRecord[]>>()
  const chunk = (number: number) => {
    const held = chunks.get(number) ?? (unpack(`chunk-${number}`) as Promise<SampleRecord[]>)
    chunks.delete(number)
    chunks.set(number, held)
    // The last few stay; the page's own copy is packed.
    if (chunks.size > 8) chunks.delete(chunks.keys().next().value as number)
    return held
  }

  const detail = byId('detail')
  const search = byId('search')
  let shown: readonly Entry[] = []
  let position = -1
  let run = 0
  let filter = ''
  /** The chosen value of each facet; '' for all. */
  const wanted = index.facets.map(() => '')
  let candidates = { count: 0, at: 0, choose: (_index: number): void => {} }
  const list = entryList(
    make,
    byId('list'),
    index.runs.map(({ label }) => label),
    (at) => select(at),
  )

  const address = globalThis as unknown as PageAddress
  /** What a link to a sample says behind #. */
  const fragmentOf = ({ task, id }: Entry) =>
    `#${new URLSearchParams({ task, sample: id, run: index.runs[run]?.label ?? '' })}`
  /** The sample that the address names; false where it names none. */
  const selectLinked = (): boolean => {
    const named = new URLSearchParams(address.location.hash.slice(1))
    const place = shown.findIndex(({ task, id }) => task === named.get('task') && id === named.get('sample'))
    if (place < 0) return false
    run = Math.max(
      0,
      index.runs.findIndex(({ label }) => label === named.get('run')),
    )
    void select(place)
    return true
  }

  /** The record as it stands in the run's files, written out when it is asked for. */
  const raw = (record: SampleRecord): PageElement => {
    const text = make('pre', '')
    const whole = make('details', '', make('summary', '', 'As JSON'), text)
    whole.addEventListener('toggle', () => {
      text.textContent ||= JSON.stringify(record, null, 2)
    })
    return whole
  }

  const select = async (at: number): Promise<void> => {
    const entry = shown[at]
    if (entry === undefined) return
    position = at
    list.mark(at)
    if (entry.at[run] === null) run = entry.at.findIndex((place) => place !== null)
    const [number, offset] = entry.at[run] as [number, number]
    const record = (await chunk(number))[offset] as SampleRecord
    if (position !== at) return // another one was chosen meanwhile
    const tools = {
      make,
      rich,
      chain: chainView,
      sayProbability,
      onCandidates: (count: number, at: number, choose: (index: number) => void) => {
        candidates = { count, at, choose }
      },
    }
    detail.replaceChildren(...runTabs(entry), ...sampleDetail(tools, record), raw(record))
    detail.scrollTop = 0
    address.history.replaceState(null, '', fragmentOf(entry))
  }

  const runTabs = (entry: Entry): PageElement[] => {
    if (index.runs.length < 2) return []
    const tabs = index.runs.map(({ label, verifier }, at) => {
      const tab = make('button', '', label)
      tab.title = verifier
      tab.setAttribute('aria-pressed', String(at === run))
      if (entry.at[at] === null) tab.setAttribute('disabled', '')
      tab.addEventListener('click', () => {
        run = at
        void select(position)
      })
      return tab
    })
    return [make('div', 'bar', ...tabs)]
  }

  const refresh = () => {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean)
    shown = index.entries.filter((entry) => {
      if (filter !== '' && !entry.tags.includes(filter)) return false
      if (wanted.some((value, facet) => value !== '' && !entry.facets[facet]?.includes(value))) return false
      const text = `${entry.task} ${entry.id} ${entry.question}`.toLowerCase()
      return words.every((word) => text.includes(word))
    })
    position = -1
    // The tables are of the same tasks, parts, categories and generators.
    for (const row of page.querySelectorAll('#results [data-task]')) {
      const has = (name: string, value: string) => value === '' || row.getAttribute(`data-${name}`) === value
      row.hidden = !index.facets.every(({ name }, facet) => has(name.toLowerCase(), wanted[facet] ?? ''))
    }
    byId('shown').textContent = `${shown.length} of ${index.entries.length}`
    list.show(shown)
  }

  const chips = index.filters.map(({ tag, label, count }) => {
    const chip = make('button', '', label, make('span', 'count', String(count)))
    chip.setAttribute('aria-pressed', String(tag === filter))
    chip.addEventListener('click', () => {
      filter = tag
      for (const [at, other] of chips.entries())
        other.setAttribute('aria-pressed', String(index.filters[at]?.tag === tag))
      refresh()
    })
    return chip
  })
  const choices = index.facets.map(({ name, values }, facet) => {
    if (values.length === 0) return undefined
    const options = ['', ...values].map((value) => {
      const option = make('option', '', value === '' ? `${name}: all` : value)
      option.setAttribute('value', value)
      return option
    })
    const choice = make('select', '', ...options)
    choice.setAttribute('aria-label', name)
    choice.addEventListener('change', () => {
      wanted[facet] = choice.value
      refresh()
    })
    return choice
  })
  byId('filters').replaceChildren(...chips)
  byId('facets').replaceChildren(...choices.filter((choice) => choice !== undefined))
  search.addEventListener('input', refresh)

  const walk = (by: number) => {
    candidates.at = Math.max(0, Math.min(candidates.count - 1, candidates.at + by))
    candidates.choose(candidates.at)
  }
  const keys: Record<string, () => void> = {
    j: () => void select(Math.min(shown.length - 1, position + 1)),
    k: () => void select(Math.max(0, position - 1)),
    l: () => walk(1),
    h: () => walk(-1),
    e: () => {
      const step = detail.querySelector('#first-wrong-step')
      step?.scrollIntoView({ block: 'center' })
      step?.focus()
    },
    r: () => {
      run = (run + 1) % index.runs.length
      void select(position)
    },
    '/': () => search.focus(),
  }
  page.addEventListener('keydown', (event: PageEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    if (event.target.tagName === 'INPUT') {
      if (event.key === 'Escape') event.target.blur()
      return
    }
    const arrows: Record<string, string> = { ArrowDown: 'j', ArrowUp: 'k', ArrowRight: 'l', ArrowLeft: 'h' }
    // In the list arrows walk the samples; elsewhere they scroll.
    const inList = event.target.id === 'list'
    const action = keys[inList ? (arrows[event.key] ?? event.key) : event.key]
    if (action === undefined) return
    event.preventDefault()
    action()
  })

  refresh()
  address.addEventListener('hashchange', selectLinked)
  if (!selectLinked()) await select(0)
  byId('viewer').setAttribute('data-ready', 'true')
}
