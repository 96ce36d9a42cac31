import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { packageFolder } from '../../../src/core/package-folder.js'
import { inPlainMath } from '../../../src/core/records/plain-math.js'
import { sayProbability } from '../../../src/core/records/verdict-words.js'
import { chainView } from './chain.js'
import { sampleDetail } from './detail.js'
import { entryList } from './list.js'
import { start } from './start.js'

/**
 * The page's script: how `serve`'s page draws texts, as the build bundles it (src/build/page.ts), and the functions of this folder as they stand, which is
 * why each of them imports types only and gets the others as arguments.
 */
export const viewerScript = (): string => `${drawing()}
(${start})({ entryList: ${entryList}, chainView: ${chainView}, sampleDetail: ${sampleDetail}, inPlainMath: ${inPlainMath}, sayProbability: ${sayProbability}, rich: drawing.rich, printable: drawing.printable })`

/** Within a script element nothing may look like the beginning of a comment or the end of it; JavaScript reads the escaped sign as the same. */
const drawing = () =>
  readFileSync(join(packageFolder(), 'dist/page/rich.js'), 'utf8').replace(/<(?=!--|\/?script)/gi, '\\x3c')
