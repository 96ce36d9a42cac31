import { count, days, gives, money, percent, price, type TopicGroup } from '../topic.js'

export const workingCapital: TopicGroup = {
  name: 'working capital',
  yearly: true,
  topics: [
    {
      name: 'cash conversion cycle',
      facts: {
        sales: money('Credit sales', 6000, 12000),
        goods: money('Cost of goods sold', 3000, 5500),
        receivables: money('Average receivables', 500, 1200),
        inventory: money('Average inventory', 400, 1000),
        payables: money('Average payables', 300, 800),
      },
      quantities: {
        collection: gives.days('Days sales outstanding', 'receivables / sales * 365', 'sales / receivables * 365'),
        holding: gives.days('Days inventory outstanding', 'inventory / goods * 365', 'inventory / sales * 365'),
        paying: gives.days('Days payables outstanding', 'payables / goods * 365', 'payables / sales * 365'),
        cycle: gives.days('Cash conversion cycle', 'collection + holding - paying', 'collection + holding + paying'),
      },
      asks: ['collection', 'holding', 'cycle'],
      note: 'A year has 365 days.',
    },
    {
      name: 'economic order quantity',
      facts: {
        demand: count('Yearly demand in units', 5000, 40000, 500),
        order: price('Cost of placing an order', 40, 150, 5),
        hold: price('Yearly holding cost per unit', 1, 6),
      },
      quantities: {
        square: gives.count('Square of the order quantity', '2 * demand * order / hold', 'demand * order / hold'),
        lot: gives.count('Economic order quantity', 'sqrt(square)', 'square / 2'),
        orders: gives.count('Orders a year', 'demand / lot', 'lot / demand'),
        placing: gives.money('Yearly ordering cost', 'orders * order', 'demand * order'),
        holding: gives.money('Yearly holding cost', 'lot / 2 * hold', 'lot * hold'),
        total: gives.money('Total yearly cost', 'placing + holding', 'placing - holding'),
      },
      asks: ['square', 'orders', 'total'],
    },
    {
      name: 'trade credit',
      facts: {
        invoice: money('Invoice', 2000, 9000, 100),
        discount: percent('Cash discount', 1, 4),
        early: days('Days to pay with the discount', 7, 14),
        late: days('Days to pay without it', 30, 60, 5),
        loan: percent('Bank loan rate', 5, 12),
      },
      quantities: {
        saved: gives.money('Discount', 'invoice * discount', 'invoice / discount'),
        paid: gives.money('Payment with the discount', 'invoice - saved', 'invoice + saved'),
        period: gives.days('Days of credit given up', 'late - early', 'late + early'),
        cost: gives.percent(
          'Yearly cost of not taking the discount',
          'saved / paid * 365 / period',
          'saved / invoice * 365 / period',
        ),
        advantage: gives.percent('Advantage over the bank loan', 'cost - loan', 'cost + loan'),
      },
      asks: ['saved', 'paid', 'advantage'],
      note: 'Simple interest, 365 days a year.',
    },
    {
      name: 'factoring',
      facts: {
        receivables: money('Receivables sold', 20000, 90000, 1000),
        reserve: percent('Reserve held back', 5, 20, 1),
        commission: percent('Commission', 1, 4),
        rate: percent('Yearly interest on the advance', 6, 12),
        term: days('Days until collection', 30, 90, 5),
      },
      quantities: {
        held: gives.money('Reserve', 'receivables * reserve', 'receivables * commission'),
        fee: gives.money('Commission', 'receivables * commission', '(receivables - held) * commission'),
        advance: gives.money('Advance before interest', 'receivables - held - fee', 'receivables - held + fee'),
        interest: gives.money('Interest', 'advance * rate * term / 360', 'advance * rate * term / 30'),
        paid: gives.money('Paid out', 'advance - interest', 'advance + interest'),
      },
      asks: ['held', 'advance', 'paid'],
      note: 'A year has 360 days.',
    },
    {
      name: 'inventory cost flow',
      facts: {
        firstUnits: count('Units in opening inventory', 100, 300, 10),
        firstCost: price('Cost of each of them', 5, 9),
        secondUnits: count('Units bought', 300, 600, 10),
        secondCost: price('Cost of each unit bought', 10, 15),
        sold: count('Units sold', 310, 390, 10),
        sale: price('Selling price', 18, 30),
      },
      quantities: {
        newer: gives.count('Units sold out of the purchase', 'sold - firstUnits', 'sold'),
        cost: gives.money(
          'Cost of goods sold by FIFO',
          'firstUnits * firstCost + newer * secondCost',
          'sold * secondCost',
        ),
        revenue: gives.money('Revenue', 'sold * sale', 'secondUnits * sale'),
        gross: gives.money('Gross profit', 'revenue - cost', 'revenue + cost'),
        left: gives.money(
          'Closing inventory',
          '(firstUnits + secondUnits - sold) * secondCost',
          '(firstUnits + secondUnits - sold) * firstCost',
        ),
      },
      asks: ['newer', 'cost', 'gross'],
      note: 'First in, first out.',
    },
    {
      name: 'bad debts',
      facts: {
        fresh: money('Receivables not yet due', 4000, 9000, 100),
        overdue: money('Receivables overdue', 1000, 3000, 100),
        lowRate: percent('Loss rate, not yet due', 1, 3),
        highRate: percent('Loss rate, overdue', 10, 30, 1),
        allowance: money('Allowance before adjustment', 50, 250),
      },
      quantities: {
        first: gives.money('Expected loss, not yet due', 'fresh * lowRate', 'fresh * highRate'),
        second: gives.money('Expected loss, overdue', 'overdue * highRate', 'overdue * lowRate'),
        needed: gives.money('Allowance needed', 'first + second', 'second - first'),
        expense: gives.money('Bad debt expense', 'needed - allowance', 'needed + allowance'),
        net: gives.money('Net receivables', 'fresh + overdue - needed', 'fresh + overdue - expense'),
      },
      asks: ['first', 'needed', 'net'],
    },
  ],
}
