#!/usr/bin/env node
import { runCommandLine } from './commands/command-line.js'
import { keepSecretsOf, watchOutputs } from './commands/terminal.js'

const argv = process.argv.slice(2)
watchOutputs()
keepSecretsOf(argv, process.env)
process.exitCode = await runCommandLine(argv)
// What was asked to stop and has saved its work does not wait for a pipe or a server that still says nothing.
if (process.exitCode > 128) setTimeout(() => process.exit(), 1000).unref()
