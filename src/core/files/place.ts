import { statSync } from 'node:fs'
import { dirname } from 'node:path'
import { messageOf, RationaleError } from '../errors.js'
import { targetOf } from './whole-file.js'
