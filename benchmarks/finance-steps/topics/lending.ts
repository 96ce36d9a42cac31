import { count, gives, money, months, percent, type TopicGroup, years } from '../topic.js'

export const lending: TopicGroup = {
  name: 'lending',
  topics: [
    {
      name: 'simple interest',
      facts: {
        principal: money('Principal', 2000, 20000, 100),
        rate: percent('Yearly rate', 3, 12),
        term: months('Months', 3, 11),
        fee: money('Processing fee', 20, 120),
      },
      quantities: {
        interest: gives.money('Interest', 'principal * rate * term / 12', 'principal * rate * term'),
        due: gives.money('Amount due', 'principal + interest', 'principal - interest'),
        cost: gives.money('Total cost of the loan', 'interest + fee', 'interest - fee'),
        relative: gives.percent(
          'Cost as a share of the money received',
          'cost / (principal - fee)',
          'cost / principal',
        ),
      },
      asks: ['interest', 'due', 'relative'],
    },
    {
      name: 'compound interest',
      facts: {
        principal: money('Deposit', 2000, 20000, 100),
        rate: percent('Nominal yearly rate', 2, 9),
        periods: count('Compounding periods a year', 2, 12, 2),
        term: years('Years', 2, 8),
      },
      quantities: {
        period: gives.factor('Rate per period', 'rate / periods', 'rate * periods'),
        number: gives.count('Number of periods', 'periods * term', 'term'),
        worth: gives.money('Value at the end', 'principal * (1 + period)^number', 'principal * (1 + period * number)'),
        earned: gives.money('Interest earned', 'worth - principal', 'worth + principal'),
      },
      asks: ['period', 'number', 'earned'],
    },
    {
      name: 'loan payment',
      facts: {
        principal: money('Loan', 5000, 40000, 500),
        rate: percent('Yearly rate', 3, 12, 1.2),
        term: years('Years', 2, 6),
      },
      quantities: {
        monthly: gives.factor('Monthly rate', 'rate / 12', 'rate'),
        number: gives.count('Number of payments', 'term * 12', 'term'),
        payment: gives.money(
          'Monthly payment',
          'principal * monthly / (1 - 1 / (1 + monthly)^number)',
          'principal * monthly',
        ),
        total: gives.money('Total paid', 'payment * number', 'payment * term'),
        interest: gives.money('Total interest', 'total - principal', 'total * rate'),
      },
      asks: ['number', 'payment', 'interest'],
    },
    {
      name: 'amortisation',
      facts: {
        balance: money('Balance at the start', 50000, 200000, 1000),
        rate: percent('Yearly rate', 3, 9, 0.6),
        payment: money('Monthly payment', 1800, 3000, 50),
      },
      quantities: {
        first: gives.money('Interest of month 1', 'balance * rate / 12', 'balance * rate'),
        repaid: gives.money('Repayment of month 1', 'payment - first', 'payment + first'),
        after: gives.money('Balance after month 1', 'balance - repaid', 'balance - payment'),
        second: gives.money('Interest of month 2', 'after * rate / 12', 'balance * rate / 12'),
        next: gives.money('Repayment of month 2', 'payment - second', 'payment - first'),
        left: gives.money('Balance after month 2', 'after - next', 'balance - next'),
      },
      asks: ['first', 'after', 'left'],
    },
    {
      name: 'mortgage affordability',
      facts: {
        income: money('Monthly gross income', 5000, 12000, 100),
        other: money('Other monthly debt payments', 200, 800, 50),
        payment: money('Monthly mortgage payment', 1200, 2600, 50),
        value: money('Value of the house', 300000, 600000, 10000),
        down: money('Down payment', 40000, 110000, 5000),
      },
      quantities: {
        loan: gives.money('Loan', 'value - down', 'value + down'),
        toValue: gives.percent('Loan-to-value ratio', 'loan / value', 'down / value'),
        debts: gives.money('Monthly debt payments', 'payment + other', 'payment - other'),
        toIncome: gives.percent('Debt-to-income ratio', 'debts / income', 'payment / income'),
        room: gives.money('Room below 43% of income', 'income * 0.43 - debts', 'income * 0.43 + debts'),
      },
      asks: ['loan', 'toValue', 'room'],
    },
    {
      name: 'effective rate',
      facts: {
        nominal: percent('Nominal yearly rate', 4, 18, 1),
        points: percent('Upfront fee', 0.5, 3),
        principal: money('Loan', 5000, 40000, 500),
      },
      quantities: {
        monthly: gives.factor('Monthly rate', 'nominal / 12', 'nominal / 365'),
        effective: gives.percent('Effective yearly rate', '(1 + monthly)^12 - 1', '12 * monthly'),
        received: gives.money('Money received', 'principal * (1 - points)', 'principal * (1 + points)'),
        owed: gives.money('Owed after a year', 'principal * (1 + effective)', 'received * (1 + effective)'),
        allIn: gives.percent('Yearly rate with the fee', 'owed / received - 1', 'owed / principal - 1'),
      },
      asks: ['monthly', 'effective', 'allIn'],
      note: 'Interest compounds monthly; everything is repaid after a year.',
    },
  ],
}
