import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { Command as Commander } from 'commander'
import { describe, expect, it } from 'vitest'
import type * as z from 'zod'
import { addOptions, type Command, metaOf } from '../../src/commands/command.js'

const folder = join(import.meta.dirname, '../../src/commands')

describe('the options of every command', async () => {
  const modules: Record<string, unknown>[] = await Promise.all(
    readdirSync(folder).map((file) => import(join(folder, file))),
  )
  const commands = modules
    .flatMap((module) => Object.entries(module))
    .flatMap(([name, value]) => (name.endsWith('Command') && name !== 'defineCommand' ? [value as Command] : []))

  it.each(commands.map((command) => [command.name, command] as const))('%s: say what they are for', (_, command) => {
    const target = new Commander()
    addOptions(target, command)
    const silent = target.options.filter(({ description }) => /^\s*(\(default.*\))?$/.test(description))
    expect(silent.map(({ long }) => long)).toEqual([])
  })

  const seconds = commands.flatMap(({ name, options }) =>
    Object.entries(options.shape as Record<string, z.ZodType>).flatMap(([key, schema]) =>
      metaOf(schema).value === 's' ? [[`${name} ${key}`, schema] as const] : [],
    ),
  )
  // Such a timer ends at once: `--timeout 9999999`, meant as "never", would end every request.
  it.each(seconds)('%s: a number of seconds that no timer takes is refused', (_, schema) => {
    expect(schema.safeParse(1000).success).toBe(true)
    expect(schema.safeParse(9_999_999).success).toBe(false)
  })
  it('some are seconds', () => expect(seconds.length).toBeGreaterThan(5))

  it('are those of all commands', () => expect(commands.length).toBeGreaterThanOrEqual(12))
})
