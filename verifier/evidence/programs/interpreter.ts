/* The limits and the records that the interpreters of both languages share. */
import { Refused } from './tokens.js'

/** What both interpreters keep: how far a programme may go, what it printed, how often its loops ran. */
export abstract class Interpreter<Statement> {
  output = ''
  /** Loops that ran and how often their body did. */
  readonly turns = new Map<Statement, number>()
  protected steps = 0
  private calls = 0
  private readonly limits: { steps: number; calls: number }

  /** @param limits what goes beyond is refused: a programme in a question ends soon. */
  constructor(limits: { steps: number; calls: number }) {
    this.limits = limits
  }

  protected tick(): void {
    if (++this.steps > this.limits.steps) throw new Refused('too long')
  }

  protected turn(loop: Statement): void {
    this.tick()
    this.turns.set(loop, (this.turns.get(loop) ?? 0) + 1)
  }

  protected enter(): void {
    if (++this.calls > this.limits.calls) throw new Refused('depth')
  }

  protected leave(): void {
    this.calls--
  }
}
