/*
 * The little of the DOM that the page's script uses. The package is compiled without the browser's library, which would put
 * `name`, `open`, `close` and hundreds of other globals into scope everywhere.
 */

import type { Span } from '../../../src/core/records/types.js'

export interface PageEvent {
  key: string
  target: PageElement
  ctrlKey: boolean
  metaKey: boolean
  altKey: boolean
  readonly clientY: number
  preventDefault(): void
}

export interface PageElement {
  className: string
  id: string
  tagName: string
  textContent: string | null
  value: string
  title: string
  hidden: boolean
  open: boolean
  type: string
  tabIndex: number
  scrollTop: number
  readonly clientHeight: number
  getBoundingClientRect(): { readonly top: number }
  readonly style: { setProperty(name: string, value: string): void }
  readonly classList: { add(name: string): void; toggle(name: string, on: boolean): void }
  append(...nodes: (PageElement | string)[]): void
  replaceChildren(...nodes: (PageElement | string)[]): void
  setAttribute(name: string, value: string): void
  getAttribute(name: string): string | null
  addEventListener(type: string, listener: (event: PageEvent) => void): void
  querySelector(selector: string): PageElement | null
  scrollIntoView(options: { block: string }): void
  focus(): void
  blur(): void
  click(): void
}

export interface Page {
  readonly activeElement: PageElement | null
  createElement(tag: string): PageElement
  getElementById(id: string): PageElement | null
  querySelectorAll(selector: string): Iterable<PageElement>
  addEventListener(type: string, listener: (event: PageEvent) => void): void
}

/** `make('p', 'muted', 'text', child)`: an element with a class and children. Text stays text: nothing is parsed as markup. */
export type Make = (tag: string, className: string, ...children: (PageElement | string | undefined)[]) => PageElement

/** The page's own drawing of text (src/serve/page/rich.ts): Markdown and LaTeX drawn, claims underlined, markup taken for text. */
export type Rich = (
  text: string,
  claims?: readonly { span: Span; ok: boolean; doubt: boolean; title: string }[],
) => PageElement

/** The address of the page: what stands behind # names a sample. */
export interface PageAddress {
  readonly location: { readonly hash: string }
  readonly history: { replaceState(state: null, unused: string, address: string): void }
  addEventListener(type: 'hashchange', listener: () => void): void
}
