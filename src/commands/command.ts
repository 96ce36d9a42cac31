import { type Command as CommanderCommand, Option } from 'commander'
import * as z from 'zod'
import { defined } from '../core/absence.js'
import { MOST_SECONDS } from '../core/arguments.js'
import { messageOf, RationaleError } from '../core/errors.js'
import { readSmallTextFile } from '../core/files/small-file.js'
import { inPlainWords } from '../core/issue-words.js'
import { keepSecretsOfAddresses } from '../core/secrets.js'
import { EXIT, type ExitCode, exitForBad } from './exit.js'
import type { Progress } from './progress.js'

export { EXIT, type ExitCode, exitForBad }

/** Everything a command may touch of the process. */
export interface Terminal {
  /** Where records, tables and the one `--json` object go. */
  out: NodeJS.WritableStream
  /** Messages for a person, on stderr. */
  say(message: string): void
  /** A bar on a terminal, NDJSON events elsewhere; on stderr. */
  progress(label: string, total?: number): Progress
  /** Fires at the first SIGINT, SIGTERM or SIGHUP: finish what is in flight, save, return. */
  signal: AbortSignal
  /** Columns of the terminal, 100 where there is none. */
  width: number
  /** A person reads what is written to `out`, and no file or program. */
  isRead: boolean
}

/** Where a command takes either records or the words of a person, each has options of its own: one that would do nothing is refused. */
export function refuseIdle(name: string, options: Readonly<Record<string, unknown>>, input: string | undefined): void {
  const idle = Object.keys(options).filter((key) => options[key] !== undefined && options[key] !== false)
  if (idle.length === 0) return
  const words = 'a QUESTION and a SOLUTION'
  const [goesWith, expected, found] =
    input === undefined
      ? ['a file of records', `rationale ${name} FILE`, `${words} on the command line`]
      : [words, `rationale ${name} "QUESTION" "SOLUTION"`, `a file of records, ${input}`]
  const flags = idle.map(flag).join(', ')
  throw new RationaleError(
    'configuration',
    `rationale ${name}: ${flags} ${idle.length > 1 ? 'go' : 'goes'} with ${goesWith}`,
    {
      expected,
      found,
      remedy: idle.includes('context')
        ? 'leave it out: a record holds its context in a field of its own'
        : idle.includes('output')
          ? 'leave it out: one verdict goes to standard output, with --json for a program'
          : 'leave it out',
    },
  )
}

/** Columns that a table may take: a file or a pipe has room for the widest. */
export const widthOfTables = ({ isRead, width }: Terminal) => (isRead ? width : 120)

export interface CommandResult {
  exit: ExitCode
  /** What `--json` prints; undefined where records went to stdout. */
  json: unknown
}

/** One command: its options as a schema, and the one library call behind it. */
export interface Command {
  name: string
  summary: string
  /** Positional arguments as commander writes them: `[suites...]`. They arrive as the option of the same name. */
  argument?: string
  /** How the help writes them, where they are of several kinds. */
  usage?: string
  options: z.ZodObject
  run(options: unknown, terminal: Terminal): Promise<CommandResult>
}

/** Ties the schema's type to `run`; the options that every command has are added. */
export function defineCommand<Shape extends z.ZodRawShape>(command: {
  name: string
  summary: string
  argument?: string
  usage?: string
  options: z.ZodObject<Shape>
  run(options: z.infer<z.ZodObject<Shape>>, terminal: Terminal): Promise<CommandResult>
}): Command {
  return {
    ...command,
    run: (options, terminal) => command.run(parseOptions(command, options), terminal),
  }
}

