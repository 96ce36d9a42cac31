import { createHash } from 'node:crypto'

/** Share of the labelled development questions that nothing here is trained or fitted on before it is measured on them. */
const HELD_ASIDE = 0.4

/**
 * Whether a question belongs to the part kept aside: decided by a hash of its words alone, so that training, calibration and measuring agree
 * on it, whatever file a question comes from and however it is spaced or capitalised. `fraction` in [0, 1].
 */
export function heldAside(question: string, fraction = HELD_ASIDE): boolean {
  return hashedFraction(`question ${question.trim().replace(/\s+/g, ' ').toLowerCase()}`) < fraction
}

/**
 * What makes two questions the same: their letters and digits. Whoever deals out questions of a person's own data goes by it, so that a comma or a
 * capital puts no question on both sides. (`heldAside` is finer, and stays so: all that ships was trained beside its parts.)
 */
export function questionKey(question: string): string {
  return question
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
}

/**
 * What makes two questions count as one. Finer than `questionKey`: "A + B" and "A - B", f(-2) and f(2), 1.5 and 15 are two. A comma, a capital, or how a
 * sign is written makes no other question of one.
 */
export function countingKey(question: string): string {
  return (
    question
      .normalize('NFC')
      .toLowerCase()
      .replace(/[−–‐‑]/g, '-')
      .replace(/\\(?:times|cdot)(?!\p{L})|[×·⋅∙]/gu, '*')
      .replace(/\\div(?!\p{L})|÷/gu, '/')
      // Signs of sentences: hyphens before a word, full stops beside which no digit stands, calls, prices.
      .replace(/(?<=[\p{L}\d])-(?=\p{L}{2})|\.(?!\d)|(?<![\d)])!|[`~\p{Sc}\p{So}]/gu, ' ')
      .replace(/[^\p{L}\p{M}\p{N}\p{S}.!%()|*/-]+/gu, ' ')
      // An aside is no product.
      .replace(/\(([^()]*)\)/g, (whole, inside: string) => (/\p{L}{3}/u.test(inside) ? ` ${inside} ` : whole))
      .replace(/ *([^\p{L}\p{M}\p{N}\s]) */gu, '$1')
      .replace(/\s+/g, ' ')
      .trim()
  )
}

/** A text -> a number in [0, 1), uniform over texts. */
export function hashedFraction(text: string): number {
  return createHash('sha256').update(text).digest().readUInt32LE(0) / 2 ** 32
}
