/* The place in a row of tokens that the parsers of both languages share. */
import { Refused } from './tokens.js'

const MAX_DEPTH = 60

/** A place in the tokens of a programme: what both parsers, of Python and of JavaScript, look at and take. */
export abstract class Cursor<Token extends { kind: string; text: string }> {
  protected at = 0
  private depth = 0
  private readonly tokens: readonly Token[]
  private readonly end: Token
  private readonly keywords: ReadonlySet<string>

  /** @param end stands behind the last token. */
  constructor(tokens: readonly Token[], end: Token, keywords: ReadonlySet<string>) {
    this.tokens = tokens
    this.end = end
    this.keywords = keywords
  }

  protected peek(ahead = 0): Token {
    return this.tokens[this.at + ahead] ?? this.end
  }

  /** A sign or a word; what stands in quotes is none. */
  protected is(text: string, ahead = 0): boolean {
    const { kind, text: own } = this.peek(ahead)
    return own === text && (kind === 'operator' || kind === 'name')
  }

  protected take(text: string): boolean {
    if (!this.is(text)) return false
    this.at++
    return true
  }

  protected expect(text: string): void {
    if (!this.take(text)) throw new Refused(`expected ${text}`)
  }

  protected name(): string {
    const token = this.peek()
    if (token.kind !== 'name' || this.keywords.has(token.text)) throw new Refused('name')
    this.at++
    return token.text
  }

  /** What is read within: brackets in brackets end somewhere. */
  protected nested<Read>(read: () => Read): Read {
    if (++this.depth > MAX_DEPTH) throw new Refused('depth')
    const value = read()
    this.depth--
    return value
  }

  /** Operands joined from the left by signs of one level, those of a later level first. */
  protected joined<Expression>(
    levels: readonly (readonly string[])[],
    operand: () => Expression,
    join: (operator: string, left: Expression, right: Expression) => Expression,
    level = 0,
  ): Expression {
    const operators = levels[level]
    if (operators === undefined) return operand()
    const next = () => this.joined(levels, operand, join, level + 1)
    let left = next()
    for (;;) {
      const { kind, text } = this.peek()
      if (kind !== 'operator' || !operators.includes(text)) return left
      this.at++
      left = join(text, left, next())
    }
  }
}
