import { escapeHtml } from '../core/printable.js'

/** A file of the page at `/`. */
export interface PageFile {
  type: string
  content: string
  /** Its Content-Security-Policy. */
  policy: string
}

/** What a browser is shown: path -> file. */
export function pageFiles({ version, verifier }: { version: string; verifier: string }): ReadonlyMap<string, PageFile> {
  const content = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>rationale-verifier</title>
<h1>rationale-verifier ${escapeHtml(version)}</h1>
<p>It judges with ${escapeHtml(verifier)}. <a href="/openapi.json">What can be asked</a>, <a href="/health">health</a>, <a href="/metrics">metrics</a>.
</html>
`
  return new Map([['/', { type: 'text/html; charset=utf-8', content, policy: "default-src 'none'" }]])
}
