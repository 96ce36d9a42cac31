/** What is told of texts that were too long, a line of its own; nothing where there was none. */
export const cutNote = (shortened: number): string =>
  shortened === 0
    ? ''
    : `  ${shortened} ${shortened === 1 ? 'text was' : 'texts were'} longer than --max-length, or than the model runs, and cut: chains lose their last steps, others the beginning of their prompt\n`
