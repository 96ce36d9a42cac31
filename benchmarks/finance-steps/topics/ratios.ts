import { count, gives, money, percent, price, type TopicGroup } from '../topic.js'

export const ratios: TopicGroup = {
  name: 'ratios',
  yearly: true,
  topics: [
    {
      name: 'liquidity',
      facts: {
        cash: money('Cash and equivalents', 200, 600),
        receivables: money('Receivables', 300, 700),
        inventory: money('Inventory', 300, 900),
        liabilities: money('Current liabilities', 500, 1000),
      },
      quantities: {
        assets: gives.money('Current assets', 'cash + receivables + inventory', 'cash + receivables'),
        current: gives.ratio('Current ratio', 'assets / liabilities', 'liabilities / assets'),
        quick: gives.ratio('Quick ratio', '(assets - inventory) / liabilities', 'inventory / liabilities'),
        gap: gives.ratio('Gap between current and quick ratio', 'current - quick', 'current / quick'),
      },
      asks: ['assets', 'current', 'gap'],
    },
    {
      name: 'leverage',
      facts: {
        debt: money('Interest-bearing debt', 800, 2000),
        other: money('Other liabilities', 300, 700),
        assets: money('Total assets', 4000, 7000),
        cash: money('Cash', 100, 400),
      },
      quantities: {
        equity: gives.money('Equity', 'assets - debt - other', 'assets - debt'),
        debtToEquity: gives.ratio('Debt-to-equity ratio', 'debt / equity', 'debt / assets'),
        netDebt: gives.money('Net debt', 'debt - cash', 'debt + cash'),
        gearing: gives.percent('Gearing', 'netDebt / (netDebt + equity)', 'netDebt / equity'),
      },
      asks: ['equity', 'debtToEquity', 'gearing'],
      note: 'Gearing is net debt over net debt plus equity.',
    },
    {
      name: 'DuPont analysis',
      facts: {
        net: money('Net income', 200, 700),
        revenue: money('Revenue', 3000, 8000),
        assets: money('Average total assets', 2500, 6000),
        equity: money('Average equity', 1000, 2400),
      },
      quantities: {
        margin: gives.percent('Net profit margin', 'net / revenue', 'revenue / net'),
        turnover: gives.ratio('Asset turnover', 'revenue / assets', 'assets / revenue'),
        onAssets: gives.percent('Return on assets', 'margin * turnover', 'margin / turnover'),
        multiplier: gives.ratio('Equity multiplier', 'assets / equity', 'equity / assets'),
        onEquity: gives.percent('Return on equity', 'onAssets * multiplier', 'onAssets / multiplier'),
      },
      asks: ['margin', 'onAssets', 'onEquity'],
    },
    {
      name: 'interest coverage',
      facts: {
        operating: money('Operating income', 800, 2000),
        depreciation: money('Depreciation and amortisation', 150, 500),
        interest: money('Interest expense', 80, 300),
        principal: money('Scheduled principal payments', 100, 300),
      },
      quantities: {
        times: gives.ratio('Times interest earned', 'operating / interest', '(operating - interest) / interest'),
        ebitda: gives.money('EBITDA', 'operating + depreciation', 'operating - depreciation'),
        service: gives.money('Debt service', 'interest + principal', 'principal - interest'),
        coverage: gives.ratio('Debt service coverage ratio', 'ebitda / service', 'ebitda / interest'),
      },
      asks: ['times', 'ebitda', 'coverage'],
      note: 'Debt service coverage is measured on EBITDA.',
    },
    {
      name: 'market multiples',
      facts: {
        share: price('Share price', 20, 90),
        shares: count('Shares outstanding', 100, 400, 10),
        net: money('Net income', 400, 1500),
        growth: percent('Expected earnings growth', 5, 25, 1),
        book: money('Book value of equity', 3000, 8000),
      },
      quantities: {
        earnings: gives.price('Earnings per share', 'net / shares', 'shares / net'),
        multiple: gives.ratio('Price-earnings ratio', 'share / earnings', 'earnings / share'),
        peg: gives.ratio('PEG ratio', 'multiple / (growth * 100)', 'multiple / growth'),
        bookShare: gives.price('Book value per share', 'book / shares', 'shares / book'),
        toBook: gives.ratio('Price-to-book ratio', 'share / bookShare', 'bookShare / share'),
      },
      asks: ['earnings', 'multiple', 'peg'],
      note: 'Shares are in thousands, as are the money figures; the PEG ratio divides by growth in percentage points.',
    },
    {
      name: 'dividends and growth',
      facts: {
        net: money('Net income', 500, 1800),
        dividends: money('Dividends paid', 100, 400),
        equity: money('Average equity', 4000, 9000),
        shares: count('Shares outstanding', 100, 300, 10),
        share: price('Share price', 20, 80),
      },
      quantities: {
        payout: gives.percent('Payout ratio', 'dividends / net', 'net / dividends'),
        retention: gives.percent('Retention ratio', '1 - payout', '1 + payout'),
        onEquity: gives.percent('Return on equity', 'net / equity', 'dividends / equity'),
        growth: gives.percent('Sustainable growth rate', 'retention * onEquity', 'payout * onEquity'),
      },
      asks: ['payout', 'retention', 'growth'],
    },
    {
      name: 'break-even',
      facts: {
        sale: price('Selling price per unit', 30, 90),
        variable: price('Variable cost per unit', 8, 24),
        fixed: money('Fixed costs', 20000, 60000, 1000),
        target: money('Target profit', 5000, 20000, 500),
      },
      quantities: {
        contribution: gives.price('Contribution per unit', 'sale - variable', 'sale + variable'),
        units: gives.count('Break-even units', 'fixed / contribution', 'fixed / sale'),
        sales: gives.money('Break-even sales', 'units * sale', 'units * contribution'),
        wanted: gives.count(
          'Units for the target profit',
          '(fixed + target) / contribution',
          '(fixed - target) / contribution',
        ),
        safety: gives.percent(
          'Margin of safety at these units',
          '(wanted - units) / wanted',
          '(wanted - units) / units',
        ),
      },
      asks: ['contribution', 'sales', 'safety'],
    },
    {
      name: 'operating leverage',
      facts: {
        sales: money('Sales', 6000, 12000),
        variable: money('Variable costs', 2000, 3500),
        fixed: money('Fixed operating costs', 900, 1800),
        interest: money('Interest', 100, 400),
        rise: percent('Rise in sales', 4, 20, 1),
      },
      quantities: {
        contribution: gives.money('Contribution margin', 'sales - variable', 'sales - variable - fixed'),
        operating: gives.money('Operating income', 'contribution - fixed', 'contribution + fixed'),
        leverage: gives.ratio('Degree of operating leverage', 'contribution / operating', 'operating / contribution'),
        effect: gives.percent('Rise in operating income', 'leverage * rise', 'rise / leverage'),
      },
      asks: ['contribution', 'leverage', 'effect'],
    },
  ],
}
