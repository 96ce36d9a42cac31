/** Texts of which something is kept. */
const MOST = 16

/** What was made of the latest texts: the candidates of a question share it. */
export class Recent<Result> {
  private readonly kept = new Map<string, Result>()

  get(text: string): Result | undefined {
    return this.kept.get(text)
  }

  set(text: string, result: Result): Result {
    if (this.kept.size >= MOST) this.kept.delete(this.kept.keys().next().value ?? '')
    this.kept.set(text, result)
    return result
  }
}

/** A function of a text that is asked for the same text again and again. Its results are shared, so nobody may change them. */
export function remembering<Result extends object | string>(make: (text: string) => Result): (text: string) => Result {
  const recent = new Recent<Result>()
  return (text) => recent.get(text) ?? recent.set(text, make(text))
}
