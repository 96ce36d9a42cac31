import { cp, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type BuildOptions, build } from 'esbuild'
import { packageFolder } from '../core/package-folder.js'
import { licences } from './licences.js'

/*
 * Bundles the page for browsers (`npm run build`): dist/page is what `rationale serve` shows, dist/page/static needs no server, dist/page/network is what
 * `rationale page` puts a network beside, dist/page/rich.js is how a report draws texts. markdown-it, KaTeX and DOMPurify go into the script, so that who installs the package installs none of them.
 */

const from = join(packageFolder(), 'src/serve/page')
const served = join(packageFolder(), 'dist/page')

const bundled = {
  bundle: true,
  format: 'iife',
  target: 'es2022',
  platform: 'browser',
  minify: true,
  legalComments: 'none',
  logLevel: 'warning',
} satisfies BuildOptions

/** Without a server nobody sends a header: the policy stands in the page, and nothing may be asked of anybody. */
const alone = "default-src 'none'; script-src 'self' file:; style-src 'self' file:; img-src data:"
/** The network's files lie beside the page; its runtime is WebAssembly. Opened from a file, the page judges without them. */
const beside =
  "default-src 'none'; script-src 'self' file: 'wasm-unsafe-eval'; worker-src 'self'; connect-src 'self'; style-src 'self' file:; img-src data:"

await build({
  entryPoints: [join(from, 'rich.ts')],
  outfile: join(served, 'rich.js'),
  globalName: 'drawing',
  ...bundled,
})

const page = await readFile(join(from, 'index.html'), 'utf8')
for (const { entries, folder, policy } of [
  { entries: { page: 'served.ts' }, folder: served },
  { entries: { page: 'static.ts' }, folder: join(served, 'static'), policy: alone },
  { entries: { page: 'network.ts', worker: 'worker.ts' }, folder: join(served, 'network'), policy: beside },
]) {
  const { metafile } = await build({
    entryPoints: Object.fromEntries(Object.entries(entries).map(([name, file]) => [name, join(from, file)])),
    outdir: folder,
    metafile: true,
    ...bundled,
  })
  await cp(join(from, 'page.css'), join(folder, 'page.css'))
  await writeFile(join(folder, 'LICENSES.txt'), await licences(metafile.inputs))
  const head = policy && `\n<meta http-equiv="Content-Security-Policy" content="${policy}">`
  await writeFile(
    join(folder, 'index.html'),
    page.replace('<meta charset="utf-8">', (charset) => `${charset}${head ?? ''}`),
  )
}
