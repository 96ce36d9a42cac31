import { publicLabelledChainSchema, UNNAMED } from '../public-formats.js'
import { partOf, recordedLayout } from './layout.js'

/** Labelled chains and ProcessBench's, by their `source`; PRMBench's originals stand with the chains that were made wrong of them. */
export const labelledSteps = recordedLayout('steps', publicLabelledChainSchema, (chain, file, position) => ({
  set: partOf(file, typeof chain.source === 'string' ? chain.source.replace(/(?:_train)?(?:_orig)?$/, '') : undefined),
  // No id of its own: chains of one question are many, so its place names it.
  record: chain.id === UNNAMED ? { ...chain, id: `line-${position}` } : chain,
}))
