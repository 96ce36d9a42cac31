/*
 * Totals, superlatives and differences of the rows of a table: which rows are meant. Through the public library, as a person hands over a context, a question and a step.
 */
import { describe, expect, it } from 'vitest'
import { loadVerifier } from '../../../src/index.js'

const verifier = await loadVerifier('evidence:')

const table = (...rows: readonly string[]) =>
  [rows[0], rows[0]?.replace(/[^|]+/g, '---'), ...rows.slice(1)].map((row) => `| ${row} |`).join('\n')

const tables = {
  capital: table(
    'item | value',
    'Market value of equity | 5,500',
    'Market value of debt | 1,100',
    'Cost of equity | 11%',
    'Tax rate | 18%',
  ),
  units: table('item | value', 'North, units | 400', 'South, units | 250', 'Price | 12', 'Workers | 30'),
  rent: table('Item | Amount', 'Rent | 800', 'Food | 300', 'Months | 12'),
  sheet: table('Item | 2023', 'Cash | 100', 'Receivables | 50', 'Inventory | 70', 'Payables | 60'),
  plain:
    'Balance sheet (EUR thousand)\nCash 120\nReceivables 340\nInventory 260\nMachinery 900\nPayables 210\nLoan 590',
  income: table(
    ' | 2022 | 2023',
    'Revenue | 400 | 500',
    'Cost of sales | 250 | 300',
    'Operating expenses | 70 | 80',
    'Interest | 10 | 12',
  ),
  assets: table('Item | EUR million', 'Total assets | 500', 'Total liabilities | 300'),
  fair: table('Item | Amount', 'Fair value | 900', 'Costs to sell | 40', 'Carrying amount | 880'),
  budget: 'Monthly budget\nIncome: 2,400\nRent: 900\nFood: 450\nTransport: 120',
  shop: table(
    'Article | Stock | Price',
    'Pens | 120 | 1.20',
    'Pads | 80 | 2.50',
    'Folders | 45 | 3.10',
    'Staplers | 15 | 7.90',
  ),
  months: table(
    'Month | Visitors | Orders',
    'January | 4,200 | 310',
    'February | 3,900 | 295',
    'March | 5,100 | 402',
    'April | 4,650 | 377',
  ),
  costs: table(
    'Cost item | 2022 | 2023',
    'Materials | 120 | 140',
    'Wages | 310 | 330',
    'Energy | 48 | 41',
    'Rent | 60 | 60',
  ),
  towns: table('Town | 2010 | 2020', 'Ashby | 12,400 | 14,000', 'Brill | 8,200 | 7,900', 'Corve | 5,500 | 7,700'),
  household: table(
    'Item | Amount',
    'Mortgage | 1,200',
    'Food | 600',
    'Heating | 150',
    'Donations | 50',
    'Insurance | 220',
  ),
  club: table(
    'Item | Amount',
    'Equipment | 5,000',
    'Rent | 3,000',
    'Travel | 1,200',
    'Bank fees | 90',
    'Wages | 2,000',
  ),
  site: table(
    'Cost | Amount',
    'Land | 40,000',
    'Buildings | 90,000',
    'Permits | 2,000',
    'Wages | 30,000',
    'Fees | 3,000',
  ),
  kitchen: table('Expense | 2023', 'Salary of the cook | 2,800', 'Rent | 1,500', 'Food | 1,900', 'Cleaning | 300'),
  shopTax: table('Item | 2023', 'Property tax | 900', 'Rent | 100', 'Wages | 50', 'Food | 90'),
  hotel: table('Item | 2023', 'Land and buildings | 900', 'Rent | 100', 'Wages | 50', 'Food | 90'),
  fund: table('Item | 2023', 'Capital | 900', 'Rent | 100', 'Wages | 50', 'Food | 90'),
  debtor: table('Item | Amount', 'Loan repayments | 1,000', 'Food | 600', 'Heating | 150', 'Clothes | 80'),
  firm: table('Item | 2023', 'Machinery | 500', 'Cash | 100', 'Inventory | 50', 'Bank loan | 900'),
  hirer: table('Item | 2023', 'Equipment | 700', 'Cash | 100', 'Inventory | 50', 'Equipment loan | 900'),
  statement: table('Item | 2023', 'Revenue | 900', 'Materials | 300', 'Wages | 250', 'Rent | 90'),
  bill: table('Item | 2023', 'Tax | 90', 'Rent | 100', 'Wages | 50', 'Food | 90'),
  stock: table('Article | Stock', 'Pens | 120', 'Pads | 80', 'Folders | 45', 'Staplers | 15'),
}
type Name = keyof typeof tables

