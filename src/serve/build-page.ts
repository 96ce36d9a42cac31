import { cp } from 'node:fs/promises'
import { join } from 'node:path'
import { build } from 'esbuild'
import { PACKAGE_FOLDER } from '../core/package-folder.js'

/*
 * Bundles the page's script for browsers (`npm run build`): markdown-it, KaTeX and DOMPurify go in, so that who installs the package installs none of them.
 */

const from = join(PACKAGE_FOLDER, 'src/serve/page')
const to = join(PACKAGE_FOLDER, 'dist/page')

await build({
  entryPoints: { page: join(from, 'served.ts') },
  outdir: to,
  bundle: true,
  format: 'esm',
  target: 'es2022',
  platform: 'browser',
  minify: true,
  legalComments: 'linked',
  logLevel: 'warning',
})
for (const file of ['index.html', 'page.css']) await cp(join(from, file), join(to, file))
