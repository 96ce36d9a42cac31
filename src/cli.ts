#!/usr/bin/env node
/* Loaded in turn: where the system lets too few files be opened, somebody is there to say so. */
try {
  const { keepSecretsOf, watchOutputs } = await import('./commands/terminal.js')
  const { runCommandLine } = await import('./commands/command-line.js')
  const argv = process.argv.slice(2)
  watchOutputs()
  keepSecretsOf(argv, process.env)
  const exit = await runCommandLine(argv)
  process.exitCode = exit
  // What was asked to stop and has saved its work does not wait for a pipe or a server that still says nothing.
  if (exit > 128) setTimeout(() => process.exit(), 1000).unref()
} catch (error) {
  if (!(error instanceof Error && 'code' in error && (error.code === 'EMFILE' || error.code === 'ENFILE'))) throw error
  process.stderr.write(
    `the system lets too few files be opened (${error.code})\n  to do:    allow the process more (ulimit -n 1024)\n`,
  )
  process.exitCode = 1
}
