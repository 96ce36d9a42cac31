import { byId } from './dom.js'
import { networkJudge } from './network-judge.js'
import { start } from './start.js'

/* The page with a network and no server: `rationale page` writes it beside the network. */

byId('about', HTMLParagraphElement).textContent = 'Loading the network …'
void start(networkJudge('worker.js'))
