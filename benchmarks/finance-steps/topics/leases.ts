import { gives, money, percent, type TopicGroup, years } from '../topic.js'

export const leases: TopicGroup = {
  name: 'leases',
  topics: [
    {
      name: 'lease liability',
      facts: {
        rent: money('Yearly payment, at the end of each year', 1000, 6000, 100),
        rate: percent('Incremental borrowing rate', 3, 8),
        term: years('Lease term', 3, 8),
        direct: money('Initial direct costs', 100, 600),
      },
      quantities: {
        factor: gives.factor('Annuity factor', '(1 - 1 / (1 + rate)^term) / rate', '(1 - 1 / (1 + rate)^term) * rate'),
        liability: gives.money('Lease liability', 'rent * factor', 'rent * term'),
        asset: gives.money('Right-of-use asset', 'liability + direct', 'liability - direct'),
        charge: gives.money('Yearly depreciation', 'asset / term', 'liability / term'),
      },
      asks: ['factor', 'liability', 'charge'],
    },
    {
      name: 'lease interest',
      facts: {
        opening: money('Lease liability at the start', 10000, 30000, 100),
        rate: percent('Discount rate', 3, 8),
        rent: money('Yearly payment, at the end of the year', 3000, 6000, 100),
        asset: money('Right-of-use asset', 32000, 40000, 100),
        term: years('Lease term', 5, 9),
      },
      quantities: {
        interest: gives.money('Interest of the first year', 'opening * rate', 'rent * rate'),
        repaid: gives.money('Repayment of the first year', 'rent - interest', 'rent + interest'),
        closing: gives.money('Liability after one year', 'opening - repaid', 'opening - rent'),
        depreciation: gives.money('Depreciation of the year', 'asset / term', 'opening / term'),
        expense: gives.money('Total lease expense of the year', 'interest + depreciation', 'rent + depreciation'),
      },
      asks: ['interest', 'closing', 'expense'],
    },
    {
      name: 'lease or buy',
      facts: {
        cost: money('Purchase price', 20000, 40000, 500),
        residual: money('Resale value after two years', 8000, 14000, 500),
        rent: money('Yearly rent, at the end of each year', 8000, 14000, 500),
        rate: percent('Discount rate', 4, 10),
      },
      quantities: {
        recovered: gives.money('Present value of the resale', 'residual / (1 + rate)^2', 'residual / (1 + rate)'),
        buying: gives.money('Present cost of buying', 'cost - recovered', 'cost + recovered'),
        leasing: gives.money('Present cost of leasing', 'rent / (1 + rate) + rent / (1 + rate)^2', '2 * rent'),
        advantage: gives.money('Advantage of leasing', 'buying - leasing', 'leasing - buying'),
      },
      asks: ['recovered', 'buying', 'advantage'],
    },
    {
      name: 'lessor accounting',
      facts: {
        fair: money('Fair value of the asset', 20000, 40000, 500),
        carrying: money('Carrying amount', 10000, 18000, 500),
        rate: percent('Rate implicit in the lease', 4, 9),
        rent: money('Yearly rent, at the end of the year', 5000, 9000, 100),
      },
      quantities: {
        profit: gives.money('Selling profit', 'fair - carrying', 'fair + carrying'),
        income: gives.money('Interest income of the first year', 'fair * rate', 'carrying * rate'),
        principal: gives.money('Principal received in the first year', 'rent - income', 'rent'),
        receivable: gives.money('Net investment after one year', 'fair - principal', 'fair - rent'),
        total: gives.money('Income of the first year', 'profit + income', 'profit + rent'),
      },
      asks: ['profit', 'income', 'receivable'],
    },
  ],
}
