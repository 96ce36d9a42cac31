import { expect, it } from 'vitest'
import { singular } from '../../../src/core/quantities/singular.js'

it.each([
  ['feet', 'foot'],
  ['inches', 'inch'],
  ['berries', 'berry'],
  ['houses', 'house'],
  ['prizes', 'prize'],
  ['boxes', 'box'],
  ['buses', 'bus'],
  ['potatoes', 'potato'],
  ['zeroes', 'zero'],
  ['canoes', 'canoe'],
  ['horseshoes', 'horseshoe'],
  ['gases', 'gas'],
  ['biases', 'bias'],
  ['glass', 'glass'],
  ['bus', 'bus'],
  ['kg', 'kg'],
])('of "%s" one is a %s', (many, one) => expect(singular(many)).toBe(one))
