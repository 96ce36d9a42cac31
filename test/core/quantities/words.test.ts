import { describe, expect, it } from 'vitest'
import {
  COUNT,
  countOf,
  FRACTION,
  fractionOf,
  germanCountOf,
  ORDINAL,
  ordinalOf,
  TIMES,
  timesOf,
} from '../../../src/core/quantities/words.js'

const whole = (source: string, text: string) => new RegExp(`^(?:${source})$`, 'i').test(text)

describe('number words', () => {
  it.each([
    ['two', 2],
    ['Sixteen', 16],
    ['seventy', 70],
    ['twenty-one', 21],
    ['forty two', 42],
    ['a hundred', 100],
    ['one hundred and five', 105],
    ['two hundred fifty', 250],
    ['twelve hundred', 1200],
    ['five million two hundred thousand', 5_200_000],
  ])('finds and reads "%s"', (text, value) => {
    expect(whole(COUNT, text)).toBe(true)
    expect(countOf(text)).toBe(value)
  })
  it('finds the longest word, also where its beginning is one', () => {
    expect(new RegExp(COUNT).exec('sixteen eggs')?.[0]).toBe('sixteen')
    expect(new RegExp(COUNT).exec('seventy-seven eggs')?.[0]).toBe('seventy-seven')
  })
  it('reads digits, zero and one, and no other words', () => {
    expect(['12', '1,440', 'zero', 'one'].map(countOf)).toEqual([12, 1440, 0, 1])
    for (const text of ['1.5', 'many', 'twenty-ten', 'ten-one', '', 'forty two apples', 'hundred', 'a', 'a third'])
      expect(countOf(text), text).toBeNull()
  })
  it('finds no part of a longer number', () => {
    const found = (source: string, text: string) => new RegExp(`(?<![a-z])(?:${source})(?![a-z])`).exec(text)?.[0]
    for (const text of ['zero point fifty', 'two point five', 'hundred and twenty'])
      expect(found(COUNT, text), text).toBeUndefined()
    expect(found(COUNT, 'two hundreds')).toBe('two')
    expect([found(COUNT, 'twenty fifth'), found(ORDINAL, 'the twenty fifth')]).toEqual([undefined, 'twenty fifth'])
    expect(found(ORDINAL, 'hundred and first')).toBeUndefined()
  })
  it.each([
    ['first', 1],
    ['Twelfth', 12],
    ['fortieth', 40],
    ['twenty-first', 21],
    ['Ninety Ninth', 99],
    ['22nd', 22],
  ])('finds and reads the place of "%s"', (text, value) => {
    expect(whole(ORDINAL, text)).toBe(true)
    expect(ordinalOf(text)).toBe(value)
  })
  it.each([
    ['a half', 0.5],
    ['two thirds', 2 / 3],
    ['three-quarters', 0.75],
    ['3 fifths', 0.6],
  ])('finds and reads the part "%s"', (text, value) => {
    expect(whole(FRACTION, text)).toBe(true)
    expect(fractionOf(text)?.valueOf()).toBeCloseTo(value, 12)
  })
  it('takes nothing else for a part', () => {
    expect(['third', 'two', 'a third of it', '3 apples'].map(fractionOf)).toEqual([null, null, null, null])
  })
  it.each([
    ['twice', 2],
    ['three times', 3],
    ['1 time', 1],
  ])('finds and reads how many times "%s" is', (text, value) => {
    expect(whole(TIMES, text)).toBe(true)
    expect(timesOf(text)).toBe(value)
  })
  it('reads German words', () => expect(['Elf', 'zwanzig', 'viel'].map(germanCountOf)).toEqual([11, 20, null]))
})
