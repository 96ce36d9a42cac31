import { count, gives, money, percent, type TopicGroup, years } from '../topic.js'

export const depreciation: TopicGroup = {
  name: 'depreciation',
  topics: [
    {
      name: 'straight line and disposal',
      facts: {
        cost: money('Cost', 20000, 60000, 1000),
        residual: money('Residual value', 1000, 6000, 500),
        life: years('Useful life', 5, 12),
        held: years('Years held', 2, 4),
        sold: money('Sale price', 9000, 20000, 500),
      },
      quantities: {
        base: gives.money('Depreciable amount', 'cost - residual', 'cost + residual'),
        yearly: gives.money('Yearly depreciation', 'base / life', 'cost / life'),
        accumulated: gives.money('Accumulated depreciation', 'yearly * held', 'yearly * life'),
        carrying: gives.money('Carrying amount', 'cost - accumulated', 'base - accumulated'),
        result: gives.money('Gain or loss on disposal', 'sold - carrying', 'carrying - sold'),
      },
      asks: ['base', 'accumulated', 'result'],
      note: 'A loss is negative.',
    },
    {
      name: 'declining balance',
      facts: {
        cost: money('Cost', 20000, 80000, 1000),
        life: years('Useful life', 4, 10),
        factor: count('Multiple of the straight-line rate', 2, 3),
      },
      quantities: {
        rate: gives.percent('Declining-balance rate', 'factor / life', '1 / life'),
        first: gives.money('Depreciation of year 1', 'cost * rate', 'cost / life'),
        after: gives.money('Carrying amount after year 1', 'cost - first', 'cost + first'),
        second: gives.money('Depreciation of year 2', 'after * rate', 'cost * rate'),
        left: gives.money('Carrying amount after year 2', 'after - second', 'cost - second'),
      },
      asks: ['rate', 'first', 'left'],
    },
    {
      name: 'units of production',
      facts: {
        cost: money('Cost', 30000, 90000, 1000),
        residual: money('Residual value', 2000, 8000, 500),
        capacity: count('Lifetime output in units', 50000, 200000, 10000),
        first: count('Units made in year 1', 6000, 20000, 500),
        second: count('Units made in year 2', 6000, 20000, 500),
      },
      quantities: {
        unit: gives.factor('Depreciation per unit', '(cost - residual) / capacity', 'cost / capacity'),
        one: gives.money('Depreciation of year 1', 'unit * first', 'unit * second'),
        two: gives.money('Depreciation of year 2', 'unit * second', 'unit * first'),
        carrying: gives.money('Carrying amount after year 2', 'cost - one - two', 'cost - residual - one - two'),
      },
      asks: ['unit', 'one', 'carrying'],
    },
    {
      name: 'sum of the years’ digits',
      facts: {
        cost: money('Cost', 20000, 60000, 1000),
        residual: money('Residual value', 1000, 5000, 500),
        life: years('Useful life', 4, 8),
      },
      quantities: {
        digits: gives.count('Sum of the digits', 'life * (life + 1) / 2', 'life * life / 2'),
        base: gives.money('Depreciable amount', 'cost - residual', 'cost'),
        first: gives.money('Depreciation of year 1', 'base * life / digits', 'base / digits'),
        second: gives.money('Depreciation of year 2', 'base * (life - 1) / digits', 'base * life / digits'),
        carrying: gives.money('Carrying amount after year 2', 'cost - first - second', 'base - first - second'),
      },
      asks: ['digits', 'first', 'carrying'],
    },
    {
      name: 'impairment',
      facts: {
        carrying: money('Carrying amount', 50000, 90000, 1000),
        fair: money('Fair value', 25000, 45000, 1000),
        selling: money('Costs to sell', 500, 2500, 100),
        inflow: money('Yearly cash inflow for two years', 12000, 24000, 500),
        rate: percent('Discount rate', 5, 12),
      },
      quantities: {
        net: gives.money('Fair value less costs to sell', 'fair - selling', 'fair + selling'),
        use: gives.money('Value in use', 'inflow / (1 + rate) + inflow / (1 + rate)^2', '2 * inflow'),
        recoverable: gives.money('Recoverable amount', 'max(net, use)', 'min(net, use)'),
        loss: gives.money('Impairment loss', 'carrying - recoverable', 'carrying - fair'),
      },
      asks: ['net', 'use', 'loss'],
    },
  ],
}
