/** A place in a text that moves on with what is read there. */
export class Cursor {
  readonly text: string
  at: number

  constructor(text: string, at = 0) {
    this.text = text
    this.at = at
  }

  /** What a sticky pattern reads at the place, without moving on. */
  peek(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.at
    return pattern.exec(this.text)
  }

  /** The same, moving on behind it. */
  take(pattern: RegExp): RegExpExecArray | null {
    const match = this.peek(pattern)
    if (match !== null) this.at += match[0].length
    return match
  }

  /** What a reader makes of what stands there; where it makes nothing, the place stays. */
  attempt<Result>(read: () => Result | null): Result | null {
    const from = this.at
    const result = read()
    if (result === null) this.at = from
    return result
  }
}
