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

/** P(X <= errors), X binomial; by logarithms, so that many calls do not underflow. */
function atMost(errors: number, calls: number, rate: number): number {
  if (rate >= 1) return 0
  let term = calls * Math.log1p(-rate)
  let sum = Math.exp(term)
  for (let k = 1; k <= errors; k++) {
    term += Math.log(((calls - k + 1) / k) * (rate / (1 - rate)))
    sum += Math.exp(term)
  }
  return sum
}
