import { writeDocuments } from './documents.js'
import type { Decided } from './ledger/ledger.js'
import type { ExportName } from './options.js'
import { writeQuestions } from './questions.js'

const writers = { documents: writeDocuments, questions: writeQuestions }

/** What `--export` asks for beside the rationales, made from what was decided: nothing is asked again. */
export function writeExport(name: ExportName | undefined, folder: string, ledger: Decided): void {
  if (name !== undefined) writers[name](folder, ledger)
}
