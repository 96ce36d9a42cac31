import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { Command as Commander } from 'commander'
import { describe, expect, it } from 'vitest'
import { addOptions, type Command } from '../../src/commands/command.js'

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

  it('are those of all commands', () => expect(commands.length).toBeGreaterThanOrEqual(12))
})
