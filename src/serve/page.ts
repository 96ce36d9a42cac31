import { readdirSync, readFileSync } from 'node:fs'
import { extname, join } from 'node:path'
import { RationaleError } from '../core/errors.js'
import { packageFolder } from '../core/package-folder.js'

/** A file of the page at `/`. */
export interface PageFile {
  type: string
  content: string
  /** Its Content-Security-Policy. */
  policy: string
}

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
}

/** Scripts and styles of our own, requests to this server alone, no frame around the page. */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  'img-src data:',
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

/** What a browser is shown: path -> file. `src/build/page.ts` made it. */
export function pageFiles(): ReadonlyMap<string, PageFile> {
  const folder = join(packageFolder(), 'dist/page')
  const names = readNames(folder).filter((name) => types[extname(name)] !== undefined)
  const files = names.map((name): [string, PageFile] => [
    name === 'index.html' ? '/' : `/${name}`,
    { type: types[extname(name)] ?? '', content: readFileSync(join(folder, name), 'utf8'), policy },
  ])
  return new Map(files)
}

function readNames(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch (cause) {
    throw new RationaleError('configuration', 'the page of the server is not built', {
      found: `nothing in ${folder}`,
      remedy: 'in a clone: npm run build',
      cause,
    })
  }
}
