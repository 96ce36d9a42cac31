import { countingKey } from '../records/split.js'
import { upperLimit } from './upper-limit.js'

/*
 * The one way in which error rates are counted where several chains may be of one question.
 */

/** Chains of one kind, and how many of them are errors. `limit`: what the rate is at most, with the confidence that was asked for. */
export interface ErrorRate {
  errors: number
  chains: number
  /** Of so many questions: they are what is independent, not the chains. */
  questions: number
  limit: number
}

/**
 * An error rate over chains of which several may be of one question. Solutions of one question fail together, so each question counts once, with the
 * share of its chains that are errors: the rate is that of a chain drawn from a question that is drawn. The shares are rounded up to whole errors, so
 * that the limit of Clopper and Pearson stays one. With one chain a question it is their limit over chains.
 */
export function rateByQuestion(
  chains: readonly { question: string; isError: boolean }[],
  confidence?: number,
): ErrorRate {
  const sizes = countByQuestion(chains)
  const wrong = chains.filter(({ isError }) => isError)
  const shares = wrong.reduce((sum, chain) => sum + shareOf(chain, sizes), 0)
  const limit = upperLimit(wholeErrors(shares), sizes.size, confidence)
  return { errors: wrong.length, chains: chains.length, questions: sizes.size, limit }
}

/** The words of a question stand below many tables: what it is asked of belongs to it. */
export const problemOf = ({ question, context = '' }: { question: string; context?: string | undefined }) =>
  `${context}\n${question}`

/** Chains of each question, by its key. */
export function countByQuestion(chains: readonly { question: string }[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const { question } of chains) {
    const key = countingKey(question)
    counts.set(key, (counts.get(key) ?? 0) + 1)
  }
  return counts
}

/** What one chain is of all of its question. */
export const shareOf = ({ question }: { question: string }, sizes: ReadonlyMap<string, number>) =>
  1 / (sizes.get(countingKey(question)) ?? 1)

/** Sums of shares of questions -> whole errors, rounded up but for what floats leave over. */
export const wholeErrors = (shares: number) => Math.ceil(shares - 1e-6)
