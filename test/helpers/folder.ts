import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** An empty folder, which goes when the run of the tests ends (`test/environment.ts`). Its name has a space in it, as paths of people do. */
export const temporaryFolder = (name: string): string => mkdtempSync(join(tmpdir(), `${name} `))
