import { readFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { build } from 'esbuild'
import { packageFolder } from '../core/package-folder.js'
import { licences } from './licences.js'

/*
 * Bundles the command line (`npm run build`): dist/src/cli.js and the thread of its server, dist/src/verifier-thread.js, with their parts in dist/cli, one for each command and one for what several share. To find
 * and compile 560 small files took a third of the time of a cold `rationale verify`. Programs that import the package get its files as they are.
 */

const { peerDependencies } = JSON.parse(readFileSync(join(packageFolder(), 'package.json'), 'utf8'))

const { metafile } = await build({
  absWorkingDir: packageFolder(),
  entryPoints: { 'src/cli': 'src/cli.ts', 'src/verifier-thread': 'src/verifier-thread.ts' },
  outdir: 'dist',
  chunkNames: 'cli/[name]-[hash]',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  // Who has them, has them beside the package; native modules are files of their own.
  external: ['onnxruntime-node', 'ndjson', ...Object.keys(peerDependencies)],
  // Packages for CommonJS ask for Node's modules by `require`, which an ES module does not have.
  banner: {
    js: "import { createRequire as requireFor } from 'node:module'\nconst require = requireFor(import.meta.url)",
  },
  // Blanks and comments are a quarter of it. Names stay, for those who read a stack.
  minifyWhitespace: true,
  minifySyntax: true,
  legalComments: 'none',
  plugins: [
    {
      // Zod's messages in forty languages are 200 kB that every command would load and none shows.
      name: 'zod in English',
      setup: ({ onLoad }) =>
        onLoad({ filter: /[\\/]zod[\\/]v4[\\/]locales[\\/]index\.js$/ }, () => ({
          contents: "export { default as en } from './en.js'",
        })),
    },
  ],
  metafile: true,
  logLevel: 'warning',
})
await writeFile(join(packageFolder(), 'dist/cli/LICENSES.txt'), await licences(metafile.inputs))
