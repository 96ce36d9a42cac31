/* A JavaScript programme as it is read: what its statements and expressions are made of. */

export type Js = number | string | boolean | null | undefined | Js[] | JsObject | JsFunction
export type JsObject = Map<string, Js>

/** A function of the programme, or one of the library. */
export class JsFunction {
  readonly call: (args: readonly Js[]) => Js
  constructor(call: (args: readonly Js[]) => Js) {
    this.call = call
  }
}

export type Expression =
  | { kind: 'value'; value: Js }
  | { kind: 'name'; text: string }
  | { kind: 'template'; parts: readonly (string | Expression)[] }
  | { kind: 'array'; items: readonly Expression[] }
  | { kind: 'object'; pairs: readonly (readonly [string, Expression])[] }
  | { kind: 'spread' | 'typeof'; of: Expression }
  | { kind: 'unary'; operator: string; of: Expression }
  | { kind: 'binary' | 'logic'; operator: string; left: Expression; right: Expression }
  | { kind: 'choice'; test: Expression; yes: Expression; no: Expression }
  | { kind: 'call'; of: Expression; args: readonly Expression[] }
  | { kind: 'member'; of: Expression; name: string }
  | { kind: 'index'; of: Expression; at: Expression }
  | { kind: 'function'; parameters: readonly Parameter[]; body: Expression | readonly Statement[] }
  | { kind: 'assign'; target: Expression; operator: string; value: Expression }
  | { kind: 'update'; target: Expression; by: 1 | -1; isPrefix: boolean }

export interface Parameter {
  name: string
  initial?: Expression
}

export type Statement =
  | { kind: 'declare'; how: 'let' | 'const' | 'var'; names: readonly (Parameter & { of?: readonly string[] })[] }
  | { kind: 'expression'; value: Expression }
  | { kind: 'if'; test: Expression; yes: Statement; no?: Statement }
  | { kind: 'while'; test: Expression; body: Statement }
  | { kind: 'for'; first?: Statement; test?: Expression; next?: Expression; body: Statement }
  | { kind: 'of'; how: 'let' | 'const' | 'var'; name: string; over: Expression; body: Statement }
  | { kind: 'def'; name: string; value: Expression }
  | { kind: 'return'; value?: Expression }
  | { kind: 'block'; body: readonly Statement[] }
  | { kind: 'break' | 'continue' | 'empty' }