/** What is said against a step about a table; "nothing" where it is right. */
async function against(name: Name, question: string, steps: readonly string[]): Promise<string> {
  const { firstError, reasons } = await verifier.verify({
    id: name,
    question,
    steps: [...steps],
    context: tables[name],
  })
  return firstError === null || firstError < 0 ? 'nothing' : `step ${firstError}: ${(reasons ?? []).join(' ')}`
}
const Q = 'What do the figures say?'

/** `step || step`, all of them right. */
const holds = (rows: readonly (readonly [Name, string, string?])[]) =>
  it.each(rows.map(([name, line, question = Q]) => [name, line, question] as const))(
    '%s: %s %s',
    async (name, line, question) => expect(await against(name, question, line.split(' || '))).toBe('nothing'),
  )
/** The last step is wrong, and this is told. */
const fails = (rows: readonly (readonly [Name, string, string, string?])[]) =>
  it.each(rows.map(([name, line, told, question = Q]) => [name, line, told, question] as const))(
    '%s: %s is told %s %s',
    async (name, line, told, question) => {
      const steps = line.split(' || ')
      const said = await against(name, question, steps)
      expect(said).toContain(`step ${steps.length - 1}: `)
      expect(said).toContain(told)
    },
  )

describe('a total of some rows, of rows of several kinds, or of something else', () => {
  holds([
    ['capital', 'Total capital: 5,500 + 1,100 = 6,600. The answer is 6,600.'],
    ['capital', 'In total the value is 6,600.'],
    ['units', 'Total units: 400 + 250 = 650'],
    ['units', 'In total 650 units were sold.'],
    ['rent', 'Total monthly spending is 800 + 300 = 1,100.'],
    ['sheet', 'Total current assets are 100 + 50 + 70 = 220.'],
    ['sheet', 'Total current assets are 220.'],
    ['sheet', 'Quick assets total 100 + 50 = 150.'],
    ['sheet', 'The sum of cash, receivables and inventory is 100 + 50 + 70 = 220.'],
    ['plain', 'Total assets are 1,620.'],
    ['plain', 'In total, 800 is owed.'],
    ['income', 'Total costs are 300 + 80 = 380.'],
    ['income', 'In 2023 costs totalled 392.'],
    ['budget', 'Altogether 1,470 is spent.'],
    ['shop', 'The stock of paper goods totals 245.'],
    ['shop', 'Total stock value is 602.'],
    ['shop', 'The total of pens, pads and folders is 120 + 80 + 45 = 245.'],
    ['months', 'The total orders in the first three months: 310 + 295 + 402 = 1,007.'],
    ['costs', 'Total variable costs in 2023 are 181.'],
    ['costs', 'All costs except wages total 140 + 41 + 60 = 241.'],
    ['towns', 'In 2020, the two largest had 21,900 together.'],
  ])

  holds([['months', 'Total visitors: 4,200 + 3,900 + 5,100 = 13,200.', 'How many visitors came in the first quarter?']])

  fails([
    ['shop', 'In total there are 270 articles in stock.', '260'],
    ['towns', 'In 2020 the three towns had 29,500 inhabitants in total.', '29600'],
    ['months', 'Total visitors were 17,650.', '17850'],
    ['costs', 'Total costs in 2023 are 561.', '571'],
    ['costs', 'All costs of 2023 come to 140 + 330 + 41 = 511.', 'leaves out Rent, 60'],
  ])
})

describe('the highest of some rows', () => {
  holds([
    ['income', 'The highest of the cost lines in 2023 is cost of sales with 300.'],
    ['plain', 'The smallest of the liabilities is payables with 210.'],
    ['costs', 'The highest of the non-wage costs in 2023 is materials with 140.'],
    ['shop', 'The dearest of the paper goods is the folder with 3.10.'],
    ['months', 'The busiest of the winter months is January with 4,200 visitors.'],
  ])
  fails([
    ['income', 'The highest of the cost lines in 2023 is operating expenses with 80.', 'Cost of sales'],
    ['plain', 'The largest of the assets is receivables with 340.', 'Machinery'],
  ])
})

