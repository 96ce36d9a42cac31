/** The rooms of the source and what each may import: `architecture.test.ts` holds every import to it, ARCHITECTURE.md shows it. */
export interface Room {
  name: string
  /** Folders and files, the longest that fits a file counts; `verifier/*` are the files of that folder alone. */
  places: readonly string[]
  /** In two sentences for somebody who was never here. */
  what: string
  /** The file to read first. */
  start: string
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
    what: 'Reading solutions: records, steps, answers, quantities, arithmetic; also statistics and files. It imports no other room.',
    start: 'src/core/records/types.ts',
    imports: [],
  },
  {
    name: 'models',
    places: ['src/models'],
    what: 'The one seam to models: `LanguageModel` generates and scores, `Embedder` embeds, `TextTokenizer` cuts. Each provider is a folder, and a URI opens it.',
    start: 'src/models/types.ts',
    imports: ['core'],
    loads: ['network', 'embedded'],
  },
  {
    name: 'extraction',
    places: ['extraction'],
    what: 'Documents to rationales, in jobs that stop and go on. What a model writes is filtered by whether it helps to predict the text.',
    start: 'extraction/job.ts',
    imports: ['core'],
    types: ['models'],
  },
  {
    name: 'market',
    places: ['extraction/market'],
    what: 'News and prices to labels, preference pairs and a back-test that walks forward. Nothing looks ahead, and the room itself checks that.',
    start: 'extraction/market/index.ts',
    imports: ['core', 'extraction'],
    types: ['models'],
  },
  {
    name: 'judge',
    places: ['verifier/judge'],
    what: 'The one contract of judging: a chain as a judge sees it, what a judge says, and how that becomes verdicts and votes. How a chain is laid out for a model stands here too.',
    start: 'verifier/judge/judge.ts',
    imports: ['core'],
  },
  {
    name: 'calibration',
    places: ['verifier/calibration'],
    what: 'From what judges say to a probability with a stated risk. It fits weights and thresholds, and reads and writes their files.',
    start: 'verifier/calibration/calibrate.ts',
    imports: ['core', 'judge'],
  },
  {
    name: 'evidence',
    places: ['verifier/evidence'],
    what: 'The checks that need no model, one file a kind of claim. What they find adds up to features of a step and of a chain.',
    start: 'verifier/evidence/index.ts',
    imports: ['core', 'judge', 'calibration'],
  },
  {
    name: 'reward',
    places: ['verifier/reward'],
    what: 'Rewards of a step over any `LanguageModel`: process, outcome, implicit, critique. Never a tensor.',
    start: 'verifier/reward/model-judge.ts',
    imports: ['core', 'judge'],
    types: ['models'],
  },
  {
    name: 'search',
    places: ['verifier/search'],
    what: 'Strategies that steer any `LanguageModel`: votes, step search, beam, DVTS. Rewards decide which steps go on.',
    start: 'verifier/search/solve.ts',
    imports: ['core', 'judge', 'reward'],
    types: ['models'],
  },
  {
    name: 'network',
    places: ['verifier/network'],
    what: 'The network, defined once as a graph, printed as ONNX, trained here. Its folders build on each other: `graph` ← `runtime`; `weights` ← `tokenizer`; these ← `model` ← `prm`, `probe`, `train`, `export`.',
    start: 'verifier/network/model/decoder.ts',
    imports: ['core', 'models', 'judge'],
  },
  {
    name: 'embedded',
    places: ['verifier/embedded'],
    what: 'What ships, and its loaders: the small network, the adapters and probes of `smollm2:`, `qwen-0.5b:` and `qwen-1.5b:`. It weighs what network and checks say.',
    start: 'verifier/embedded/index.ts',
    imports: ['core', 'judge', 'calibration', 'evidence', 'reward', 'network'],
    types: ['models'],
  },
  {
    name: 'verifier',
    places: ['verifier/*'],
    what: 'The entries `rationale-verifier/verifier` and `rationale-verifier/evidence`. The second one bundles for browsers.',
    start: 'verifier/index.ts',
    imports: ['core', 'judge', 'calibration', 'evidence', 'reward', 'search', 'network'],
    types: ['models'],
  },
  {
    name: 'benchmarks',
    places: ['benchmarks'],
    what: 'Tasks, graders, runs, statistics and the report. Models come by injection.',
    start: 'benchmarks/run/index.ts',
    imports: ['core', 'judge', 'reward', 'search'],
    types: ['models'],
  },
  {
    name: 'entries',
    places: ['src/*'],
    what: 'The entries `rationale-verifier`, `rationale-verifier/langchain` and `rationale-verifier/ai-sdk`. A verifier URI becomes a `Verifier` here.',
    start: 'src/load-verifier.ts',
    imports: ['core', 'models', 'judge'],
    loads: ['verifier', 'calibration', 'evidence', 'reward', 'network', 'embedded'],
  },
  {
    name: 'page',
    places: ['src/serve/page'],
    what: 'The page that a browser shows, with a server behind it or alone. It is compiled for browsers and bundled by `src/build/page.ts`.',
    start: 'src/serve/page/start.ts',
    imports: ['core', 'verifier', 'embedded'],
  },
  {
    name: 'serve',
    places: ['src/serve'],
    what: 'The entry `rationale-verifier/serve`: HTTP, the page and MCP in front of a verifier. It is thin, over the library.',
    start: 'src/serve/server.ts',
    imports: ['core', 'judge'],
    types: ['models'],
  },
  {
    name: 'commands',
    places: ['src/commands', 'src/cli.ts'],
    what: 'From argv to one library call: one schema and one file a command. All that a terminal shows passes here.',
    start: 'src/commands/command-line.ts',
    imports: [
      'core',
      'models',
      'extraction',
      'market',
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
    name: 'build',
    places: ['src/build'],
    what: 'What `npm run build` does after the compiler: it bundles the page and the command line. Not in the package.',
    start: 'src/build/command-line.ts',
    imports: ['core'],
  },
  {
    name: 'studies',
    places: ['benchmarks/studies'],
    what: 'Experiments and recipes behind the figures. They are in the repository and not in the package.',
    start: 'benchmarks/studies/index.ts',
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

/** The file to read first, as seen from the room. */
const startOf = ({ places: [place = ''], start }: Room) => start.replace(`${place.replace('/*', '')}/`, '')

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
    return `| ${room.name} | ${places} | ${room.what} Start at \`${startOf(room)}\`. | ${allowed(room)} |`
  })
  return ['| room | where | what | may import |', '|---|---|---|---|', ...rows].join('\n')
}
