import { execFileSync } from 'node:child_process'
import { root } from './entries.js'

/** Packs the package into a folder; gives the file's name. Nothing is built for it: other tests use what is there, which must be up to date. */
export function pack(destination: string): string {
  const npm = (...args: string[]) => execFileSync('npm', args, { cwd: root, encoding: 'utf8' })
  npm('run', '--silent', 'prepack')
  const [{ filename }] = JSON.parse(
    npm('pack', '--json', '--ignore-scripts', '--silent', '--pack-destination', destination),
  )
  return filename
}
