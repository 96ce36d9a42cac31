import { localJudge } from './local-judge.js'
import { start } from './start.js'

/* The page without a server: files to put anywhere. */

void start(localJudge())
