import { count, gives, percent, price, ratio, type TopicGroup } from '../topic.js'

export const options: TopicGroup = {
  name: 'options',
  topics: [
    {
      name: 'call payoff',
      facts: {
        strike: price('Strike price', 40, 60),
        premium: price('Premium per share', 2, 6),
        spot: price('Share price at expiry', 64, 85),
        contracts: count('Contracts', 2, 20),
      },
      quantities: {
        intrinsic: gives.price('Payoff per share', 'spot - strike', 'spot - strike - premium'),
        profit: gives.price('Profit per share', 'intrinsic - premium', 'intrinsic + premium'),
        shares: gives.count('Shares under contract', 'contracts * 100', 'contracts * 10'),
        total: gives.money('Total profit', 'profit * shares', 'intrinsic * shares'),
      },
      asks: ['intrinsic', 'profit', 'total'],
      note: 'Calls were bought; a contract is for 100 shares.',
    },
    {
      name: 'covered call',
      facts: {
        bought: price('Purchase price of the share', 40, 60),
        strike: price('Strike price of the call sold', 62, 75),
        premium: price('Premium received', 1.5, 5),
        spot: price('Share price at expiry', 77, 95),
      },
      quantities: {
        cost: gives.price('Net cost', 'bought - premium', 'bought + premium'),
        proceeds: gives.price('Proceeds at expiry', 'min(spot, strike)', 'spot'),
        profit: gives.price('Profit per share', 'proceeds - cost', 'proceeds - bought'),
        earned: gives.percent('Return on net cost', 'profit / cost', 'profit / bought'),
      },
      asks: ['cost', 'profit', 'earned'],
    },
    {
      name: 'put-call parity',
      facts: {
        spot: price('Share price', 62, 68),
        strike: price('Strike price', 60, 64),
        rate: percent('Risk-free rate', 1, 6),
        call: price('Call price', 12, 18),
      },
      quantities: {
        present: gives.price('Present value of the strike', 'strike / (1 + rate)', 'strike * (1 + rate)'),
        parity: gives.price('Fair difference of call and put', 'spot - present', 'spot - strike'),
        put: gives.price('Put price by parity', 'call - parity', 'call + parity'),
      },
      asks: ['present', 'parity', 'put'],
      note: 'European options with one year to expiry, the rate compounds yearly, no dividends.',
    },
    {
      name: 'binomial step',
      facts: {
        spot: price('Share price', 50, 100, 5),
        up: ratio('Up factor', 1.15, 1.4),
        down: ratio('Down factor', 0.7, 0.9),
        rate: percent('Risk-free rate for the period', 1, 6),
      },
      quantities: {
        above: gives.price('Share price after a rise', 'spot * up', 'spot + up'),
        payoff: gives.price('Payoff of the call after a rise', 'above - spot', 'above'),
        chance: gives.percent(
          'Risk-neutral probability of a rise',
          '(1 + rate - down) / (up - down)',
          '(1 + rate - down) / (up + down)',
        ),
        expected: gives.price('Expected payoff', 'chance * payoff', '(1 - chance) * payoff'),
        worth: gives.price('Value of the call', 'expected / (1 + rate)', 'expected * (1 + rate)'),
      },
      asks: ['payoff', 'chance', 'worth'],
      note: 'The strike of the call is the share price today.',
    },
    {
      name: 'Black-Scholes',
      facts: {
        spot: price('Share price', 50, 100, 5),
        strike: price('Strike price', 50, 100, 5),
        rate: percent('Risk-free rate, continuous', 1, 6),
        volatility: percent('Volatility', 15, 45, 5),
      },
      quantities: {
        moneyness: gives.factor('Logarithm of share price over strike', 'ln(spot / strike)', 'ln(strike / spot)'),
        d1: gives.factor(
          'd1',
          '(moneyness + rate + volatility^2 / 2) / volatility',
          '(moneyness + rate - volatility^2 / 2) / volatility',
        ),
        d2: gives.factor('d2', 'd1 - volatility', 'd1 + volatility'),
        delta: gives.factor('Delta', 'N(d1)', 'N(d2)'),
        exercise: gives.factor('Risk-neutral probability of exercise', 'N(d2)', 'N(d1)'),
        discounted: gives.price('Present value of the strike', 'strike * exp(0 - rate)', 'strike * exp(rate)'),
        worth: gives.price(
          'Call value',
          'spot * delta - discounted * exercise',
          'spot * exercise - discounted * delta',
        ),
      },
      asks: ['moneyness', 'd1', 'worth'],
      note: 'One year to expiry, no dividends. N is the cumulative standard normal distribution.',
    },
    {
      name: 'forward price',
      facts: {
        spot: price('Spot price', 80, 200, 5),
        rate: percent('Financing rate', 1, 6),
        storage: price('Storage cost for the year, paid at its end', 1, 6),
        quoted: price('Quoted one-year forward price', 80, 200, 1),
      },
      quantities: {
        financed: gives.price('Spot price with financing', 'spot * (1 + rate)', 'spot / (1 + rate)'),
        fair: gives.price('Fair forward price', 'financed + storage', 'financed - storage'),
        gap: gives.price('Quoted over fair', 'quoted - fair', 'fair - quoted'),
        share: gives.percent('Mispricing', 'gap / fair', 'gap / quoted'),
      },
      asks: ['financed', 'fair', 'share'],
    },
  ],
}
