import { gives, money, percent, price, ratio, type TopicGroup } from '../topic.js'

export const portfolios: TopicGroup = {
  name: 'portfolios',
  topics: [
    {
      name: 'portfolio return',
      facts: {
        shares: money('Invested in shares', 2000, 6000, 100),
        bonds: money('Invested in bonds', 1000, 4000, 100),
        shareReturn: percent('Return on shares', 5, 14),
        bondReturn: percent('Return on bonds', 1, 5),
        inflation: percent('Inflation', 1, 4),
      },
      quantities: {
        total: gives.money('Total invested', 'shares + bonds', 'shares - bonds'),
        weight: gives.percent('Weight of shares', 'shares / total', 'shares / bonds'),
        nominal: gives.percent(
          'Portfolio return',
          'weight * shareReturn + (1 - weight) * bondReturn',
          '(shareReturn + bondReturn) / 2',
        ),
        real: gives.percent(
          'Real return',
          '(1 + nominal) / (1 + inflation) - 1',
          '(1 + nominal) * (1 + inflation) - 1',
        ),
      },
      asks: ['weight', 'nominal', 'real'],
    },
    {
      name: 'portfolio variance',
      facts: {
        weight: percent('Weight of asset A', 30, 70, 5),
        riskA: percent('Standard deviation of asset A', 12, 30, 1),
        riskB: percent('Standard deviation of asset B', 5, 20, 1),
        correlation: ratio('Correlation', 0.1, 0.8, 0.1),
      },
      quantities: {
        rest: gives.percent('Weight of asset B', '1 - weight', '1 + weight'),
        own: gives.factor('Variance from A alone', '(weight * riskA)^2', 'weight * riskA^2'),
        other: gives.factor('Variance from B alone', '(rest * riskB)^2', 'rest * riskB^2'),
        common: gives.factor(
          'Covariance term',
          '2 * weight * rest * correlation * riskA * riskB',
          'weight * rest * correlation * riskA * riskB',
        ),
        variance: gives.factor('Portfolio variance', 'own + other + common', 'own + other - common'),
        risk: gives.percent('Portfolio standard deviation', 'sqrt(variance)', 'variance'),
      },
      asks: ['own', 'common', 'risk'],
    },
    {
      name: 'Sharpe ratio',
      facts: {
        start: money('Value at the start', 8000, 12000, 100),
        end: money('Value at the end', 12500, 14000, 100),
        income: money('Income received', 100, 500, 10),
        safe: percent('Risk-free rate', 1, 4),
        risk: percent('Standard deviation', 10, 30, 1),
      },
      quantities: {
        gain: gives.money('Gain', 'end - start + income', 'end - start - income'),
        earned: gives.percent('Holding period return', 'gain / start', 'gain / end'),
        excess: gives.percent('Excess return', 'earned - safe', 'earned + safe'),
        sharpe: gives.ratio('Sharpe ratio', 'excess / risk', 'earned / risk'),
      },
      asks: ['gain', 'earned', 'sharpe'],
    },
    {
      name: 'CAPM',
      facts: {
        safe: percent('Risk-free rate', 1, 4),
        market: percent('Expected market return', 6, 12),
        beta: ratio('Beta', 0.6, 1.8),
        forecast: percent('Forecast return of the share', 5, 18),
      },
      quantities: {
        premium: gives.percent('Market risk premium', 'market - safe', 'market + safe'),
        compensation: gives.percent('Premium for the share', 'beta * premium', 'beta * market'),
        required: gives.percent('Required return', 'safe + compensation', 'safe - compensation'),
        alpha: gives.percent('Alpha', 'forecast - required', 'required - forecast'),
      },
      asks: ['premium', 'required', 'alpha'],
    },
    {
      name: 'value at risk',
      facts: {
        value: money('Portfolio value', 10000, 90000, 1000),
        daily: percent('Daily standard deviation', 0.5, 2.5, 0.1),
        quantile: ratio('Quantile of the normal distribution', 1.65, 2.35, 0.01),
        limit: money('Risk limit', 1000, 5000, 100),
      },
      quantities: {
        move: gives.percent('Adverse move in a day', 'quantile * daily', 'daily / quantile'),
        oneDay: gives.money('One-day value at risk', 'value * move', 'value * daily'),
        tenDays: gives.money('Ten-day value at risk', 'oneDay * sqrt(10)', 'oneDay * 10'),
        used: gives.percent('Share of the limit used', 'tenDays / limit', 'limit / tenDays'),
      },
      asks: ['move', 'oneDay', 'used'],
      note: 'Returns are independent from day to day; the limit is for ten days.',
    },
    {
      name: 'time-weighted return',
      facts: {
        start: money('Value at the start', 5000, 8000, 100),
        before: money('Value before the deposit', 8100, 9500, 100),
        deposit: money('Deposit at mid-year', 500, 2000, 100),
        end: money('Value at the end', 11600, 13000, 100),
      },
      quantities: {
        first: gives.percent('Return of the first half', 'before / start - 1', '(before + deposit) / start - 1'),
        base: gives.money('Value after the deposit', 'before + deposit', 'before - deposit'),
        second: gives.percent('Return of the second half', 'end / base - 1', 'end / before - 1'),
        whole: gives.percent('Time-weighted return', '(1 + first) * (1 + second) - 1', 'first + second'),
      },
      asks: ['first', 'second', 'whole'],
    },
    {
      name: 'share purchase on margin',
      facts: {
        buy: price('Purchase price', 40, 60),
        sell: price('Selling price', 62, 80),
        initial: percent('Initial margin', 40, 70, 5),
        rate: percent('Interest on the loan for the year', 4, 9),
      },
      quantities: {
        own: gives.price('Own money per share', 'buy * initial', 'buy * (1 - initial)'),
        loan: gives.price('Loan per share', 'buy - own', 'buy + own'),
        interest: gives.price('Interest per share', 'loan * rate', 'buy * rate'),
        profit: gives.price('Profit per share', 'sell - buy - interest', 'sell - buy + interest'),
        earned: gives.percent('Return on own money', 'profit / own', 'profit / buy'),
      },
      asks: ['own', 'interest', 'earned'],
    },
  ],
}
