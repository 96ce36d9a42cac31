import { execFileSync } from 'node:child_process'
import { pathToFileURL } from 'node:url'
import { describe, expect, it } from 'vitest'
import { missingPackage, refuseVersion } from '../../src/core/missing-package.js'

describe('an optional package', () => {
  it('that is missing is named, with what needs it and the line to type', () => {
    // In Node itself: the test runner resolves imports in its own way. tfjs-node-gpu is in no lock file.
    const built = pathToFileURL('dist/src/core/missing-package.js').href
    const code = `
      const { missingPackage } = await import(${JSON.stringify(built)})
      await import('@tensorflow/tfjs-node-gpu').catch(missingPackage('@tensorflow/tfjs-node-gpu', 'this backend'))
        .catch(({ code, message }) => console.log(code + '\\n' + message))`
    const said = execFileSync(process.execPath, ['--input-type=module', '--eval', code], { encoding: 'utf8' })
    expect(said.trimEnd().split('\n')).toEqual([
      'missing-package',
      'this backend needs the package @tensorflow/tfjs-node-gpu',
      '  found:    it is not installed',
      '  to do:    npm install @tensorflow/tfjs-node-gpu@4',
    ])
  })

  it('is missing too where a bundle requires a part of it', () => {
    const absent = Object.assign(new Error("Cannot find module 'echarts/core'"), { code: 'MODULE_NOT_FOUND' })
    expect(() => missingPackage('echarts', 'a page')(absent)).toThrow(/found: +it is not installed/)
  })

  it('of a version that cannot do it is refused where it is needed', () => {
    expect(() => refuseVersion('langchain', 'langchain:openai:any', true)).not.toThrow()
    expect(() => refuseVersion('@xenova/transformers', 'a model of onnx: or hf:', false, '2.17.2')).toThrow(
      /needs another version of @xenova\/transformers\n +found: +2\.17\.2\n +to do: +npm install @xenova\/transformers@npm/,
    )
  })

  it('with a fault of its own says that fault', () => {
    const fault = new Error('libvulkan.so.1: cannot open shared object file')
    expect(() => missingPackage('webgpu', 'this backend')(fault)).toThrow(/found: +libvulkan/)
    // A package that it needs in turn is another package.
    const inner = Object.assign(new Error("Cannot find package 'openai' imported from langchain"), {
      code: 'ERR_MODULE_NOT_FOUND',
    })
    expect(() => missingPackage('langchain', 'a chat model')(inner)).toThrow(/found: +Cannot find package 'openai'/)
  })
})
