import { byId } from './dom.js'
import { start } from './start.js'
import { workerJudge } from './worker-judge.js'

/* The page with a network and no server: `rationale page` writes it beside the network. */

byId('about', HTMLParagraphElement).textContent = 'Loading the network …'
void start(workerJudge('worker.js'))
