import { defined } from '../../src/core/absence.js'
import { missingPackage } from '../../src/core/missing-package.js'
import { sha256 } from '../../src/core/records/sha256.js'
import { laterOf } from './feeds.js'
import type { NewsRecord } from './record.js'

/** The article of a web page, by Mozilla's Readability over linkedom; scripts are never run. Undefined where it finds none. */
export async function readPage(html: string, url: string, source: string): Promise<NewsRecord | undefined> {
  const { parseHTML } = await import('linkedom').catch(missingPackage('linkedom', 'a web page'))
  const { Readability } = await import('@mozilla/readability').catch(
    missingPackage('@mozilla/readability', 'a web page'),
  )
  type BrowserDocument = ConstructorParameters<typeof Readability>[0]
  const { document } = parseHTML(spaced(html))
  const timeIn = (property: string) =>
    document.querySelector(`meta[property="article:${property}_time"]`)?.getAttribute('content') ?? ''
  const [published, modified] = [timeIn('published'), timeIn('modified')]
  const article = new Readability(document as unknown as BrowserDocument).parse() // linkedom's has what it uses
  const text = article?.textContent?.replace(/\s+/g, ' ').trim() ?? ''
  if (text === '') return undefined
  return {
    id: sha256(url).slice(0, 24),
    title: article?.title ?? '',
    text,
    ...defined({ time: laterOf(published || article?.publishedTime || '', modified) || undefined }),
    source,
    url,
    tickers: [],
  }
}

/** The end of a paragraph or cell is a space: its text alone would be glued to the next. */
const spaced = (html: string) =>
  html.replace(/<(?:\/(?:p|div|li|h[1-6]|t[dhr]|dt|dd|blockquote|pre|section|article|figcaption)|br\s*\/?)>/gi, ' $&')

/** The text of a PDF file, page after page. */
export async function readPdf(bytes: Uint8Array, url: string, source: string): Promise<NewsRecord> {
  const { extractText, getDocumentProxy } = await import('unpdf').catch(missingPackage('unpdf', 'a PDF file'))
  const { text } = await extractText(await getDocumentProxy(new Uint8Array(bytes)), { mergePages: true })
  return {
    id: sha256(url).slice(0, 24),
    title: url.slice(url.lastIndexOf('/') + 1),
    text,
    source,
    url,
    tickers: [],
  }
}