describe('one row less another', () => {
  holds([
    ['assets', 'Total assets less total liabilities is 200.'],
    ['assets', 'Equity is total assets less total liabilities.'],
    ['assets', 'Total liabilities are less than total assets.'],
    ['fair', 'Fair value, less costs to sell, is 860.'],
    ['income', 'In 2023, revenue less cost of sales was 200.'],
    ['budget', 'Income less rent is 1,500.'],
  ])
  fails([
    ['assets', 'Total assets less total liabilities is 210.', '200'],
    ['fair', 'Fair value less costs to sell is 870.', '860'],
    ['assets', 'Total assets are less than total liabilities.', '500'],
  ])
})

describe('what is bought, owed and given away is paid for as well', () => {
  const largest = 'What is the largest expense?'
  holds([
    ['household', 'The largest expense is the mortgage with 1,200.', largest],
    ['household', 'The highest of the expenses is the mortgage with 1,200.', largest],
    ['household', 'The smallest expense is donations with 50.', 'What is the smallest expense?'],
    ['club', 'The largest cost is equipment with 5,000.'],
    ['club', 'The equipment is the highest cost with 5,000.'],
    ['club', 'The smallest cost is bank fees with 90.'],
    ['site', 'The highest cost is buildings with 90,000.'],
    ['site', 'The second largest cost is land with 40,000.'],
    ['kitchen', 'The highest expense is the salary of the cook with 2,800.'],
    ['shopTax', 'The largest cost is the property tax with 900.'],
    ['hotel', 'The largest cost is land and buildings with 900.'],
    ['fund', 'The largest cost is capital with 900.'],
    ['debtor', 'The largest expense is loan repayments with 1,000.'],
    ['statement', 'The largest cost is materials with 300.'],
  ])
  fails([
    ['household', 'The largest expense is insurance with 220.', 'Mortgage with 1200'],
    ['club', 'The smallest cost is travel with 1,200.', 'Bank fees with 90'],
    ['site', 'The highest cost is wages with 30,000.', 'Buildings with 90000'],
    ['site', 'The lowest cost is fees with 3,000.', 'Permits with 2000'],
    ['kitchen', 'The highest expense is food with 1,900.', 'Salary of the cook with 2800'],
    ['shopTax', 'The largest cost is rent with 100.', 'Property tax with 900'],
    ['statement', 'The largest cost is wages with 250.', 'Materials with 300'],
  ])
})

describe('a loan is owed, whatever it was taken for', () => {
  holds([
    ['firm', 'The largest asset is machinery with 500.'],
    ['firm', 'The largest liability is the bank loan with 900.'],
    ['firm', 'The largest of the liabilities is the bank loan with 900.'],
    ['firm', 'The largest asset is the bank loan with 900.'],
    ['hirer', 'The largest of the assets is the equipment with 700.'],
    ['hirer', 'Equipment is the largest asset.'],
  ])
  fails([
    ['firm', 'The largest asset is cash with 100.', 'Machinery with 500', 'What is the largest asset?'],
    ['hirer', 'The largest of the assets is cash with 100.', 'Equipment with 700'],
  ])
})

describe('one row less another is told once', () => {
  holds([
    ['fair', 'Fair value less costs to sell is 900 less 40, that is 860.'],
    ['fair', 'Fair value less costs to sell is 900 minus 40, i.e. 860.'],
    ['fair', 'Fair value minus costs to sell equals 900 take away 40, so 860.'],
    ['fair', 'Fair value less costs to sell gives 900 reduced by 40: 860.'],
    ['fair', 'Fair value less costs to sell was 850 a quarter ago.'],
    ['fair', 'Last month fair value less costs to sell was 850.'],
    ['fair', 'Fair value less costs to sell is 860, down from 890.'],
    ['fair', 'Fair value less costs to sell was 890 in 2021.'],
    ['assets', 'Total assets less total liabilities was 180 previously.'],
    ['fair', 'Fair value minus costs to sell was 880 before the cut.'],
    ['fair', 'Fair value less costs to sell is 860, against a carrying amount of 880.'],
    [
      'assets',
      'Total assets less total liabilities was 150 last year and is 200 now.',
      'Last year equity was 150. What is it now?',
    ],
  ])
  fails([
    ['fair', 'The fair value less the costs to sell comes to 850.', 'is 860, not 850'],
    ['fair', 'Fair value less costs to sell is 840, so it is impaired.', 'is 860, not 840'],
    ['assets', 'Total assets minus total liabilities equals 190.', 'is 200, not 190'],
  ])
})

