import * as z from 'zod'
import { defined } from '../../src/core/absence.js'
import { isDay } from '../../src/core/calendar.js'
import { messageOf, RationaleError } from '../../src/core/errors.js'
import { missingPackage } from '../../src/core/missing-package.js'
import { sha256 } from '../../src/core/records/sha256.js'
import type { NewsRecord } from './record.js'

const text = z.preprocess((value) => {
  // With attributes an element is an object; its words are in #text.
  const inner = typeof value === 'object' && value !== null && '#text' in value ? value['#text'] : value
  return typeof inner === 'number' ? String(inner) : inner
}, z.string().default(''))
const many = <Item extends z.ZodType>(item: Item) =>
  z.preprocess((value) => (value === undefined || value === '' ? [] : [value].flat()), z.array(item))

const rssItem = z.looseObject({
  title: text,
  description: text,
  link: text,
  guid: text,
  pubDate: text,
  'dc:date': text,
  'content:encoded': text,
})
const channel = z.preprocess(
  (value) => (value === '' ? {} : value),
  z.looseObject({ title: text, item: many(rssItem) }),
)
const rss = z.looseObject({ rss: z.looseObject({ channel }) })
const atomLink = z.union([
  z.looseObject({ '@href': z.string(), '@rel': z.string().default('alternate') }),
  z.string().transform((href) => ({ '@href': href, '@rel': 'alternate' })),
])
const base = z.string().optional()
const atomEntry = z.looseObject({
  id: text,
  title: text,
  summary: text,
  content: text,
  updated: text,
  published: text,
  link: many(atomLink),
  '@xml:base': base,
})
const atom = z.looseObject({ feed: z.looseObject({ title: text, entry: many(atomEntry), '@xml:base': base }) })

/**
 * Content of type xhtml, made the text that content of type html is: the parser would take its elements apart.
 * RFC 4287, section 3.1.1.
 */
function asText(xml: string): string {
  return xml.replace(
    /<(content|summary|title)\b([^>]*\btype=["']xhtml["'][^>]*)(?<!\/)>([\s\S]*?)<\/\1\s*>/g,
    (_, name, attributes, inner: string) =>
      `<${name}${attributes}>${inner.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;')}</${name}>`,
  )
}

/** RSS 2.0 or Atom 1.0, as it is at `url` -> records. @throws RationaleError `input` where it is neither. */
export async function readFeed(xml: string, url: string): Promise<NewsRecord[]> {
  const source = new URL(url).host
  const { XMLParser, XMLValidator } = await import('fast-xml-parser').catch(missingPackage('fast-xml-parser', 'a feed'))
  const flaw = XMLValidator.validate(xml)
  if (flaw !== true) throw new RationaleError('input', `${source} is no XML`, { found: messageOf(flaw.err.msg) })
  const parsed: unknown = new XMLParser({
    ignoreAttributes: false,
    attributeNamePrefix: '@',
    parseTagValue: false,
  }).parse(asText(xml))
  const asRss = rss.safeParse(parsed)
  if (asRss.success) {
    return asRss.data.rss.channel.item.map((item) =>
      record(
        url,
        item.guid || item.link,
        item.title,
        item['content:encoded'] || item.description,
        isoTime(item.pubDate || item['dc:date']),
        resolved(item.link, url),
      ),
    )
  }
  const asAtom = atom.safeParse(parsed)
  if (!asAtom.success) throw new RationaleError('input', `${source} is no feed`, { expected: 'RSS 2.0 or Atom 1.0' })
  const { entry: entries, '@xml:base': base = '' } = asAtom.data.feed
  return entries.map((entry) => {
    const { id, title, content, summary, published, updated, link: links, '@xml:base': own = '' } = entry
    const link = links.find((each) => each['@rel'] === 'alternate') ?? links[0]
    const there = resolved(base, url) || url
    const address = resolved(link?.['@href'] ?? '', resolved(own, there) || there)
    return record(url, id, title, content || summary, laterOf(isoTime(published), isoTime(updated)), address)
  })
}

/** '' stays '', and what is no address stays what it is. */
const resolved = (link: string, base: string) =>
  link !== '' && URL.canParse(link, base) ? new URL(link, base).href : link

/** When the text was as it stands: what was published first and changed later was not known as it is before. */
export function laterOf(published: string, updated: string): string {
  return Date.parse(updated) >= Date.parse(published) || published === '' ? updated : published
}

function record(feed: string, guid: string, title: string, html: string, time: string, address: string): NewsRecord {
  const words = withoutTags(html)
  return {
    // Many feeds number their items: an id is one of its feed. A part of a hash stands for it, for its address may hold a key.
    id: `${sha256(feed).slice(0, 12)}:${guid || sha256(`${title}\0${words}`).slice(0, 24)}`,
    title: withoutTags(title),
    text: words,
    source: new URL(feed).host,
    ...defined({ time: time || undefined, url: address || undefined }),
    tickers: [],
  }
}

const ZONE = /:\d{2}(?:\.\d+)?(?:\s*[AP]M)?\s*(?:Z|[+-]\d{2}:?\d{2}|UTC?|GMT|[ECMP][SD]T)(?:\s*\([^)]*\))?$/i

/**
 * "Thu, 07 Mar 2024 14:30:00 GMT" as well as ISO, in UTC. Without a zone it stays what a clock showed, and a day stays a day: `Date.parse` would take the zone of
 * this machine, or the day's beginning. What cannot be read stays, and whoever needs a time refuses it.
 */
function isoTime(written: string): string {
  const text = written.trim()
  const isIso = /^\d{4}-\d{2}/.test(text)
  const hasZone = ZONE.test(text)
  if (!hasZone && isIso) return text
  const [, day, month, year] = /(\d{1,2})\s+([a-z]{3})[a-z]*\.?\s+(\d{4})/i.exec(text) ?? []
  if (isIso ? !isDay(text.slice(0, 10)) : day !== undefined && Number(day) !== dayOf(`${day} ${month} ${year} UTC`))
    return written
  const time = Date.parse(hasZone ? text : `${text} UTC`)
  if (Number.isNaN(time)) return written
  const iso = new Date(time).toISOString()
  return hasZone ? iso : iso.slice(0, text.includes(':') ? 19 : 10)
}

/** Of the month. */
const dayOf = (text: string) => new Date(Date.parse(text)).getUTCDate()

/** These mark words within a line: without them the words stand as they were, while any other tag parts them. */
const INLINE = /<\/?(?:a|abbr|b|cite|code|em|font|i|mark|q|small|span|strong|sub|sup|time|u)(?:\s[^>]{0,2000})?>/gi

const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' }

/** The words of a snippet of HTML as feeds carry it; whole pages go through the readability library. */
export function withoutTags(html: string): string {
  return html
    .replace(/<(script|style)\b[^>]*>[\s\S]*?<\/\1>/gi, ' ')
    .replace(INLINE, '')
    .replace(/<[a-z!/?][^>]{0,2000}>/gi, ' ')
    .replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|(\w{1,8}));/gi, (whole, decimal, hex, name) => {
      const code = decimal === undefined ? (hex === undefined ? undefined : Number.parseInt(hex, 16)) : Number(decimal)
      if (code === undefined) return entities[name] ?? whole
      return code > 0 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff) ? String.fromCodePoint(code) : whole
    })
    .replace(/\s+/g, ' ')
    .trim()
}
