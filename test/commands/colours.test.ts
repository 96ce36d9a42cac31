import { describe, expect, it } from 'vitest'
import { wantsColours } from '../../src/commands/colours.js'

describe('colours', () => {
  it.each([
    { env: {}, terminal: true, wanted: true },
    { env: {}, terminal: false, wanted: false },
    { env: { CI: 'true' }, terminal: false, wanted: false },
    { env: { FORCE_COLOR: '1' }, terminal: false, wanted: true },
    { env: { FORCE_COLOR: '0' }, terminal: true, wanted: false },
    { env: { NO_COLOR: '1', FORCE_COLOR: '1' }, terminal: true, wanted: false },
    { env: { TERM: 'dumb' }, terminal: true, wanted: false },
  ])('$env, at a terminal: $terminal -> $wanted', ({ env, terminal, wanted }) =>
    expect(wantsColours(env, terminal)).toBe(wanted),
  )
})
