import { gives, money, percent, ratio, type TopicGroup } from '../topic.js'

export const currency: TopicGroup = {
  name: 'currency',
  bare: true,
  topics: [
    {
      name: 'conversion',
      facts: {
        amount: money('Amount in euros', 2000, 9000, 100),
        rate: ratio('Dollars for a euro, mid', 1.05, 1.25, 0.01),
        spread: percent('Margin of the bank', 0.5, 3),
        fee: money('Fixed fee in dollars', 10, 50, 5),
      },
      quantities: {
        mid: gives.money('Amount at the mid rate', 'amount * rate', 'amount / rate'),
        charged: gives.money('Cost of the margin', 'mid * spread', 'amount * spread'),
        received: gives.money('Dollars received', 'mid - charged - fee', 'mid - charged + fee'),
        cost: gives.percent('Total cost', '(mid - received) / mid', '(mid - received) / received'),
      },
      asks: ['mid', 'received', 'cost'],
    },
    {
      name: 'cross rate',
      facts: {
        euro: ratio('Dollars for a euro', 1.05, 1.25, 0.01),
        franc: ratio('Francs for a dollar', 0.85, 0.98, 0.01),
        quoted: ratio('Quoted francs for a euro', 0.85, 1.3, 0.01),
        amount: money('Euros to trade', 10000, 90000, 1000),
      },
      quantities: {
        cross: gives.ratio('Francs for a euro through the dollar', 'euro * franc', 'euro / franc'),
        through: gives.money('Francs through the dollar', 'amount * cross', 'amount / cross'),
        direct: gives.money('Francs at the quoted rate', 'amount * quoted', 'amount / quoted'),
        gain: gives.money('Gain of the way through the dollar', 'through - direct', 'direct - through'),
      },
      asks: ['cross', 'through', 'gain'],
    },
    {
      name: 'interest parity',
      facts: {
        spot: ratio('Dollars for a pound, spot', 1.15, 1.4, 0.01),
        home: percent('Dollar interest rate', 1, 6),
        abroad: percent('Pound interest rate', 1, 6),
        amount: money('Pounds due in a year', 10000, 90000, 1000),
      },
      quantities: {
        growth: gives.factor('Ratio of the growth factors', '(1 + home) / (1 + abroad)', '(1 + abroad) / (1 + home)'),
        forward: gives.factor('One-year forward rate', 'spot * growth', 'spot / growth'),
        locked: gives.money('Dollars locked in', 'amount * forward', 'amount / forward'),
        premium: gives.money('Difference to today’s rate', 'locked - amount * spot', 'locked - amount'),
      },
      asks: ['growth', 'forward', 'premium'],
    },
    {
      name: 'hedging',
      facts: {
        receivable: money('Receivable in euros', 20000, 90000, 1000),
        forward: ratio('Forward rate, dollars for a euro', 1.05, 1.2, 0.01),
        later: ratio('Spot rate at maturity', 1, 1.25, 0.01),
        part: percent('Part that is hedged', 40, 90, 10),
      },
      quantities: {
        hedged: gives.money('Euros hedged', 'receivable * part', 'receivable * (1 - part)'),
        fixed: gives.money('Dollars from the hedged part', 'hedged * forward', 'hedged * later'),
        open: gives.money(
          'Dollars from the open part',
          '(receivable - hedged) * later',
          '(receivable - hedged) * forward',
        ),
        total: gives.money('Dollars received', 'fixed + open', 'fixed - open'),
        effect: gives.money('Effect of the hedge', 'total - receivable * later', 'total - receivable * forward'),
      },
      asks: ['hedged', 'fixed', 'effect'],
    },
    {
      name: 'translation',
      facts: {
        assets: money('Assets in pesos', 40000, 90000, 1000),
        liabilities: money('Liabilities in pesos', 10000, 30000, 1000),
        opening: ratio('Dollars for a peso, start', 0.5, 0.7, 0.01),
        closing: ratio('Dollars for a peso, end', 0.4, 0.8, 0.01),
      },
      quantities: {
        net: gives.money('Net assets in pesos', 'assets - liabilities', 'assets + liabilities'),
        before: gives.money('Net assets at the opening rate', 'net * opening', 'net / opening'),
        after: gives.money('Net assets at the closing rate', 'net * closing', 'net / closing'),
        difference: gives.money('Translation difference', 'after - before', 'before - after'),
      },
      asks: ['net', 'before', 'difference'],
      note: 'Net assets in pesos did not change over the year.',
    },
    {
      name: 'purchasing power parity',
      facts: {
        spot: ratio('Dollars for a euro', 1.05, 1.25, 0.01),
        home: percent('Inflation in dollars', 2, 8),
        abroad: percent('Inflation in euros', 1, 6),
        actual: ratio('Dollars for a euro a year later', 1, 1.35, 0.01),
      },
      quantities: {
        expected: gives.factor(
          'Rate by parity',
          'spot * (1 + home) / (1 + abroad)',
          'spot * (1 + abroad) / (1 + home)',
        ),
        nominal: gives.percent('Change of the actual rate', 'actual / spot - 1', 'spot / actual - 1'),
        real: gives.percent('Real appreciation of the euro', 'actual / expected - 1', 'expected / actual - 1'),
      },
      asks: ['expected', 'nominal', 'real'],
    },
  ],
}
