/**
 * Upper confidence limit of an error rate after `errors` errors in `calls` independent calls (Clopper & Pearson 1934): the rate at which so few
 * errors have probability `1 - confidence`, which is the quantile beta.inv(confidence, errors + 1, calls - errors). 1 where nothing was called.
 */
export function upperLimit(errors: number, calls: number, confidence = 0.95): number {
  if (errors >= calls) return 1
  let [low, high] = [errors / calls, 1]
  for (let i = 0; i < 60; i++) {
    const rate = (low + high) / 2
    if (atMost(errors, calls, rate) > 1 - confidence) low = rate
    else high = rate
  }
  return high
}

/**
 * The most errors in `calls` calls whose upper limit is at or below `rate`; -1 where even none would not show it. The limit is there where so few errors have
 * probability `1 - confidence` or less at that rate, so that one sum tells it of every count.
 */
export function errorsWithin(rate: number, calls: number, confidence = 0.95): number {
  if (rate >= 1) return calls - 1
  let errors = -1
  let term = calls * Math.log1p(-rate)
  for (let sum = Math.exp(term); sum <= 1 - confidence && errors < calls - 1; sum += Math.exp(term)) {
    errors++
    term += logOfRatio(errors + 1, calls, rate)
  }
  return errors
}

/** P(X <= errors), X binomial; by logarithms, so that many calls do not underflow. */
function atMost(errors: number, calls: number, rate: number): number {
  if (rate >= 1) return 0
  let term = calls * Math.log1p(-rate)
  let sum = Math.exp(term)
  for (let k = 1; k <= errors; k++) {
    term += logOfRatio(k, calls, rate)
    sum += Math.exp(term)
  }
  return sum
}

/** log (P(X = k) / P(X = k - 1)) */
const logOfRatio = (k: number, calls: number, rate: number) => Math.log(((calls - k + 1) / k) * (rate / (1 - rate)))
