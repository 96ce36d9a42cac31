import { printable } from '../../core/printable.js'

type Child = Node | string | undefined

/** `make('p', 'muted', 'text', child)`: an element with a class and children. Text stays text: nothing is parsed as markup, and no control in it reorders a line. */
export function make<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  className: string,
  ...children: Child[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag)
  if (className !== '') element.className = className
  element.append(
    ...children.flatMap((child) => (child === undefined ? [] : [typeof child === 'string' ? printable(child) : child])),
  )
  return element
}

/** The element of the page with this id. */
export function byId<Type extends HTMLElement>(id: string, type: new () => Type): Type {
  const element = document.getElementById(id)
  if (element instanceof type) return element
  throw new Error(`the page has no ${type.name} with the id ${id}`)
}
