/*
 * Experiments and recipes, each a script that reads its own options:
 *
 *     npm run study                      what there is
 *     npm run study NAME -- OPTIONS      runs one; what it takes stands at the head of its file
 *
 * A study may reach into every room; nothing of the product reaches into a study, and none is packed.
 */

interface Study {
  /** One sentence for the list. */
  question: string
  /** Loading the script runs it. */
  run: () => Promise<unknown>
}

const studies: Record<string, Study> = {
  smoke: {
    question: 'Does the whole harness work, offline and in seconds?',
    run: () => import('./smoke.js'),
  },
  tasks: {
    question: 'Which benchmark files of a folder can be read, and does every gold answer pass its own grader?',
    run: () => import('./tasks.js'),
  },
  contamination: {
    question: 'Which benchmark samples stand in training data?',
    run: () => import('./contamination.js'),
  },
  agreement: {
    question: 'How often is the answer that is read from a solution the recorded one?',
    run: () => import('./agreement/index.js'),
  },
  evidence: {
    question: 'How precise is each kind of check, and how many steps does it cover?',
    run: () => import('./evidence/index.js'),
  },
  'recorded-judge': {
    question: 'What does a strong judge find in fresh chains, without a calibration and with one?',
    run: () => import('./recorded-judge.js'),
  },
  claims: {
    question: 'How often does each kind of claim fail in right and in wrong solutions?',
    run: () => import('./claims.js'),
  },
  'math-verify': {
    question: 'On how many public cases of Math-Verify does our equality of answers agree?',
    run: () => import('./math-verify.js'),
  },
  'evidence-weights': {
    question: 'Fits the probability of the checks, and says what it is worth.',
    run: () => import('./evidence/weights.js'),
  },
  embedded: {
    question: 'What is the embedded verifier worth, part by part? Fits its calibration.',
    run: () => import('./embedded/index.js'),
  },
  'embedded-recipe': {
    question: 'Makes the embedded verifier from raw data, in stages that resume.',
    run: () => import('./embedded/recipe/index.js'),
  },
  'embedded-cost': {
    question: 'How long does the embedded verifier take to start and to score, and how much memory does it need?',
    run: () => import('./embedded/cost.js'),
  },
  labels: {
    question: 'Labelled chains from real errors of the development data; how precise is the likely first error?',
    run: () => import('./labels/index.js'),
  },
  'probe-pack': {
    question: 'Packs labelled chains and a cut base for the PyTorch yardstick of probes and LoRA on a GPU.',
    run: () => import('./probe/pack.js'),
  },
  'probe-unpack': {
    question: 'Does what the PyTorch yardstick trained compute the same here, as an adapter with a probe?',
    run: () => import('./probe/unpack.js'),
  },
  'probe-recipe': {
    question: 'From raw data to a verifier on a pretrained base, in stages that resume',
    run: () => import('./probe/recipe.js'),
  },
  'probe-stack': {
    question:
      'What are the judgements of the PyTorch yardstick worth beside the checks? Fits the calibration of smollm2:.',
    run: () => import('./probe/stack.js'),
  },
  slips: {
    question:
      "Can a head on a network's states accuse? Fresh chains, hands left out in turn, with and without the checks.",
    run: () => import('./slips/index.js'),
  },
  rewards: {
    question: 'What is each reward of a model worth, alone and combined, with and without the checks?',
    run: () => import('./rewards/index.js'),
  },
  'reward-mine': {
    question: "Which of the authors' own workings help a model to predict the text? Mines them with gains.",
    run: () => import('./rewards/mine.js'),
  },
  'reward-stack': {
    question: 'Do the rewards of a model add something to checks and network when a solution is chosen?',
    run: () => import('./rewards/stack.js'),
  },
  searches: {
    question: 'Which search makes most of one generator at equal tokens?',
    run: () => import('./searches/index.js'),
  },
  phrasebank: {
    question: 'How well does an adapter learn the sentiment of financial news?',
    run: () => import('./phrasebank.js'),
  },
  hybrid: {
    question: 'Plain text and instructions in one run, or one after the other? Equal tokens.',
    run: () => import('./hybrid.js'),
  },
  'low-rank': {
    question: 'What do low-rank layers cost and save beside dense ones?',
    run: () => import('./low-rank/index.js'),
  },
  handover: {
    question: 'Does what is trained here compute the same in PEFT, transformers, llama.cpp and ONNX Runtime?',
    run: () => import('./handover/index.js'),
  },
  formats: {
    question: 'Do models, adapters and process reward models of others compute the same here?',
    run: () => import('./formats.js'),
  },
  'gguf-parity': {
    question: 'Does our network score text as llama.cpp does on the same file?',
    run: () => import('./gguf-parity.js'),
  },
  speed: {
    question: 'How fast are training and scoring beside a plain matrix product, TensorFlow.js and PyTorch?',
    run: () => import('./speed.js'),
  },
  'speed-of-checks': {
    question: 'What do the checks cost for a megabyte, and how long do they hold the event loop?',
    run: () => import('./speed-of-checks.js'),
  },
  gpu: {
    question: 'How fast is training on a GPU beside PyTorch? Packed so that it runs on a bare machine.',
    run: () => import('./gpu/index.js'),
  },
  fresh: {
    question: 'What does a verifier say of solutions that nobody tuned on: whom does it accuse, and is it right?',
    run: () => import('./fresh.js'),
  },
  dress: {
    question: 'Does anything that is said of a solution change with its dress: numbers, lists, headings, HTML, JSON?',
    run: () => import('./dress/index.js'),
  },
  'finance-steps': {
    question: 'What does a verifier say of financial calculations, by topic and kind of slip?',
    run: () => import('./finance-steps.js'),
  },
  market: {
    question: 'Does the back-test of market labels find a signal that is there, at its strength, and none that is not?',
    run: () => import('./market.js'),
  },
  news: {
    question: 'What does fetch-news keep and join of a day of a wire, and what does it cost?',
    run: () => import('./news.js'),
  },
  phone: {
    question:
      "Does a phone's browser run the verifier: what is loaded, what memory it takes, how fast, and how near to Node?",
    run: () => import('./phone.js'),
  },
  picture: {
    question: "Draws the README's picture from what the command prints.",
    run: () => import('./picture.js'),
  },
  hostile: {
    question: 'Does a hostile week of inputs, servers, systems and signals lose, leak or stick anything?',
    run: () => import('./hostile/index.js'),
  },
  fuzz: {
    question: 'Does anything that reads bytes from elsewhere crash or hang on some of them?',
    run: () => import('./fuzz/index.js'),
  },
  kills: {
    question: 'Is an output ever lost or torn when a command is killed?',
    run: () => import('./kills/index.js'),
  },
  soak: {
    question: 'Does memory stay flat over many verifications, and is nothing left open?',
    run: () => import('./soak.js'),
  },
  'cold-start': {
    question: 'How much processor time does a cold `rationale verify` take, beside another build?',
    run: () => import('./cold-start.js'),
  },
  'serve-load': {
    question: 'What does a server do under 64 clients, beside a bare Node server?',
    run: () => import('./serve-load.js'),
  },
  methods: {
    question: 'What does a step of each way of tuning cost, and how much memory does it take?',
    run: () => import('./methods.js'),
  },
  memory: {
    question: 'How much memory does each way of training take?',
    run: () => import('./memory.js'),
  },
  extraction: {
    question: 'How many documents a second does extraction manage, beside datatrove?',
    run: () => import('./extraction/index.js'),
  },
  'extraction-chance': {
    question: 'How much of what the miner without a model finds is chance?',
    run: () => import('./extraction/chance.js'),
  },
  'extraction-by-eye': {
    question: 'Is what that miner finds the calculation behind the number, as a person reads it?',
    run: () => import('./extraction/by-eye.js'),
  },
}

const [name = ''] = process.argv.splice(2, 1)
const study = Object.hasOwn(studies, name) ? studies[name] : undefined
if (study === undefined) {
  const width = Math.max(...Object.keys(studies).map((each) => each.length))
  const list = Object.entries(studies).map(([each, { question }]) => `  ${each.padEnd(width)}  ${question}\n`)
  const usage = `npm run study NAME -- OPTIONS\n\n${list.join('')}`
  if (name === '') process.stdout.write(usage)
  else process.stderr.write(`no study is called ${JSON.stringify(name)}: ${usage}`)
  process.exitCode = name === '' ? 0 : 2
} else {
  await study.run()
}
