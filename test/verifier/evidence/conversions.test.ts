import { describe, expect, it } from 'vitest'
import { conversionsIn } from '../../../verifier/evidence/conversions.js'
import { Ledger } from '../../../verifier/evidence/derivations.js'

describe('numbers that convert between the units that are named', () => {
  const question = 'A train covers 90 km in one hour. How far does it get?'

  it('are read of the question and of the step together, both ways', () => {
    const { factors } = conversionsIn(question, 'In metres that is more.')
    expect(factors.map((each) => Number(each.toPrecision(9)))).toEqual(expect.arrayContaining([1000, 0.001]))
  })

  it('are those of one step: what an earlier one named is not kept', () => {
    conversionsIn(question, 'In metres that is more.')
    expect(conversionsIn(question, 'That is far.').factors).toEqual([])
  })

  it('have those of degrees where either speaks of degrees', () => {
    expect(conversionsIn('How warm is 20 °C?', 'It is 68.').constants).toContain(32)
    expect(conversionsIn('How warm is it?', 'It is 68 degrees Fahrenheit.').constants).toContain(32)
    expect(conversionsIn(question, 'It is 68.').constants).not.toContain(32)
  })
})

describe('the ledger of derivations', () => {
  const sum = { value: 5, operands: [2, 3], operations: 1, stated: true, right: true }

  it('holds a right equation once, however often it stands there', () => {
    const ledger = new Ledger()
    for (let i = 0; i < 4; i++) ledger.add({ ...sum })
    expect(ledger.all).toHaveLength(1)
  })

  it('holds other ways to the same value, and what is wrong or only suggested each time', () => {
    const ledger = new Ledger()
    for (const one of [sum, { ...sum, operands: [1, 4] }, { ...sum, right: false }, { ...sum, right: false }])
      ledger.add(one)
    ledger.add({ ...sum, operands: [1, 4] })
    ledger.add({ ...sum, stated: false })
    expect(ledger.all.map(({ operands, stated, right }) => [...operands, stated, right])).toEqual([
      [2, 3, true, true],
      [1, 4, true, true],
      [2, 3, true, false],
      [2, 3, true, false],
      [2, 3, false, true],
    ])
  })
})
