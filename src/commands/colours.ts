import pc from 'picocolors'

/*
 * Colours where a person looks: at a terminal, unless NO_COLOR says no. FORCE_COLOR says yes anywhere. What goes into a file or a pipe has
 * none, also on a build server, whose CI variable picocolors itself takes for a terminal.
 */

export const wantsColours = (env: NodeJS.ProcessEnv, isTerminal: boolean): boolean => {
  if (env.NO_COLOR) return false
  if (env.FORCE_COLOR) return env.FORCE_COLOR !== '0'
  return isTerminal && env.TERM !== 'dumb'
}

export const areColoursOn = wantsColours(process.env, process.stdout.isTTY === true)

export const colours = pc.createColors(areColoursOn)
