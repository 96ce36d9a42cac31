import type { Operator, Token } from './token.js'

/** A place among tokens, up to where an expression may reach. */
export class TokenCursor {
  at: number
  readonly tokens: readonly Token[]
  readonly stop: number

  constructor(tokens: readonly Token[], at: number, stop: number) {
    this.tokens = tokens
    this.at = at
    this.stop = stop
  }

  peek(ahead = 0): Token | undefined {
    const index = this.at + ahead
    return index < this.stop ? this.tokens[index] : undefined
  }
}

export const isOperator = (token: Token | undefined, operator: Operator) =>
  token?.kind === 'operator' && token.operator === operator
