import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Extractor, ExtractorConfig, ExtractorLogLevel, type ExtractorMessage } from '@microsoft/api-extractor'
import { describe, expect, it } from 'vitest'
import { temporaryFolder } from '../helpers/folder.js'
import { entries, root } from './entries.js'

/*
 * Everything that others can import, as API Extractor reads it off the built declarations (npm run build). What changes shows as a change of
 * api/*.api.md in the same commit: npx vitest run --project services test/package/api.test.ts --update
 */

const folder = temporaryFolder('api')

function extract(name: string, types: string): { report: string; messages: ExtractorMessage[] } {
  const off = { default: { logLevel: ExtractorLogLevel.None } }
  const config = ExtractorConfig.prepare({
    packageJsonFullPath: join(root, 'package.json'),
    configObjectFullPath: undefined,
    configObject: {
      projectFolder: root,
      mainEntryPointFilePath: types,
      newlineKind: 'lf',
      // API Extractor brings a TypeScript of its own.
      compiler: {
        overrideTsconfig: {
          compilerOptions: {
            target: 'es2023',
            lib: ['es2023', 'esnext.disposable'],
            module: 'nodenext',
            strict: true,
            skipLibCheck: true,
            types: ['node'],
            typeRoots: [join(root, 'node_modules/@types')],
          },
          files: [types],
        },
      },
      apiReport: { enabled: true, reportFolder: folder, reportTempFolder: folder, reportFileName: `${name}.api.md` },
      docModel: { enabled: false },
      dtsRollup: { enabled: false },
      tsdocMetadata: { enabled: false },
      messages: {
        compilerMessageReporting: { default: { logLevel: ExtractorLogLevel.Error } },
        extractorMessageReporting: {
          ...off,
          'ae-forgotten-export': { logLevel: ExtractorLogLevel.Warning, addToApiReportFile: true },
        },
        tsdocMessageReporting: off,
      },
    },
  })
  const messages: ExtractorMessage[] = []
  Extractor.invoke(config, {
    localBuild: true,
    messageCallback: (message) => {
      if (message.logLevel === 'error') messages.push(message)
      message.handled = true
    },
  })
  return { report: readFileSync(join(folder, `${name}.api.md`), 'utf8'), messages }
}

const extracted = entries.map(({ name, types }) => ({ name, ...extract(name, types) }))
const [{ report: rootReport } = { report: '' }] = extracted

describe.each(extracted)('$name', ({ name, report, messages }) => {
  it('exports every type that a signature names, or the root does', () => {
    expect(messages.map(({ text }) => text)).toEqual([])
    const named = [...report.matchAll(/ae-forgotten-export\) The symbol "(\w+)"/g)].map(([, symbol]) => symbol)
    const isExported = (symbol: string | undefined) =>
      name !== 'index' && new RegExp(`^export [\\w ]*\\b${symbol}\\b`, 'm').test(rootReport)
    expect(named.filter((symbol) => !isExported(symbol))).toEqual([])
  })

  it('is what its report says', () => expect(report).toMatchFileSnapshot(join(root, `api/${name}.api.md`)))
})
