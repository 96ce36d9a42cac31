import type { MarketLabel } from './label.js'

/** The probability that a security does better than the market, from what was known when the news came out. */
export type Forecast = (item: MarketLabel) => number

/** Whom a model has to beat, each trained on labels that are known by then. */
export interface Contender {
  name: string
  learn(train: readonly MarketLabel[]): Forecast
}

export const alwaysUp: Contender = { name: 'always up', learn: () => () => 1 }

/** As the security did the last time that a label of it was known. */
export const lastLabel: Contender = {
  name: 'last label',
  learn(train) {
    const last = new Map<string, MarketLabel>()
    for (const each of train) {
      const before = last.get(each.ticker)
      if (each.label !== 'flat' && (before === undefined || before.known < each.known)) last.set(each.ticker, each)
    }
    return ({ ticker }) => {
      const label = last.get(ticker)?.label
      return label === undefined ? 0.5 : Number(label === 'up')
    }
  },
}

/** Naive Bayes over the words of the news, each word once a text, with one of each class added (Manning et al. 2008, section 13.3). */
export const bagOfWords: Contender = {
  name: 'bag of words',
  learn(train) {
    const counts = { up: new Map<string, number>(), down: new Map<string, number>() }
    const texts = { up: 0, down: 0 }
    for (const { text, label } of train) {
      if (label === 'flat') continue
      texts[label]++
      for (const word of wordsOf(text)) counts[label].set(word, (counts[label].get(word) ?? 0) + 1)
    }
    if (texts.up === 0 || texts.down === 0) return () => 0.5
    const share = (label: 'up' | 'down', word: string) => ((counts[label].get(word) ?? 0) + 1) / (texts[label] + 2)
    const prior = Math.log(texts.up / texts.down)
    return ({ text }) => {
      let odds = prior
      for (const word of wordsOf(text)) {
        if (counts.up.has(word) || counts.down.has(word)) odds += Math.log(share('up', word) / share('down', word))
      }
      return 1 / (1 + Math.exp(-odds))
    }
  },
}

const wordsOf = (text: string) => new Set(text.toLowerCase().match(/\p{L}[\p{L}\p{M}'-]+/gu) ?? [])

/** Forecasts that a model made, by the ids of the news. @throws nothing: on an item without one no call is made (even odds). */
export function recorded(name: string, probabilities: ReadonlyMap<string, number>): Contender {
  return {
    name,
    learn:
      () =>
      ({ id }) =>
        probabilities.get(id) ?? 0.5,
  }
}
