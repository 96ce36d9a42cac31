import { count, gives, money, percent, type TopicGroup } from '../topic.js'

export const insurance: TopicGroup = {
  name: 'insurance',
  yearly: true,
  topics: [
    {
      name: 'combined ratio',
      facts: {
        written: money('Premiums written', 5000, 9000, 100),
        unearned: money('Increase in unearned premiums', 200, 900, 50),
        losses: money('Losses incurred', 2000, 4200, 50),
        expenses: money('Expenses', 1000, 1900, 50),
        invested: money('Investment income', 100, 500, 10),
      },
      quantities: {
        earned: gives.money('Premiums earned', 'written - unearned', 'written + unearned'),
        loss: gives.percent('Loss ratio', 'losses / earned', 'losses / written'),
        expense: gives.percent('Expense ratio', 'expenses / earned', 'expenses / losses'),
        combined: gives.percent('Combined ratio', 'loss + expense', 'loss - expense'),
        result: gives.money('Underwriting result', 'earned * (1 - combined)', 'earned * combined'),
      },
      asks: ['earned', 'combined', 'result'],
      note: 'Both ratios are over premiums earned.',
    },
    {
      name: 'premium',
      facts: {
        frequency: percent('Yearly claim frequency', 3, 15),
        severity: money('Average claim', 2000, 9000, 100),
        loading: percent('Loading for expenses and profit, of the gross premium', 15, 35, 1),
        policies: count('Policies', 1000, 9000, 100),
      },
      quantities: {
        pure: gives.money('Pure premium', 'frequency * severity', 'severity / frequency'),
        gross: gives.money('Gross premium', 'pure / (1 - loading)', 'pure * (1 + loading)'),
        margin: gives.money('Loading per policy', 'gross - pure', 'gross + pure'),
        total: gives.money('Loading over all policies', 'margin * policies', 'gross * policies'),
      },
      asks: ['pure', 'gross', 'total'],
    },
    {
      name: 'claim payment',
      facts: {
        loss: money('Loss', 20000, 60000, 500),
        deductible: money('Deductible', 500, 3000, 100),
        coinsurance: percent('Share of the insured above the deductible', 10, 30, 5),
        limit: money('Policy limit', 20000, 30000, 1000),
      },
      quantities: {
        above: gives.money('Loss above the deductible', 'loss - deductible', 'loss + deductible'),
        share: gives.money('Share of the insurer', 'above * (1 - coinsurance)', 'above * coinsurance'),
        paid: gives.money('Payment', 'min(share, limit)', 'max(share, limit)'),
        own: gives.money('Borne by the insured', 'loss - paid', 'above - paid'),
      },
      asks: ['above', 'share', 'own'],
    },
    {
      name: 'average clause',
      facts: {
        value: money('Value of the building', 400000, 900000, 10000),
        insured: money('Sum insured', 200000, 300000, 10000),
        required: percent('Required insurance, of the value', 70, 90, 5),
        loss: money('Loss', 20000, 90000, 1000),
      },
      quantities: {
        needed: gives.money('Insurance required', 'value * required', 'insured * required'),
        share: gives.percent('Share that is covered', 'insured / needed', 'insured / value'),
        paid: gives.money('Payment', 'loss * share', 'loss'),
        own: gives.money('Borne by the insured', 'loss - paid', 'loss + paid'),
      },
      asks: ['needed', 'share', 'own'],
    },
    {
      name: 'quota share reinsurance',
      facts: {
        premium: money('Gross premium', 5000, 9000, 100),
        ceded: percent('Part ceded', 20, 60, 5),
        commission: percent('Reinsurance commission', 20, 35, 1),
        claims: money('Gross claims', 2000, 6000, 100),
      },
      quantities: {
        passed: gives.money('Premium ceded', 'premium * ceded', 'premium * (1 - ceded)'),
        received: gives.money('Commission received', 'passed * commission', 'premium * commission'),
        recovered: gives.money('Claims recovered', 'claims * ceded', 'claims * (1 - ceded)'),
        result: gives.money(
          'Result after reinsurance',
          'premium - passed + received - claims + recovered',
          'premium - passed - received - claims + recovered',
        ),
      },
      asks: ['passed', 'received', 'result'],
    },
    {
      name: 'term life premium',
      facts: {
        sum: money('Sum insured', 50000, 200000, 10000),
        first: percent('Probability of death in year 1', 0.2, 1, 0.1),
        second: percent('Probability of death in year 2, of those alive then', 0.3, 1.2, 0.1),
        rate: percent('Interest rate', 1, 5),
      },
      quantities: {
        one: gives.money('Present value of the benefit of year 1', 'sum * first / (1 + rate)', 'sum * first'),
        alive: gives.percent('Probability of being alive after year 1', '1 - first', '1 - second'),
        two: gives.money(
          'Present value of the benefit of year 2',
          'sum * alive * second / (1 + rate)^2',
          'sum * second / (1 + rate)',
        ),
        single: gives.money('Net single premium', 'one + two', 'two - one'),
      },
      asks: ['one', 'two', 'single'],
      note: 'Benefits are paid at the end of the year of death.',
    },
  ],
}
