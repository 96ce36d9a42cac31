#!/usr/bin/env node
import { runCommandLine } from './commands/command-line.js'
import { keepSecretsOf, watchOutputs } from './commands/terminal.js'

const argv = process.argv.slice(2)
watchOutputs()
keepSecretsOf(argv, process.env)
process.exitCode = await runCommandLine(argv)
