import { describe, expect, it } from 'vitest'
import { fittedTable } from '../../src/core/fitted-table.js'

const head = ['name', 'accuracy %', 'mean return, after costs']
const groups = [
  {
    title: 'first: 2 problems',
    rows: [
      ['majority', '81.0', '+1.0'],
      ['weighted', '100.0', '+2.5'],
    ],
  },
  { title: 'second: 1 problem', rows: [['majority', '7.0', '']] },
]

describe('a table that fits', () => {
  it('has its figures on the right, below one head', () => {
    expect(fittedTable(head, groups, 45).split('\n')).toEqual([
      'name     accuracy % mean return, after costs',
      '────────────────────────────────────────────',
      'first: 2 problems',
      'majority       81.0                     +1.0',
      'weighted      100.0                     +2.5',
      'second: 1 problem',
      'majority        7.0',
    ])
  })
})

describe('a table that is too wide', () => {
  it('goes on below with the next columns, a group at a time', () => {
    expect(fittedTable(head, groups, 20).split('\n')).toEqual([
      'first: 2 problems',
      '         accuracy',
      'name            %',
      '─────────────────',
      'majority     81.0',
      'weighted    100.0',
      '',
      '            mean',
      '         return,',
      '           after',
      'name       costs',
      '────────────────',
      'majority    +1.0',
      'weighted    +2.5',
      '',
      'second: 1 problem',
      '         accuracy',
      'name            %',
      '─────────────────',
      'majority      7.0',
      '',
      '            mean',
      '         return,',
      '           after',
      'name       costs',
      '────────────────',
      'majority',
      '',
    ])
  })

  it('cuts a name that leaves no room for figures in its middle, so that its end tells it from others', () => {
    const table = fittedTable(['judge', 'AUC'], [{ rows: [['gguf:/models/a-long-name.gguf', '0.812']] }], 20)
    expect(table.split('\n')[2]).toBe('ggu…e.gguf 0.812')
    const base = 'own:/srv/models/verifier'
    const rows = [`${base} + evidence:`, 'evidence:', base].map((name) => [name, '0.812'])
    const names = fittedTable(['judges', 'AUC'], [{ rows }], 40).split('\n').slice(2, 5)
    expect(new Set(names).size).toBe(3)
    expect(names[0]).toContain('evidence:')
  })

  it('numbers names that would read the same', () => {
    const rows = ['one', 'two'].map((part) => [`own:/srv/models/${part}/verifier-of-steps`, '0.8'])
    const table = fittedTable(['judges', 'AUC'], [{ rows }], 30)
    expect(table.split('\n').slice(2, 4)).toEqual(['1 own:…of-steps 0.8', '2 own:…of-steps 0.8'])
  })
})
