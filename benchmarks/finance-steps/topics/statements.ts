import { count, gives, money, percent, type TopicGroup } from '../topic.js'

export const statements: TopicGroup = {
  name: 'statements',
  yearly: true,
  topics: [
    {
      name: 'income statement',
      facts: {
        revenue: money('Revenue', 4000, 9000),
        goods: money('Cost of goods sold', 1500, 2800),
        selling: money('Selling expenses', 200, 500),
        admin: money('Administrative expenses', 150, 400),
        interest: money('Interest expense', 40, 160),
        taxRate: percent('Tax rate', 18, 32),
      },
      quantities: {
        gross: gives.money('Gross profit', 'revenue - goods', 'revenue - goods - selling'),
        operating: gives.money('Operating income', 'gross - selling - admin', 'gross - selling - admin - interest'),
        beforeTax: gives.money('Income before tax', 'operating - interest', 'operating + interest'),
        tax: gives.money('Income tax', 'beforeTax * taxRate', 'operating * taxRate'),
        net: gives.money('Net income', 'beforeTax - tax', 'operating - tax'),
      },
      asks: ['gross', 'operating', 'net'],
    },
    {
      name: 'earnings per share',
      facts: {
        net: money('Net income', 900, 2400),
        preferred: money('Preferred dividends', 50, 200),
        opening: count('Shares at the start of the year', 300, 500, 10),
        issued: count('Shares issued on 1 July', 40, 120, 10),
        options: count('Shares from dilutive options', 10, 40, 5),
      },
      quantities: {
        available: gives.money('Income available to common shareholders', 'net - preferred', 'net + preferred'),
        average: gives.count('Weighted average shares', 'opening + issued * 6 / 12', 'opening + issued'),
        basic: gives.price('Basic earnings per share', 'available / average', 'net / average'),
        diluted: gives.price(
          'Diluted earnings per share',
          'available / (average + options)',
          'available / average + options',
        ),
        dilution: gives.percent('Dilution', '(basic - diluted) / basic', '(basic - diluted) / diluted'),
      },
      asks: ['available', 'basic', 'dilution'],
      note: 'Shares are in thousands, as are the money figures.',
    },
    {
      name: 'balance sheet',
      facts: {
        cash: money('Cash', 100, 500),
        receivables: money('Receivables', 200, 700),
        inventory: money('Inventory', 200, 800),
        plant: money('Property, plant and equipment, net', 1500, 4000),
        payables: money('Payables', 150, 500),
        shortDebt: money('Short-term debt', 50, 300),
        longDebt: money('Long-term debt', 500, 1200),
      },
      quantities: {
        current: gives.money('Current assets', 'cash + receivables + inventory', 'cash + receivables'),
        assets: gives.money('Total assets', 'current + plant', 'current + plant - payables'),
        liabilities: gives.money('Total liabilities', 'payables + shortDebt + longDebt', 'shortDebt + longDebt'),
        equity: gives.money('Equity', 'assets - liabilities', 'assets - longDebt'),
      },
      asks: ['current', 'assets', 'equity'],
    },
    {
      name: 'operating cash flow',
      facts: {
        net: money('Net income', 500, 1500),
        depreciation: money('Depreciation', 100, 400),
        gain: money('Gain on the sale of equipment', 10, 90),
        receivables: money('Increase in receivables', 20, 150),
        inventory: money('Increase in inventory', 20, 150),
        payables: money('Increase in payables', 20, 150),
        capex: money('Capital expenditure', 200, 480),
      },
      quantities: {
        nonCash: gives.money(
          'Net income after non-cash items',
          'net + depreciation - gain',
          'net - depreciation - gain',
        ),
        working: gives.money(
          'Cash tied up in working capital',
          'receivables + inventory - payables',
          'receivables + inventory + payables',
        ),
        operating: gives.money('Cash flow from operations', 'nonCash - working', 'nonCash + working'),
        free: gives.money('Free cash flow', 'operating - capex', 'operating + capex'),
      },
      asks: ['nonCash', 'operating', 'free'],
      note: 'The cash flow is found by the indirect method.',
    },
    {
      name: 'retained earnings',
      facts: {
        opening: money('Retained earnings at the start', 2000, 5000),
        net: money('Net income', 600, 1500),
        payout: percent('Dividend payout ratio', 20, 60, 5),
        capital: money('Paid-in capital', 1000, 2500),
      },
      quantities: {
        dividends: gives.money('Dividends', 'net * payout', 'opening * payout'),
        closing: gives.money('Retained earnings at the end', 'opening + net - dividends', 'opening + net + dividends'),
        equity: gives.money('Equity at the end', 'closing + capital', 'closing - capital'),
        returned: gives.percent('Return on closing equity', 'net / equity', '(net - dividends) / equity'),
      },
      asks: ['dividends', 'closing', 'returned'],
    },
    {
      name: 'revenue recognition',
      facts: {
        contract: money('Contract price', 5000, 9000),
        spent: money('Costs incurred so far', 1000, 1900),
        remaining: money('Costs still to come', 1200, 2200),
        billed: money('Billed so far', 500, 1500),
      },
      quantities: {
        total: gives.money('Total expected costs', 'spent + remaining', 'remaining - spent'),
        progress: gives.percent('Stage of completion', 'spent / total', 'spent / contract'),
        revenue: gives.money('Revenue to date', 'contract * progress', 'total * progress'),
        profit: gives.money('Profit to date', 'revenue - spent', 'revenue - total'),
        asset: gives.money('Contract asset', 'revenue - billed', 'contract - billed'),
      },
      asks: ['progress', 'revenue', 'asset'],
      note: 'Revenue is recognised over time, by costs.',
    },
  ],
}
