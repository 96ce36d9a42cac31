/** Kinds of claims that are checked exactly, one file each in verifier/evidence/claims (arithmetic: src/core/arithmetic). A claim that fails accuses its step. */
export const claimKinds = [
  'arithmetic',
  'units',
  'percentages',
  'inequalities',
  'whole-numbers',
  'dates',
  'statistics',
  'probabilities',
  'counting',
  'closed-forms',
  'identities',
  'solutions',
  'calculus',
  'chemistry',
  'tables',
  'definitions',
  'questions',
  'programs',
  'methods',
] as const

/** What is looked at beside: a note, whatever it says, accuses nobody. A withdrawn claim is one that the text itself takes back. */
export const noteKinds = ['provenance', 'answer', 'contradiction', 'withdrawn'] as const

export const findingKinds = [...claimKinds, ...noteKinds] as const
export type FindingKind = (typeof findingKinds)[number]

/** Whether a name of what looked at a step is that of a check. */
export const isFindingKind = (name: string): name is FindingKind => (findingKinds as readonly string[]).includes(name)

const accusing = new Set<FindingKind>(claimKinds)

/** Whether a finding says that its step is wrong. */
export const accuses = ({ kind, ok }: { kind: FindingKind; ok: boolean }): boolean => !ok && accusing.has(kind)