/** All wrong options in one error. */
function parseOptions<Shape extends z.ZodRawShape>(
  { name, argument, options: schema }: { name: string; argument?: string; options: z.ZodObject<Shape> },
  given: unknown,
) {
  const isPositional = (key: string) => argument?.match(/\w+/)?.[0] === key
  const shown = (key: string) => (isPositional(key) ? key.toUpperCase() : flag(key))
  const parsed = schema.strict().safeParse(withoutStdout(schema, typed(schema, given)), { reportInput: true })
  if (parsed.success) return parsed.data
  const problems = parsed.error.issues.map((issue) => {
    if (issue.code === 'unrecognized_keys') return `unknown option ${issue.keys.map(flag).join(', ')}`
    const key = String(issue.path[0] ?? 'options')
    // A message of the command's own says more.
    const isMissing = issue.path.length === 1 && (given as Record<string, unknown> | null)?.[key] === undefined
    const isOwn = !/^(?:Invalid|Too|Unrecognized) /.test(issue.message)
    if (isOwn && isPositional(key)) return issue.message
    if (!isMissing || !issue.message.startsWith('Invalid input')) {
      const said = asTyped(schema, inPlainWords(issue.message, issue.input))
      return `${shown(key)}: ${said}${inList(given, issue.path)}`
    }
    const description = (schema.shape[key] as z.ZodType | undefined)?.description
    return `${shown(key)} is needed${description === undefined ? '' : `: ${description}`}`
  })
  throw new RationaleError('configuration', `rationale ${name}: ${problems.join('\n  ')}`, {
    remedy: `see rationale ${name} --help`,
  })
}

/** Which part of a list that was typed a message is about: `--layers 1,a`. */
function inList(given: unknown, [key, index]: readonly PropertyKey[]): string {
  const text = (given as Record<string, unknown> | null)?.[String(key)]
  if (typeof text !== 'string' || typeof index !== 'number') return ''
  return ` (${JSON.stringify(text.split(',')[index]?.trim() ?? '')} in ${JSON.stringify(text)})`
}

/** A message names other options as the library does: here they are flags. */
const asTyped = ({ shape }: z.ZodObject, message: string) =>
  message.replace(/\b[a-z]+(?:[A-Z][a-z]*)+\b/g, (word) => (word in shape ? flag(word) : word))

/** Flags arrive as text: what the schema takes as a number or a list is turned into one; the schema then judges the value. */
function typed(schema: z.ZodObject, given: unknown): unknown {
  if (typeof given !== 'object' || given === null) return given
  const value = (key: string, text: unknown) => {
    const kind = key in schema.shape && typeof text === 'string' ? kindOf(schema.shape[key] as z.ZodType) : undefined
    if (kind === 'number' && String(text).trim() !== '' && !Number.isNaN(Number(text))) return Number(text)
    if (kind === 'array' && typeof text === 'string') return text.split(',').map((part) => part.trim())
    return text
  }
  return Object.fromEntries(Object.entries(given).map(([key, text]) => [key, value(key, text)]))
}

/** What a schema takes below its defaults, options and alternatives. */
function kindOf(schema: z.ZodType): 'boolean' | 'number' | 'array' | undefined {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault || schema instanceof z.ZodNullable) {
    return kindOf(schema.unwrap() as z.ZodType)
  }
  if (schema instanceof z.ZodUnion) {
    // An alternative to a boolean is written out: --quality false.
    return (schema.options as z.ZodType[]).map(kindOf).find((kind) => kind === 'number' || kind === 'array')
  }
  if (schema instanceof z.ZodBoolean) return 'boolean'
  if (schema instanceof z.ZodNumber) return 'number'
  return schema instanceof z.ZodArray ? 'array' : undefined
}

/** An option as it is typed. */
export const flag = (key: string) => `--${key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`

/** What the help says of an option, below its default. */
export const metaOf = (schema: z.ZodType) =>
  schema.meta() ?? ((schema instanceof z.ZodOptional && (schema.unwrap() as z.ZodType).meta()) || {})

/** Whether `--output` is a file, and no folder. */
export function writesFile({ options }: Command): boolean {
  const { output } = options.shape as Record<string, z.ZodType>
  return output !== undefined && metaOf(output).value === 'file'
}

