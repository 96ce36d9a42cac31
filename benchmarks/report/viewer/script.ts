import { inPlainMath } from '../../../src/core/records/plain-math.js'
import { sayProbability } from '../../../src/core/records/verdict-words.js'
import { chainView } from './chain.js'
import { sampleDetail } from './detail.js'
import { entryList } from './list.js'
import { start } from './start.js'

/**
 * The page's script: the functions of this folder as they stand, which is why each of them imports types only and
 * gets the others as arguments.
 */
export const viewerScript = `(${start})({ entryList: ${entryList}, chainView: ${chainView}, sampleDetail: ${sampleDetail}, inPlainMath: ${inPlainMath}, sayProbability: ${sayProbability} })`
