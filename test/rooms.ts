/** The rooms of the source and what each may import: `architecture.test.ts` holds every import to it, ARCHITECTURE.md shows it. */
export interface Room {
  name: string
  /** Folders and files, the longest that fits a file counts; `verifier/*` are the files of that folder alone. */
  places: readonly string[]
  what: string
  /** Rooms by name; `all` for every other. */
  imports: readonly string[] | 'all'
  /** Rooms of which only types are imported. */
  types?: readonly string[]
  /** Rooms that are loaded when they are asked for (`await import`), and of which types may be named. */
  loads?: readonly string[]
}

export const rooms: readonly Room[] = [
  {
    name: 'core',
    places: ['src/core'],
    what: 'nouns, records, steps, answers, quantities, arithmetic, statistics',
    imports: [],
  },
  {
    name: 'models',
    places: ['src/models'],
    what: 'the one seam, `LanguageModel`, `Embedder` and `TextTokenizer`, and its providers',
    imports: ['core'],
    loads: ['network', 'embedded'],
  },
  { name: 'extraction', places: ['extraction'], what: 'documents to rationales', imports: ['core'], types: ['models'] },
  {
    name: 'judge',
    places: ['verifier/judge'],
    what: 'the one contract of judging: `PreparedChain`, `Judge`, `Judgement`, verdicts, votes; how a chain is laid out for a model',
    imports: ['core'],
  },
  {
    name: 'calibration',
    places: ['verifier/calibration'],
    what: 'from what judges say to a probability with a stated risk: fit, thresholds, files',
    imports: ['core', 'judge'],
  },
  {
    name: 'evidence',
    places: ['verifier/evidence'],
    what: 'checks that need no model, and what they add up to',
    imports: ['core', 'judge', 'calibration'],
  },
  {
    name: 'reward',
    places: ['verifier/reward'],
    what: 'rewards of a step over any `LanguageModel`; never a tensor',
    imports: ['core', 'judge'],
    types: ['models'],
  },
  {
    name: 'search',
    places: ['verifier/search'],
    what: 'strategies over any `LanguageModel`: votes, step search, beam, DVTS',
    imports: ['core', 'judge', 'reward'],
    types: ['models'],
  },
  {
    name: 'network',
    places: ['verifier/network'],
    what: 'the network: defined once as a graph, printed as ONNX, trained here: `graph` ← `runtime`; `weights` ← `tokenizer`; these ← `model` ← `prm`, `probe`, `train`, `export`',
    imports: ['core', 'models', 'judge'],
  },
  {
    name: 'embedded',
    places: ['verifier/embedded'],
    what: 'the network that ships and its loader',
    imports: ['core', 'judge', 'calibration', 'evidence', 'reward', 'network'],
    types: ['models'],
  },
  {
    name: 'verifier',
    places: ['verifier/*'],
    what: 'the entry `rationale-verifier/verifier`, verifiers put together',
    imports: ['core', 'judge', 'calibration', 'evidence', 'reward', 'search', 'network'],
    types: ['models'],
  },
  {
    name: 'benchmarks',
    places: ['benchmarks'],
    what: 'tasks, graders, runs, statistics, report; models by injection',
    imports: ['core', 'judge', 'reward', 'search'],
    types: ['models'],
  },
  {
    name: 'entries',
    places: ['src/*'],
    what: 'the entries `rationale-verifier`, `rationale-verifier/langchain` and `rationale-verifier/ai-sdk`; a verifier URI to a `Verifier`',
    imports: ['core', 'models', 'judge'],
    loads: ['verifier', 'calibration', 'evidence', 'reward', 'network', 'embedded'],
  },
  {
    name: 'serve',
    places: ['src/serve'],
    what: 'the entry `rationale-verifier/serve`: HTTP, the page and MCP in front of a verifier; thin, over the library',
    imports: ['core', 'judge'],
    types: ['models'],
  },
  {
    name: 'commands',
    places: ['src/commands', 'src/cli.ts'],
    what: 'argv, one schema and one library call a command',
    imports: [
      'core',
      'models',
      'extraction',
      'judge',
      'calibration',
      'evidence',
      'reward',
      'search',
      'network',
      'embedded',
      'verifier',
      'benchmarks',
      'entries',
      'serve',
    ],
  },
  {
    name: 'studies',
    places: ['benchmarks/studies'],
    what: 'experiments and recipes, in the repository and not in the package',
    imports: 'all',
  },
]

/** The room of a file, by the longest of the places that hold it. */
export function roomOf(file: string): Room | undefined {
  const folder = file.slice(0, file.lastIndexOf('/'))
  const fits = (place: string) =>
    place.endsWith('/*') ? place.slice(0, -2) === folder : file === place || file.startsWith(`${place}/`)
  const found = rooms.flatMap((room) => room.places.filter(fits).map((place) => ({ room, length: place.length })))
  return found.sort((a, b) => b.length - a.length)[0]?.room
}

/** Whether a file may import another in this way. */
export function mayImport(from: Room, to: Room, kind: 'value' | 'type' | 'dynamic'): boolean {
  if (from === to || from.imports === 'all' || from.imports.includes(to.name)) return true
  if (kind === 'type') return [...(from.types ?? []), ...(from.loads ?? [])].includes(to.name)
  return kind === 'dynamic' && (from.loads ?? []).includes(to.name)
}

/** The table of ARCHITECTURE.md. */
export function roomsTable(): string {
  const allowed = ({ imports, types, loads }: Room) =>
    imports === 'all'
      ? 'everything'
      : [
          imports.length > 0 ? imports.join(', ') : types || loads ? '' : 'nothing',
          types ? `types of ${types.join(', ')}` : '',
          loads ? `on demand ${loads.join(', ')}` : '',
        ]
          .filter((part) => part !== '')
          .join('; ')
  const rows = rooms.map((room) => {
    const places = room.places.map((place) => `\`${place.replace('/*', '/*.ts')}\``).join(', ')
    return `| ${room.name} | ${places} | ${room.what} | ${allowed(room)} |`
  })
  return ['| room | where | what | may import |', '|---|---|---|---|', ...rows].join('\n')
}
