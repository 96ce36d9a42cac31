/** Between what four times the input costs in linear time (4) and in quadratic time (16). */
export const LINEAR = 8

/**
 * How many times more work `run` has with an input of `size` than with a quarter of it. Work is processor time of this process, which other
 * work on the machine does not lengthen as it lengthens the clock's; the least of a few tries, because what disturbs only adds.
 */
export function growth(run: (size: number) => unknown, size: number): number {
  const quarter = Math.ceil(size / 4)
  run(Math.ceil(size / 16)) // from here on it is compiled
  let least = Number.POSITIVE_INFINITY
  for (let tries = 0; tries < 5 && least > LINEAR; tries++) {
    const small = processorTime(() => run(quarter))
    least = Math.min(least, (processorTime(() => run(size)) + NOISE) / (small + NOISE))
  }
  return least
}

/** Microseconds that a collection of garbage or a compilation in between takes: work that is less than this is too little to tell. */
const NOISE = 20_000

function processorTime(run: () => unknown): number {
  const before = process.cpuUsage()
  run()
  const { user, system } = process.cpuUsage(before)
  return user + system
}
