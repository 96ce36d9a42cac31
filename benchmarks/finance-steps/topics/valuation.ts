import { count, gives, money, percent, price, ratio, type TopicGroup } from '../topic.js'

export const valuation: TopicGroup = {
  name: 'valuation',
  topics: [
    {
      name: 'net present value',
      facts: {
        outlay: money('Outlay', 8000, 12000, 100),
        one: money('Cash flow of year 1', 3000, 6000, 100),
        two: money('Cash flow of year 2', 3000, 7000, 100),
        three: money('Cash flow of year 3', 3000, 8000, 100),
        rate: percent('Discount rate', 5, 14),
      },
      quantities: {
        first: gives.money('Present value of year 1', 'one / (1 + rate)', 'one * (1 + rate)'),
        second: gives.money('Present value of year 2', 'two / (1 + rate)^2', 'two / (1 + 2 * rate)'),
        third: gives.money('Present value of year 3', 'three / (1 + rate)^3', 'three / (1 + rate)^2'),
        inflows: gives.money('Present value of the inflows', 'first + second + third', 'one + two + three'),
        net: gives.money('Net present value', 'inflows - outlay', 'outlay - inflows'),
        index: gives.ratio('Profitability index', 'inflows / outlay', 'net / outlay'),
      },
      asks: ['second', 'net', 'index'],
    },
    {
      name: 'payback',
      facts: {
        outlay: money('Outlay', 9000, 11000, 100),
        one: money('Cash flow of year 1', 3000, 4400, 100),
        two: money('Cash flow of year 2', 3000, 4400, 100),
        three: money('Cash flow of year 3', 5200, 8000, 100),
      },
      quantities: {
        after: gives.money('Open after year 1', 'outlay - one', 'outlay + one'),
        open: gives.money('Open after year 2', 'after - two', 'outlay - two'),
        part: gives.years('Part of year 3', 'open / three', 'three / open'),
        payback: gives.years('Payback period', '2 + part', '3 + part'),
      },
      asks: ['after', 'open', 'payback'],
    },
    {
      name: 'dividend discount model',
      facts: {
        dividend: price('Dividend just paid', 1, 6, 0.1),
        growth: percent('Growth rate', 1, 4),
        required: percent('Required return', 7, 12),
        market: price('Market price', 20, 90, 1),
      },
      quantities: {
        next: gives.price('Next dividend', 'dividend * (1 + growth)', 'dividend * (1 + required)'),
        spread: gives.percent('Required return less growth', 'required - growth', 'required + growth'),
        worth: gives.price('Value of the share', 'next / spread', 'dividend / spread'),
        upside: gives.percent('Upside to the market price', 'worth / market - 1', 'market / worth - 1'),
      },
      asks: ['next', 'worth', 'upside'],
    },
    {
      name: 'cost of capital',
      facts: {
        equity: money('Market value of equity', 4000, 9000, 100),
        debt: money('Market value of debt', 1000, 3500, 100),
        costEquity: percent('Cost of equity', 8, 14),
        costDebt: percent('Cost of debt', 3, 7),
        taxRate: percent('Tax rate', 18, 32, 1),
      },
      quantities: {
        total: gives.money('Total capital', 'equity + debt', 'equity - debt'),
        weight: gives.percent('Weight of equity', 'equity / total', 'equity / debt'),
        after: gives.percent('Cost of debt after tax', 'costDebt * (1 - taxRate)', 'costDebt * (1 + taxRate)'),
        average: gives.percent(
          'Weighted average cost of capital',
          'weight * costEquity + (1 - weight) * after',
          'weight * costEquity + (1 - weight) * costDebt',
        ),
      },
      asks: ['weight', 'after', 'average'],
    },
    {
      name: 'enterprise value',
      facts: {
        ebitda: money('EBITDA', 1000, 2500),
        multiple: ratio('EV/EBITDA of peers', 6, 12, 0.5),
        debt: money('Debt', 2000, 4000, 100),
        cash: money('Cash', 200, 900),
        shares: count('Shares outstanding', 100, 400, 10),
      },
      quantities: {
        enterprise: gives.money('Enterprise value', 'ebitda * multiple', 'ebitda / multiple'),
        netDebt: gives.money('Net debt', 'debt - cash', 'debt + cash'),
        equity: gives.money('Equity value', 'enterprise - netDebt', 'enterprise + netDebt'),
        share: gives.price('Value per share', 'equity / shares', 'enterprise / shares'),
      },
      asks: ['enterprise', 'netDebt', 'share'],
      note: 'Shares are in thousands, as are the money figures.',
    },
    {
      name: 'terminal value',
      facts: {
        flow: money('Free cash flow of the last forecast year', 800, 2000),
        growth: percent('Growth afterwards', 1, 3),
        rate: percent('Discount rate', 7, 12),
        forecast: money('Present value of the forecast years', 3000, 6000, 100),
      },
      quantities: {
        next: gives.money('Free cash flow of the year after', 'flow * (1 + growth)', 'flow * (1 + rate)'),
        terminal: gives.money('Terminal value', 'next / (rate - growth)', 'next / rate'),
        present: gives.money('Present value of the terminal value', 'terminal / (1 + rate)^5', 'terminal'),
        value: gives.money('Enterprise value', 'forecast + present', 'present - forecast'),
        part: gives.percent('Part of the terminal value', 'present / value', 'forecast / value'),
      },
      asks: ['next', 'terminal', 'part'],
      note: 'The forecast covers five years.',
    },
  ],
}
