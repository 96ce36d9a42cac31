import { byId } from './dom.js'
import { servedJudge } from './served-judge.js'
import { start } from './start.js'

/* The page that `rationale serve` shows. */

void start(servedJudge(() => byId('key', HTMLInputElement).value))
