#!/usr/bin/env node
import { Command as Commander, CommanderError } from 'commander'
import { addOptions, type Command, EXIT, type ExitCode, type Terminal, withConfiguration } from './commands/command.js'
import { createProgress } from './commands/progress.js'
import { packageVersion } from './commands/version.js'
import { RationaleError } from './core/errors.js'

/** Commands are loaded when they are run: a cold `rationale verify` pays for nothing else. */
const commands: Record<string, { summary: string; load: () => Promise<Command> }> = {
  verify: {
    summary: 'score every step of reasoning chains and name the first wrong one',
    load: async () => (await import('./commands/verify.js')).verifyCommand,
  },
  rerank: {
    summary: 'choose among candidate solutions',
    load: async () => (await import('./commands/rerank.js')).rerankCommand,
  },
  extract: {
    summary: 'mine implicit rationales from text',
    load: async () => (await import('./commands/extract.js')).extractCommand,
  },
  'extract-worker': {
    summary: 'serve the queue of an extraction job on another host',
    load: async () => (await import('./commands/extract-worker.js')).extractWorkerCommand,
  },
  explain: {
    summary: 'what an extraction job did with one document',
    load: async () => (await import('./commands/explain.js')).explainCommand,
  },
  train: {
    summary: 'train a verifier: LoRA, QLoRA, low-rank or full',
    load: async () => (await import('./commands/train.js')).trainCommand,
  },
  export: {
    summary: 'hand a trained verifier to other engines',
    load: async () => (await import('./commands/export.js')).exportCommand,
  },
  solve: {
    summary: 'solve problems with a generator that a verifier steers',
    load: async () => (await import('./commands/solve.js')).solveCommand,
  },
  bench: {
    summary: 'measure a verifier on tasks, recorded candidates or labelled steps',
    load: async () => (await import('./commands/bench.js')).benchCommand,
  },
  report: {
    summary: 'one HTML page of benchmark runs',
    load: async () => (await import('./commands/report.js')).reportCommand,
  },
  doctor: {
    summary: 'what this machine and these models can do, and what would go wrong',
    load: async () => (await import('./commands/doctor.js')).doctorCommand,
  },
  demo: {
    summary: 'the main job on the samples that ship with the package',
    load: async () => (await import('./commands/demo.js')).demoCommand,
  },
}

/** argv -> command -> exit code. */
async function main(argv: string[]): Promise<ExitCode> {
  let exit: ExitCode = EXIT.done
  const program = new Commander('rationale')
    .description('Find the step at which a chain of reasoning breaks, and choose among candidate solutions.')
    .showHelpAfterError('(rationale COMMAND --help shows the options)')
    .exitOverride()
    .version(packageVersion())
  for (const [name, { summary, load }] of Object.entries(commands)) {
    const isAsked = argv[0] === name || (argv[0] === 'help' && argv[1] === name)
    const target = program.command(name).description(summary).exitOverride()
    if (!isAsked) continue
    const command = await load()
    if (command.argument) target.argument(command.argument)
    addOptions(target, command)
    target.option('--config <file>', 'JSON file of these options in camelCase; flags win')
    target.action(async (...given: unknown[]) => {
      // None given leaves them to the configuration.
      const isGiven = command.argument !== undefined && given[0] !== undefined && [given[0]].flat().length > 0
      const positional = isGiven ? { [`${command.argument}`.replace(/[^a-zA-Z]/g, '')]: given[0] } : {}
      const options = withConfiguration({ ...positional, ...target.opts() })
      const result = await command.run(options, openTerminal())
      if (options.json === true) process.stdout.write(`${JSON.stringify(result.json)}\n`)
      exit = result.exit
    })
  }
  try {
    await program.parseAsync(argv, { from: 'user' })
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.usage
    return explain(error)
  }
  return exit
}

/** The first SIGINT asks the command to finish and save, the second one stops. */
function openTerminal(): Terminal {
  const interrupt = new AbortController()
  process.on('SIGINT', () => {
    if (interrupt.signal.aborted) process.exit(EXIT.interrupted)
    process.stderr.write('finishing what is in flight; press again to stop at once\n')
    interrupt.abort(new RationaleError('aborted', 'interrupted'))
  })
  // A reader that has seen enough (`| head`) ends the run quietly.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    process.exit(error.code === 'EPIPE' ? EXIT.done : EXIT.failed)
  })
  return {
    out: process.stdout,
    say: (message) => process.stderr.write(`${message}\n`),
    progress: (label, total) => createProgress(process.stderr, label, total),
    signal: interrupt.signal,
    width: process.stdout.columns ?? 100,
  }
}

function explain(error: unknown): ExitCode {
  if (!(error instanceof RationaleError)) {
    process.stderr.write(`${error instanceof Error ? error.stack : error}\n`)
    return EXIT.failed
  }
  process.stderr.write(`${error.message}\n`)
  if (error.code === 'configuration') return EXIT.usage
  return error.code === 'aborted' ? EXIT.interrupted : EXIT.failed
}

process.exitCode = await main(process.argv.slice(2))
