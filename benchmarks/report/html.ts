import { createHash } from 'node:crypto'
import { deflateRawSync } from 'node:zlib'

/** Markup that is ready to stand in a page: everything else is escaped on the way in. */
export class Markup {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
}

type Part = Markup | string | number | undefined | readonly Part[]

/** Template tag: strings and numbers are escaped, Markup is not. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  return new Markup(strings.reduce((text, string, index) => text + render(parts[index - 1]) + string))
}

function render(part: Part): string {
  if (part === undefined) return ''
  if (part instanceof Markup) return part.text
  if (Array.isArray(part)) return part.map(render).join('')
  return escaped(String(part))
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}

/** Hash of an inline script or style, as a content security policy names it. */
export function cspHash(content: string): string {
  return `'sha256-${createHash('sha256').update(content).digest('base64')}'`
}

/**
 * Data for the page's script: JSON, deflated, base64. Nothing in it can end the element or be taken for markup,
 * and a browser does not execute a script element of this type.
 */
export function dataIsland(id: string, value: unknown): Markup {
  const packed = deflateRawSync(Buffer.from(JSON.stringify(value)), { level: 6 }).toString('base64')
  return new Markup(`<script type="application/x-deflated-json" id="${escaped(id)}">${packed}</script>`)
}