describe('a total that the question changes', () => {
  const left = '20 articles are left at the end of the day. How many were sold?'
  holds([
    ['stock', 'In total 240 articles were sold.', left],
    ['stock', '260 - 20 = 240. || So in total 240 articles were sold.', left],
    ['stock', '260 - 20 = 240. So in total 240 articles were sold.'],
    ['stock', 'Altogether there are 280 articles.', '10 pens and 10 pads are bought in addition. How many are there?'],
    ['stock', 'There are 258 pieces in total now.', 'Two pens are lost. How many pieces are there now?'],
    ['stock', 'Altogether there are 272 articles.', 'Another dozen pens arrive. How many articles are there?'],
    ['bill', '330 + 33 = 363. In total 363 is paid.', 'A surcharge of 33 is added. What is paid?'],
    ['bill', 'The total then is 363.', 'What is the total next year if all rise by 10%?'],
    ['bill', 'The total then is 430.', 'What is the total if the rent doubles?'],
    ['stock', 'In total 130 articles are in stock.', 'After a fire half of the stock is gone. How many are there?'],
    ['stock', 'Altogether there are 275 articles.', 'How many articles would there be with fifteen more pens?'],
    ['months', 'In total 21,850 people came.', 'In May 4,000 came as well. How many in all five months?'],
    ['costs', 'Total costs are then 591 in all.', 'Wages rise by 20 in 2024. What are the costs?'],
  ])
  fails([
    ['stock', 'In total 240 articles are in stock.', '260, not 240', 'How many articles are in stock?'],
    ['stock', 'The total stock is 250.', '260, not 250', 'What is the total stock of the 4 articles?'],
    ['stock', '120 + 80 + 45 + 15 = 260. || So in total there are 270 articles.', '260, not 270'],
    ['bill', 'The total in 2023 is 340.', '330, not 340', 'What is the total of 2023?'],
    ['months', 'In total 17,950 visitors came.', '17850, not 17,950', 'How many visitors came in the four months?'],
    ['costs', 'Total costs in 2022 were 528.', '538, not 528', 'What were all costs of 2022?'],
    ['costs', 'Total costs in 2023 are 561.', '571, not 561', 'Compare the costs of 2022 and 2023.'],
  ])
})

describe('what a total leaves out may come behind it', () => {
  holds([
    ['costs', 'Total costs in 2023: 140 + 330 + 41 = 511, then 511 + 60 = 571.'],
    ['costs', 'All costs in 2023: 140 + 330 + 41 = 511. Then 511 + 60 = 571.'],
    ['costs', 'All costs in 2023: 140 + 330 + 41 = 511. || Then 511 + 60 = 571.'],
    ['costs', 'Total costs of 2023: 140 + 330 + 41 = 511. || Adding the rent of 60 gives 571.'],
    ['costs', 'We add all costs one by one: 140 + 330 + 41 = 511, and 511 + 60 = 571.'],
    ['costs', 'All costs of 2023: 140 + 330 + 41 = 511; plus 60 that makes 571.'],
    ['costs', 'Total costs in 2023: 60 + (140 + 330 + 41) = 571.'],
    ['costs', 'All costs of 2023 are 140 + 330 + 41 = 511 and the rent of 60, so 571.'],
  ])
  fails([
    ['costs', 'All costs of 2023 are 140 + 330 + 41 = 511.', 'leaves out Rent, 60'],
    ['costs', 'Total costs in 2023 came to 140 + 330 + 60 = 530. So they rose.', 'leaves out Energy, 41'],
    ['costs', 'In 2022 total costs were 120 + 48 + 60 = 228.', 'leaves out Wages, 310'],
  ])
})
