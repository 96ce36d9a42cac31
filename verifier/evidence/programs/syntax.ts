/* A programme as it is read: what its statements and expressions are made of. */

export type Expression =
  | { kind: 'number'; value: bigint | number }
  | { kind: 'string' | 'name'; text: string }
  | { kind: 'formatted'; parts: readonly (string | { value: Expression; spec: string })[] }
  | { kind: 'list' | 'tuple' | 'set'; items: readonly Expression[] }
  | { kind: 'dict'; pairs: readonly (readonly [Expression, Expression])[] }
  | {
      kind: 'comprehension'
      of: 'list' | 'set' | 'dict' | 'generator'
      value: Expression
      key?: Expression
      loops: readonly Loop[]
    }
  | { kind: 'unary'; operator: string; of: Expression }
  | { kind: 'binary'; operator: string; left: Expression; right: Expression }
  | { kind: 'compare'; first: Expression; rest: readonly { operator: string; right: Expression }[] }
  | { kind: 'logic'; operator: 'and' | 'or'; left: Expression; right: Expression }
  | { kind: 'choice'; test: Expression; yes: Expression; no: Expression }
  | { kind: 'call'; of: Expression; args: readonly Expression[]; named: readonly (readonly [string, Expression])[] }
  | { kind: 'member'; of: Expression; name: string }
  | { kind: 'index'; of: Expression; at: Expression }
  | { kind: 'slice'; of: Expression; from?: Expression; to?: Expression; step?: Expression }
  | { kind: 'lambda'; parameters: readonly Parameter[]; body: Expression }

export interface Loop {
  target: Expression
  over: Expression
  tests: readonly Expression[]
}

export interface Parameter {
  name: string
  initial?: Expression
}

export type Statement =
  | { kind: 'assign'; targets: readonly Expression[]; value: Expression }
  | { kind: 'augment'; target: Expression; operator: string; value: Expression }
  | { kind: 'expression'; value: Expression }
  | {
      kind: 'if'
      branches: readonly { test: Expression; body: readonly Statement[] }[]
      otherwise: readonly Statement[]
    }
  | { kind: 'while'; test: Expression; body: readonly Statement[]; otherwise: readonly Statement[] }
  | { kind: 'for'; target: Expression; over: Expression; body: readonly Statement[]; otherwise: readonly Statement[] }
  | { kind: 'def'; name: string; parameters: readonly Parameter[]; body: readonly Statement[] }
  | { kind: 'return'; value?: Expression }
  | { kind: 'break' | 'continue' | 'pass' }
  | { kind: 'global'; names: readonly string[] }
