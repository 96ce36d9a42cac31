import { Command as Commander, CommanderError } from 'commander'
import { RationaleError } from '../core/errors.js'
import { encodeRecord } from '../core/records/encode.js'
import { packageVersion } from '../core/version.js'
import { hearWarnings } from '../core/warnings.js'
import type { Command } from './command.js'
import { EXIT, type ExitCode } from './exit.js'
import { interruptedExit, type Outputs, openTerminal, say, shown } from './terminal.js'

/** Commands are loaded when they are run: a cold `rationale verify` pays for nothing else. */
export const commands: Record<string, { summary: string; load: () => Promise<Command> }> = {
  verify: {
    summary: 'score every step of reasoning chains and name the first wrong one',
    load: async () => (await import('./verify.js')).verifyCommand,
  },
  rerank: {
    summary: 'choose among candidate solutions',
    load: async () => (await import('./rerank.js')).rerankCommand,
  },
  extract: {
    summary: 'mine implicit rationales from text',
    load: async () => (await import('./extract.js')).extractCommand,
  },
  'extract-worker': {
    summary: 'serve the queue of an extraction job on another host',
    load: async () => (await import('./extract-worker.js')).extractWorkerCommand,
  },
  explain: {
    summary: 'what an extraction job did with one document',
    load: async () => (await import('./explain.js')).explainCommand,
  },
  'fetch-news': {
    summary: 'fetch news and filings into one file of records',
    load: async () => (await import('./fetch-news.js')).fetchNewsCommand,
  },
  'market-labels': {
    summary: 'label news by what its security did afterwards',
    load: async () => (await import('./market-labels.js')).marketLabelsCommand,
  },
  'market-test': {
    summary: 'test forecasts of market labels by walking forward',
    load: async () => (await import('./market-test.js')).marketTestCommand,
  },
  train: {
    summary: 'train a verifier: LoRA and its kin, virtual tokens, bottlenecks, low-rank, full, or a probe',
    load: async () => (await import('./train.js')).trainCommand,
  },
  export: {
    summary: 'hand a trained verifier to other engines',
    load: async () => (await import('./export.js')).exportCommand,
  },
  calibrate: {
    summary: 'turn what verifiers say into a probability and verdicts with a stated risk',
    load: async () => (await import('./calibrate.js')).calibrateCommand,
  },
  solve: {
    summary: 'solve problems with a generator that a verifier steers',
    load: async () => (await import('./solve.js')).solveCommand,
  },
  serve: {
    summary: 'a server in front of a verifier: verify, rerank, chat completions with a verdict, a page',
    load: async () => (await import('./serve.js')).serveCommand,
  },
  page: {
    summary: 'the page as a folder for any web server, judging in the browser',
    load: async () => (await import('./page.js')).pageCommand,
  },
  mcp: {
    summary: 'the verifier as tools of an agent, over the Model Context Protocol',
    load: async () => (await import('./mcp.js')).mcpCommand,
  },
  bench: {
    summary: 'measure a verifier on tasks, recorded candidates or labelled steps',
    load: async () => (await import('./bench.js')).benchCommand,
  },
  report: {
    summary: 'one HTML page of benchmark runs',
    load: async () => (await import('./report.js')).reportCommand,
  },
  doctor: {
    summary: 'what this machine and these models can do, and what would go wrong',
    load: async () => (await import('./doctor.js')).doctorCommand,
  },
  demo: {
    summary: 'the main job on the samples that ship with the package',
    load: async () => (await import('./demo.js')).demoCommand,
  },
}

/**
 * One command, from what was typed to what the process ends with. What goes wrong is told on stderr.
 *
 * @param argv after `rationale`.
 * @param outputs the process's own, or any two streams for a command within a process.
 */
export async function runCommandLine(argv: readonly string[], outputs: Outputs = process): Promise<ExitCode> {
  return dispatch(argv, outputs).catch((error) => explain(error, outputs))
}

async function dispatch(argv: readonly string[], outputs: Outputs): Promise<ExitCode> {
  let exit: ExitCode = EXIT.done
  const program = new Commander('rationale')
    .description('Find the step at which a chain of reasoning breaks, and choose among candidate solutions.')
    .showHelpAfterError('(rationale COMMAND --help shows the options)')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => outputs.stdout.write(shown(text)),
      writeErr: (text) => outputs.stderr.write(shown(text)),
    })
    .version(packageVersion())
  for (const [name, { summary, load }] of Object.entries(commands)) {
    const isAsked = argv[0] === name || (argv[0] === 'help' && argv[1] === name)
    const target = program.command(name).description(summary).exitOverride()
    if (!isAsked) continue
    // Last, so that a system which lets too few files be opened is told of by what is loaded already.
    const command = await load()
    const { addOptions, withConfiguration, writesFile } = await import('./command.js')
    if (command.argument) target.argument(command.argument)
    if (command.usage) target.usage(`[options] ${command.usage}`)
    addOptions(target, command)
    target.option('--config <file>', 'JSON file of these options in camelCase; flags win')
    target.action(async (...given: unknown[]) => {
      // None given leaves them to the configuration.
      const isGiven = command.argument !== undefined && given[0] !== undefined && [given[0]].flat().length > 0
      const positional = isGiven ? { [`${command.argument}`.replace(/[^a-zA-Z]/g, '')]: given[0] } : {}
      const options = withConfiguration({ ...positional, ...target.opts() })
      const { refuseOverwriting } = await import('./overwriting.js')
      refuseOverwriting({ ...options, config: target.opts().config })
      if (options.output !== undefined && writesFile(command))
        (await import('../core/files/place.js')).refuseNoPlace(String(options.output))
      using terminal = openTerminal(outputs)
      using _warnings = hearWarnings(({ text }) => terminal.say(`warning: ${text}`))
      const result = await command.run(options, terminal)
      if (options.json === true && result.json !== undefined) outputs.stdout.write(encodeRecord(result.json))
      exit = result.exit === EXIT.interrupted ? interruptedExit() : result.exit
    })
  }
  try {
    await program.parseAsync([...argv], { from: 'user' })
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.usage
    throw error
  }
  return exit
}

function explain(error: unknown, outputs: Outputs): ExitCode {
  if (error instanceof RationaleError) {
    say(outputs, error.message)
    // The files of a model are named by an option, as a URI is; and so is what needs a package that is not there, or what this model or build cannot do.
    if (['configuration', 'model-file', 'missing-package', 'unsupported'].includes(error.code)) return EXIT.usage
    return error.code === 'aborted' ? interruptedExit() : EXIT.failed
  }
  if (error instanceof EvalError) {
    // The library that prints a network's graph makes its code as it runs.
    say(
      outputs,
      'Node was told to make no code from strings, and a network needs some\n  to do:    leave --disallow-code-generation-from-strings out, or judge with --verifier evidence:',
    )
    return EXIT.usage
  }
  say(outputs, isSystemError(error) ? describeSystemError(error) : String(error instanceof Error ? error.stack : error))
  return EXIT.failed
}

/** Of the operating system: what failed and where says more than the place in our code. */
const isSystemError = (error: unknown): error is NodeJS.ErrnoException =>
  error instanceof Error && 'syscall' in error && 'code' in error

function describeSystemError({ message, code }: NodeJS.ErrnoException): string {
  const remedy =
    code === 'EMFILE' || code === 'ENFILE'
      ? 'allow the process more open files (ulimit -n 1024)'
      : 'check the path, its permissions and free space'
  return `the system refused a file or a connection\n  found:    ${message}\n  to do:    ${remedy}`
}
