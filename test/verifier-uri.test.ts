import { describe, expect, it } from 'vitest'
import type { RationaleError } from '../src/core/errors.js'
import { parseVerifiers } from '../src/verifier-uri.js'

describe('verifier URIs', () => {
  it.each([
    ['embedded:', ['embedded:'], undefined],
    ['evidence:?calibration=a/b.json', ['evidence:'], 'a/b.json'],
    ['own:DIR?adapter=A&calibration=c.json', ['own:DIR?adapter=A'], 'c.json'],
    ['http://host/v1#ORG/MODEL?calibration=c%2Bd.json', ['http://host/v1#ORG/MODEL'], 'c+d.json'],
    ['http://host/v1?calibration=c.json#MODEL', ['http://host/v1#MODEL'], 'c.json'],
    ['evidence:, own:a , embedded:', ['evidence:', 'own:a', 'embedded:'], undefined],
    ['own:a,b,evidence:,embedded:?calibration=c.json', ['own:a,b', 'evidence:', 'embedded:'], 'c.json'],
  ])('%s', (given, uris, calibration) => {
    const parsed = parseVerifiers(given)
    expect([parsed.uris, parsed.calibration]).toEqual([uris, calibration])
  })

  it('takes a list, and refuses two calibrations', () => {
    expect(parseVerifiers(['own:a', 'evidence:']).uris).toEqual(['own:a', 'evidence:'])
    expect(() => parseVerifiers('own:a?calibration=x,evidence:?calibration=y')).toThrow(/x, y/)
  })

  it.each([
    ['null', null, /named by its URI/],
    ['a number', 5, /named by its URI/],
    ['no verifier at all', [], /named by its URI/],
    ['one of a list that is no text', ['evidence:', {}], /named by its URI/],
    ['the same twice', 'evidence:,evidence:', /evidence: is named twice/],
    ['a calibration without a name', 'evidence:?calibration=', /parameter calibration without a value/],
    ['a comma at the end', 'evidence:,', /a name is missing/],
    ['a comma at the end of a path', 'own:DIR,', /a name is missing/],
    ['a comma at the beginning', ',evidence:', /a name is missing/],
    ['two commas', 'embedded:,,evidence:', /a name is missing/],
    ['nothing but a comma', ',', /a name is missing/],
    ['an empty text', '', /a name is missing/],
    ['a name without a kind behind a comma', 'evidence:,model.gguf', /"model.gguf" is no verifier/],
    ['an adapter without a name', 'own:DIR?adapter=', /parameter adapter without a value/],
    ['a prompt without a name', 'judge:own:DIR?prompt=', /parameter prompt without a value/],
    ['a seed without a number', 'judge:own:DIR?seed=', /parameter seed without a value/],
  ])('refuses %s by name', (_, given, message) => {
    // From JavaScript anything may come.
    expect(() => parseVerifiers(given as string)).toThrow(message)
  })

  it.each([
    ['gpt-4.1', 'judge:https://HOST/v1#gpt-4.1'],
    ['Qwen/Qwen2.5-7B', 'own:hub:Qwen/Qwen2.5-7B'],
    ['langchain:openai:gpt-4.1', 'judge:langchain:openai:gpt-4.1'],
    ['no-such.gguf', undefined],
  ])('says how a model is named that is given as %s', (given, named) => {
    let remedy: string | undefined
    try {
      parseVerifiers(given)
    } catch (error) {
      remedy = (error as RationaleError).remedy // of this package
    }
    if (named === undefined) expect(remedy).toBeUndefined()
    else expect(remedy).toContain(` ${named}`)
  })
})