/** Gives a commander command the schema's options. Values stay strings; the schema coerces and checks them, all at once. */
export function addOptions(target: CommanderCommand, { options, argument }: Command): void {
  const positional = argument?.replace(/[^a-zA-Z]/g, '')
  for (const [key, schema] of Object.entries(options.shape as Record<string, z.ZodType>)) {
    if (key === positional) continue
    const { description, ...meta } = metaOf(schema)
    if (meta.hidden === true) continue
    const takesValue = kindOf(schema) !== 'boolean'
    const option = new Option(`${flag(key)}${takesValue ? ` <${meta.value ?? 'value'}>` : ''}`, description ?? '')
    const fallback = schema.safeParse(undefined)
    // Shown in the help only: the schema itself supplies the default.
    const isEmpty = fallback.data === undefined || fallback.data === false || String(fallback.data) === ''
    if (fallback.success && !isEmpty) {
      option.description += ` (default ${JSON.stringify(fallback.data)})`
    }
    target.addOption(option)
    // What is on by itself is turned off; both are options, so that neither is taken as given where it is not.
    if (fallback.data === true)
      target.addOption(new Option(flag(key).replace(/^--/, '--no-'), `without --${flag(key).slice(2)}`))
  }
}

/** `--output -`: where records go by themselves, and no file of that name. */
function withoutStdout<Given>(schema: z.ZodObject, given: Given): Given | Omit<Given, 'output'> {
  if (typeof given !== 'object' || given === null || schema.shape.output !== outputOption) return given
  const { output, ...others } = given as Given & { output?: unknown }
  return output === '-' ? others : given
}

/** `--config FILE`: a JSON object of the same options in camelCase; flags win. */
export function withConfiguration(given: Record<string, unknown>): Record<string, unknown> {
  const { config, ...flags } = given
  if (config === undefined) return flags
  let contents: unknown
  try {
    const text = readSmallTextFile(String(config))
    keepSecretsOfAddresses(text.replaceAll('\\/', '/'))
    contents = JSON.parse(text)
  } catch (error) {
    throw new RationaleError('configuration', `cannot read --config ${config}`, {
      expected: 'a JSON object of options in camelCase',
      found: messageOf(error),
    })
  }
  if (typeof contents !== 'object' || contents === null || Array.isArray(contents)) {
    throw new RationaleError('configuration', `--config ${config} is not a JSON object`)
  }
  // Editors are told by it where the schema is.
  const { $schema: _editors, ...options } = contents as Record<string, unknown>
  return { ...options, ...flags }
}

/* Options that several commands share. */
export const inputOption = z
  .string()
  .meta({ description: 'records to read: a file (.gz too), or - for stdin', value: 'file' })
export const outputOption = z
  .string()
  .optional()
  .meta({ description: 'where records go (default: stdout, which is - too)', value: 'file' })
export const verifierOption = z.string().optional().meta({
  description: 'verifier URI, or several separated by commas that judge together (default "embedded:")',
  value: 'uri',
})
export const limitOption = z
  .int()
  .positive()
  .optional()
  .meta({ description: 'stop after this many records', value: 'n' })
export const seedOption = z.int().default(0).meta({ description: 'seed of every random choice', value: 'n' })
export const jsonOption = z
  .boolean()
  .default(false)
  .meta({ description: 'one JSON object on stdout at the end and nothing else' })
/** Of commands that turn records into records. */
export const recordsJsonOption = z.boolean().default(false).meta({
  description: 'JSON on stdout and nothing else: what was asked for, or with --output a summary',
})
export const maxBadOption = z
  .string()
  .regex(
    /^(?:\d+|(?:100|\d{1,2}(?:\.\d+)?)%)$/,
    'expected a whole number or a percentage up to 100, such as 10 or 0.5%',
  )
  .optional()
  .meta({
    description: 'fail when more records than this are rejected, fail or cannot be judged (default: any number)',
    value: 'N|%',
  })
export const keepOption = z.string().min(1, 'expected the name of a file').optional().meta({
  description: 'file in which judgements are kept as they come: run again with it, only what is missing is asked',
  value: 'file',
})
/** Of models behind a server. */
export const serverOptions = {
  retries: z
    .int()
    .min(0)
    .optional()
    .meta({ description: 'attempts after the first, where a server may answer later (default 5)', value: 'n' }),
  attemptTimeout: z
    .number()
    .positive()
    .max(MOST_SECONDS)
    .optional()
    .meta({ description: 'seconds until one attempt at a server is given up (default 120)', value: 's' }),
}
export const serverLimits = ({
  retries,
  attemptTimeout,
}: {
  retries?: number | undefined
  attemptTimeout?: number | undefined
}) => ({
  http: defined({ retries, attemptTimeoutMs: attemptTimeout && Math.ceil(attemptTimeout * 1000) }),
})
