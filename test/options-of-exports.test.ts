import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import * as benchmarks from '../benchmarks/index.js'
import * as extraction from '../extraction/index.js'
import * as aiSdk from '../src/ai-sdk.js'
import * as index from '../src/index.js'
import * as langchain from '../src/langchain.js'
import * as serve from '../src/serve/index.js'
import * as evidence from '../verifier/evidence-entry.js'
import * as verifier from '../verifier/index.js'
import { temporaryFolder } from './helpers/folder.js'

/*
 * An option that is misspelt would have no effect, and nobody would be told. Every exported function that takes options stands here with a call
 * that has one which nobody knows.
 */

const folder = temporaryFolder('options')
const output = join(folder, 'output')
const bogus: object = { bogus: 1 }
const chain = { id: 'c', question: 'What is 2 + 2?', steps: ['2 + 2 = 4.'] }
const asked = { question: chain.question }
const set = { id: 's', ...asked, candidates: [{ text: '2 + 2 = 4.' }] }
const model = index.scriptedModel({ generate: { '*': '' } })
const judge = verifier.evidenceVerifier()
const chatModel = { _llmType: () => 'stub', lc_namespace: [], invoke: async () => '' }

async function* nothing() {}
const first = (events: AsyncGenerator<unknown>) => events.next()
/** As JavaScript hands them over. */
const any = (given: object): never => given as never

const takesOptions: Readonly<Record<string, () => unknown>> = {
  calibrate: () =>
    verifier.calibrate([verifier.judgeEvidence], [], any({ verifiers: [], data: '', date: '', ...bogus })),
  calibrateTau: () => extraction.calibrateTau([], bogus),
  candidatesFrom: () => index.candidatesFrom('', any({ ...asked, ...bogus })),
  choose: () => verifier.choose(judge, set, bogus),
  createGuard: () => verifier.createGuard(judge, asked, bogus),
  'createGuard: asked': () => verifier.createGuard(judge, any({ ...asked, ...bogus })),
  createVerifier: () => verifier.createVerifier(any(bogus)),
  critiqueJudge: () => verifier.critiqueJudge(any({ model, ...bogus })),
  estimateExtraction: () => extraction.estimateExtraction(any({ model, documents: [], output, ...bogus })),
  exportAdapter: () => verifier.exportAdapter(any({ adapter: folder, format: 'peft', output, ...bogus })),
  extractRationales: () => first(extraction.extractRationales(any({ model, documents: [], ...bogus }))),
  fitCalibration: () => verifier.fitCalibration([], any({ data: '', date: '', ...bogus })),
  fromChat: () => index.fromChat([], bogus),
  fromResponse: () => index.fromResponse('', any({ ...asked, ...bogus })),
  guardStream: () => first(verifier.guardStream(judge, asked, nothing(), bogus)),
  loadVerifier: () => index.loadVerifier('evidence:', bogus),
  'loadVerifier: http': () => index.loadVerifier('evidence:', { http: bogus }),
  modelJudge: () => verifier.modelJudge(any({ model, ...bogus })),
  'openKept: keeping': () => {
    using kept = index.openKept(`${output}.kept`)
    return kept.keeping(verifier.judgeEvidence, {}, bogus)
  },
  readQuantities: () => index.readQuantities('', bogus),
  rerank: () => judge.rerank(set, bogus),
  resolveEmbedder: () => index.resolveEmbedder('hash:64', bogus),
  resolveModel: () => index.resolveModel('embedded:process', bogus),
  runBenchmark: () => benchmarks.runBenchmark(any({ verifier: judge, ...bogus })),
  runExtraction: () => extraction.runExtraction(any({ model, documents: [], output, ...bogus })),
  runExtractionWorker: () => extraction.runExtractionWorker(any({ model, queue: 'redis://127.0.0.1:1', ...bogus })),
  scriptedModel: () => index.scriptedModel(any(bogus)),
  serve: () => serve.serve(any({ verifier: judge, ...bogus })),
  solve: () => first(verifier.solve(any(asked), any({ generator: model, ...bogus }))),
  solveAll: () => first(verifier.solveAll([], any({ generator: model, ...bogus }))),
  streamJudgement: () => first(verifier.streamJudgement(any({ model, ...bogus }), chain)),
  'streamJudgement: work': () => first(verifier.streamJudgement({ model }, chain, bogus)),
  streamVerdict: () => first(verifier.streamVerdict(judge, chain, bogus)),
  train: () => verifier.train(any({ data: 'x', output, ...bogus })),
  verifiedModel: () => langchain.verifiedModel(any(chatModel), any({ verifier: judge, ...bogus })),
  verifierMiddleware: () => aiSdk.verifierMiddleware(any({ verifier: judge, ...bogus })),
  verify: () => judge.verify(chain, bogus),
  verifyAll: () => judge.verifyAll([chain], bogus),
  writeReport: () => benchmarks.writeReport(any({ folders: [folder], output, ...bogus })),
}

/** These take texts, numbers, records and functions alone. */
const takesNone = [
  ...['aggregate', 'bestOfN', 'checkEvidence', 'describe', 'evidenceVerifier', 'explain', 'findTasks', 'fromLangChain'],
  ...[
    'gradedChains',
    'judgeEvidence',
    'majority',
    'metricsTable',
    'openKept',
    'parseModelUri',
    'rulesOf',
    'splitSteps',
  ],
  ...['verifierRunnable', 'verifierTool', 'weightedVote', 'RationaleError'],
]

describe('an option that nobody knows is refused by its name', () => {
  it.each(Object.entries(takesOptions))('by %s', async (_name, call) => {
    const refused = await Promise.resolve()
      .then(call)
      .catch((error: unknown) => error)
    expect(refused).toBeInstanceOf(index.RationaleError)
    expect(String(refused) + String((refused as index.RationaleError).found)).toContain('bogus')
    expect(refused).toMatchObject({ code: 'configuration' })
  })

  it('by every exported function that takes options', () => {
    const entries = [aiSdk, benchmarks, evidence, extraction, index, langchain, serve, verifier]
    const functions = entries
      .flatMap((entry) => Object.entries(entry))
      .flatMap(([name, value]) => (typeof value === 'function' ? [name] : []))
    const unknown = functions.filter((name) => !(name in takesOptions) && !takesNone.includes(name))
    expect(unknown).toEqual([])
  })
})
