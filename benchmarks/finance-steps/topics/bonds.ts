import { days, gives, money, percent, price, type TopicGroup, years } from '../topic.js'

export const bonds: TopicGroup = {
  name: 'bonds',
  topics: [
    {
      name: 'bond yields',
      facts: {
        face: money('Face value', 1000, 5000, 1000),
        coupon: percent('Coupon rate', 3, 8),
        quote: percent('Price, in percent of face value', 88, 97, 1),
        life: years('Years to maturity', 3, 12),
      },
      quantities: {
        income: gives.money('Annual coupon', 'face * coupon', 'face * quote * coupon'),
        paid: gives.money('Price paid', 'face * quote', 'face / quote'),
        current: gives.percent('Current yield', 'income / paid', 'income / face'),
        pull: gives.money('Yearly gain from the discount', '(face - paid) / life', 'face - paid'),
        yieldEstimate: gives.percent(
          'Approximate yield to maturity',
          '(income + pull) / ((face + paid) / 2)',
          '(income - pull) / ((face + paid) / 2)',
        ),
      },
      asks: ['income', 'current', 'yieldEstimate'],
      note: 'The approximate yield divides coupon plus yearly gain by the mean of face value and price.',
    },
    {
      name: 'zero-coupon bonds',
      facts: {
        face: money('Face value', 1000, 10000, 1000),
        rate: percent('Yearly yield', 2, 8),
        life: years('Years to maturity', 3, 10),
        later: percent('Yield one year later', 2, 8),
      },
      quantities: {
        factor: gives.factor('Discount factor', '1 / (1 + rate)^life', '1 / (1 + rate * life)'),
        worth: gives.money('Price today', 'face * factor', 'face / factor'),
        next: gives.money('Price one year later', 'face / (1 + later)^(life - 1)', 'face / (1 + later)^life'),
        earned: gives.percent('Holding period return', '(next - worth) / worth', '(next - worth) / next'),
      },
      asks: ['factor', 'worth', 'earned'],
      note: 'Yields compound yearly.',
    },
    {
      name: 'coupon bond price',
      facts: {
        face: money('Face value', 1000, 5000, 1000),
        coupon: percent('Coupon rate', 2, 9),
        rate: percent('Market yield', 2.5, 8.5),
        accrued: days('Days since the last coupon', 30, 150),
      },
      quantities: {
        payment: gives.money('Annual coupon', 'face * coupon', 'face * rate'),
        first: gives.money('Present value of the first coupon', 'payment / (1 + rate)', 'payment * (1 + rate)'),
        second: gives.money('Present value of the second coupon', 'payment / (1 + rate)^2', 'payment / (1 + rate)'),
        third: gives.money(
          'Present value of the last payment',
          '(payment + face) / (1 + rate)^3',
          'payment / (1 + rate)^3',
        ),
        worth: gives.money('Price', 'first + second + third', 'first + second + third - payment'),
        premium: gives.money('Premium over face value', 'worth - face', 'worth + face'),
      },
      asks: ['payment', 'second', 'premium'],
      note: 'The bond has three years to run and pays one coupon a year.',
    },
    {
      name: 'duration',
      facts: {
        first: money('Present value of the payment in year 1', 40, 90, 1),
        second: money('Present value of the payment in year 2', 40, 90, 1),
        third: money('Present value of the payment in year 3', 800, 950, 1),
        rate: percent('Yield', 2, 8),
        shift: percent('Change in yield', 0.25, 1, 0.25),
      },
      quantities: {
        worth: gives.money('Price', 'first + second + third', 'third'),
        macaulay: gives.years(
          'Macaulay duration',
          '(first + 2 * second + 3 * third) / worth',
          '(first + second + third) / 3',
        ),
        modified: gives.years('Modified duration', 'macaulay / (1 + rate)', 'macaulay * (1 + rate)'),
        change: gives.percent('Relative price change', '0 - modified * shift', 'modified * shift'),
        loss: gives.money('Change in price', 'worth * change', 'worth / change'),
      },
      asks: ['worth', 'macaulay', 'loss'],
      note: 'The yield rises by the change given.',
    },
    {
      name: 'treasury bills',
      facts: {
        face: money('Face value', 10000, 100000, 10000),
        discount: percent('Bank discount rate', 2, 6, 0.1),
        life: days('Days to maturity', 60, 180),
      },
      quantities: {
        off: gives.money('Discount', 'face * discount * life / 360', 'face * discount * life / 365'),
        paid: gives.money('Price', 'face - off', 'face + off'),
        earned: gives.percent('Return over the holding period', 'off / paid', 'off / face'),
        yearly: gives.percent('Bond equivalent yield', 'earned * 365 / life', 'earned * life / 365'),
      },
      asks: ['off', 'paid', 'yearly'],
      note: 'The discount rate counts 360 days a year, the bond equivalent yield 365.',
    },
    {
      name: 'credit risk',
      facts: {
        exposure: money('Exposure', 5000, 20000, 100),
        default: percent('Probability of default', 1, 6, 0.25),
        recovery: percent('Recovery rate', 30, 60, 5),
        spread: percent('Credit spread', 1, 4, 0.25),
      },
      quantities: {
        severity: gives.percent('Loss given default', '1 - recovery', 'recovery'),
        expected: gives.money('Expected loss', 'exposure * default * severity', 'exposure * default * recovery'),
        income: gives.money('Spread income', 'exposure * spread', 'exposure * severity * spread'),
        margin: gives.money('Income after expected loss', 'income - expected', 'income + expected'),
      },
      asks: ['severity', 'expected', 'margin'],
    },
    {
      name: 'accrued interest',
      facts: {
        face: money('Face value', 1000, 10000, 1000),
        coupon: percent('Coupon rate', 3, 8),
        clean: percent('Clean price, in percent of face value', 94, 106, 0.5),
        passed: days('Days since the last coupon', 20, 160),
        fee: price('Broker fee', 5, 25),
      },
      quantities: {
        half: gives.money('Semi-annual coupon', 'face * coupon / 2', 'face * coupon'),
        accrued: gives.money('Accrued interest', 'half * passed / 180', 'half * passed / 360'),
        quoted: gives.money('Clean price', 'face * clean', 'face / clean'),
        dirty: gives.money('Dirty price', 'quoted + accrued', 'quoted - accrued'),
        paid: gives.money('Amount paid', 'dirty + fee', 'dirty - fee'),
      },
      asks: ['half', 'accrued', 'paid'],
      note: 'Coupons are paid twice a year; a half-year counts 180 days.',
    },
  ],
}
