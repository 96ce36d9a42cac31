/*
 * Ends with 1 where dist/ is not what the sources make: a file of it missing, older than its source, or left over. npm runs it before it packs,
 * so that no package goes out without the code, or with other code than the repository's.
 */
import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'

const filesOf = (folder, ending) =>
  existsSync(folder)
    ? readdirSync(folder, { recursive: true })
        .map((name) => join(folder, name))
        .filter((path) => path.endsWith(ending))
    : []
const builtOf = (source) => join('dist', source.replace(/\.ts$/, '.js'))

/** A browser's scripts are each one file, made of a folder. */
const page = join('src', 'serve', 'page', '/')
const scripts = ['page.js', 'rich.js', 'static/page.js', 'network/page.js', 'network/worker.js'].map((name) =>
  join('dist', 'page', ...name.split('/')),
)

const cli = join('dist', 'src', 'cli.js')
/** The command line's parts are bundled too, under names that the bundler gives. */
const isPart = (path) => path.startsWith(join('dist', 'cli', '/'))

const sources = ['src', 'extraction', 'verifier', 'benchmarks']
  .flatMap((folder) => filesOf(folder, '.ts'))
  .filter((path) => !path.startsWith(page))
const built = new Set(sources.map(builtOf))
const problems = [
  ...sources.filter((path) => !existsSync(builtOf(path))).map((path) => `${builtOf(path)} is missing`),
  ...sources
    .filter((path) => existsSync(builtOf(path)) && statSync(builtOf(path)).mtimeMs < statSync(path).mtimeMs)
    .map((path) => `${builtOf(path)} is older than ${path}`),
  ...scripts.filter((path) => !existsSync(path)).map((path) => `${path} is missing`),
  ...filesOf(page, '').flatMap((source) =>
    scripts
      .filter((path) => existsSync(path) && statSync(path).mtimeMs < statSync(source).mtimeMs)
      .map((path) => `${path} is older than ${source}`),
  ),
  ...sources
    .filter((path) => existsSync(cli) && statSync(cli).mtimeMs < statSync(path).mtimeMs)
    .map((path) => `${cli} is older than ${path}`),
  ...filesOf('dist', '.js')
    .filter((path) => !built.has(path) && !scripts.includes(path) && !isPart(path))
    .map((path) => `${path} has no source`),
]
const [first] = problems
if (first !== undefined) {
  const others = problems.length > 1 ? ` (and ${problems.length - 1} more)` : ''
  console.error(`dist/ is not what the sources make: ${first}${others}. Type: npm run build`)
  process.exitCode = 1
}
