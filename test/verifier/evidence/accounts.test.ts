import { describe, expect, it } from 'vitest'
import { accuses } from '../../../src/core/records/findings.js'
import { checkEvidence } from '../../../verifier/evidence/index.js'

const found = (question: string, context: string, ...steps: string[]) =>
  checkEvidence({ question, steps, ...(context === '' ? {} : { context }) }).steps.flatMap(({ evidence }) =>
    evidence.filter(accuses).map(({ computed }) => computed),
  )

const shop = `| Month | Visitors | Orders | Returns |
|---|---|---|---|
| January | 4,200 | 310 | 12 |
| February | 3,900 | 295 | 21 |
| March | 5,100 | 402 | 17 |
| April | 4,650 | 377 | 9 |`
const towns = `Town;2010;2015;2020
Ashby;12.4;13.1;14.0
Brill;8.2;8.0;7.9
Corve;5.5;6.6;7.7`
const units = `| | Q1 | Q2 | Q3 | Q4 |
|---|---|---|---|---|
| A | 40 | 45 | 52 | 63 |
| B | 35 | 30 | 38 | 47 |`
const balance = 'Balance sheet (€k): Cash 120; Receivables 340; Inventory 260; Current assets 720; Loan 590'
const days = 'Noon temperatures: Mon 14 °C, Tue 17 °C, Wed 12 °C, Thu 19 °C, Fri 16 °C'
const costs = `Costs (in £ thousand)
Rent 48
Wages 310
Energy 27
Materials 125`

describe('a cell that is read from another place', () => {
  it.each([
    ['February had 310 orders.', shop, '295'],
    ['In March there were 377 orders.', shop, '402'],
    ['April brought in 5,100 visitors.', shop, '4650'],
    ['Ashby had 14,000 inhabitants in 2015.', towns, '13.1'],
    ['Inventory is 340.', balance, '260'],
    ['Wednesday was at 14 °C.', days, '12'],
    ['Energy is listed with 48.', costs, '27'],
  ])('%s', (step, context, computed) => expect(found('What do the figures say?', context, step)).toEqual([computed]))

  it('is so where only the sentence before names the row', () =>
    expect(
      found('How did Corve grow?', towns, 'Corve had 5,500 inhabitants in 2010.', 'It reached 7,700 by 2015.'),
    ).toEqual(['6.6']))

  it.each([
    ['February had 295 orders, and 310 came in January.', shop],
    ['In March there were 107 more orders than in February.', shop],
    ['March had 402 orders, 377 in April.', shop],
    ['From January to March, orders rose to 402.', shop],
    ['If February had 310 orders, it would match January.', shop],
    ['Without returns, February is left with 274 orders.', shop],
    ['Ashby had 13,100 inhabitants in 2015.', towns],
    ['By 2020, Corve had 7,700 people and Brill 7,900.', towns],
    ['Ashby had grown to 14,000 by 2020, from 12,400.', towns],
    ['Inventory is 260 and receivables are 340.', balance],
    ['Inventory and cash are 380 together.', balance],
    ['Rent is 48 and energy is 27.', costs],
    ['Energy and rent differ by 21, and wages are 310.', costs],
    ['Was inventory 340?', balance],
  ])('is none in: %s', (step, context) => expect(found('What do the figures say?', context, step)).toEqual([]))
})

describe('the highest, the lowest and the places between', () => {
  it.each([
    ['January was the busiest month with 4,200 visitors.', shop, 'March'],
    ['January had the fewest orders.', shop, 'February'],
    ['The most returns came in January.', shop, 'February'],
    ['Tuesday was the warmest, at 17 °C.', days, 'Thu'],
    ['Coldest: Monday, 14 °C.', days, 'Wed'],
    ['Energy is the largest of the items.', costs, 'Wages'],
    ['Energy comes second with 27.', costs, '4'],
  ])('%s', (step, context, computed) => expect(found('What do the figures say?', context, step)).toEqual([computed]))

  it.each([
    ['March was the busiest month with 5,100 visitors.', shop],
    ['February had the fewest orders.', shop],
    ['January was one of the busiest months.', shop],
    ['After March, April was the busiest month.', shop],
    ['January had the highest number of visitors among the first two months.', shop],
    ['February had the largest share of returns.', shop],
    ['April saw the largest fall in returns.', shop],
    ['Warmest: Thursday, 19 °C. Coldest: Wednesday, 12 °C.', days],
    ['Tuesday was the second warmest.', days],
    ['Materials comes second with 125.', costs],
    ['Energy is the smallest of the items.', costs],
    ['Rent is not the largest item.', costs],
  ])('are right in: %s', (step, context) => expect(found('What do the figures say?', context, step)).toEqual([]))
})

const planets = 'Planet,Mean radius (km),Moons\nMars,3390,2\nEarth,6371,1\nVenus,6052,0'
const lines = 'Item,Qty,Unit price (€),Line total (€)\nPaper,10,4.50,45.00\nToner,2,62.00,124.00\nStapler,3,7.00,21.00'
const income = `Income statement (k€)
 | 2022 | 2023
Revenue | 1,600 | 2,000
Cost of sales | 960 | 1,300
Gross profit | 640 | 700
Operating expenses | 400 | 420`
const byYears = 'Income statement (in $ millions)\nRevenue 2022: 840; 2023: 924\nCost of sales 2022: 504; 2023: 545'

describe('a cell', () => {
  it.each([
    ['Venus has a radius of 6052 m according to the table.', planets, '6052'],
    ['Earth has a radius of 3390 km.', planets, '6371'],
    ['The stapler costs €21.00 per piece.', lines, '7'],
    ['Revenue was 942 million dollars in 2023.', byYears, '924'],
    ['The cost of sales in 2022, 545 million, was rather high.', byYears, '504'],
    ['In 2023 gross profit was 640.', income, '700'],
  ])('has its own unit, its own column and its own digits: %s', (step, context, computed) =>
    expect(found('What do the figures say?', context, step)).toEqual([computed]),
  )

  it.each([
    ['Venus has a radius of 6,052,000 m.', planets],
    ['The Earth year has 365 days, and Mars has a day of 24.6 hours.', planets],
    ['The toner costs €62.00 apiece, more than a stapler at €7.00.', lines],
    ['Two toners cost €124.00.', lines],
    ['For comparison, revenue in 2023 is put right to 942 million.', byYears],
    ['In 2023: 379 divided by the revenue of 924 is 41%.', byYears],
  ])('is not meant in: %s', (step, context) => expect(found('What do the figures say?', context, step)).toEqual([]))
})

describe('what went up or down', () => {
  it.each([
    ['Gross profit fell from 2022 to 2023.', income, '60, that is 9.375%'],
    ['Operating expenses in absolute terms declined by 20 k€.', income, '20, that is 5%'],
    ['Revenue grew by 20% in 2023.', income, '400, that is 25%'],
    ['Orders increased by 92 in March.', shop, '107, that is 36.2712%'],
    ['Returns dropped in February.', shop, '9, that is 75%'],
  ])('%s', (step, context, computed) => expect(found('What do the figures say?', context, step)).toEqual([computed]))

  it.each([
    ['Gross profit rose from 2022 to 2023.', income],
    ['Gross profit fell as a share of revenue.', income],
    ['Revenue grew by 25%, the cost of sales by 35%.', income],
    ['Operating expenses increased by 5%.', income],
    ['From March to April orders fell.', shop],
    ['Returns per order rose in March.', shop],
    ['If returns dropped in February, that would be good.', shop],
  ])('is right or left alone in: %s', (step, context) =>
    expect(found('What do the figures say?', context, step)).toEqual([]),
  )
})

describe('two rows beside each other', () => {
  it.each([
    ['March had fewer orders than February.', shop, '402 and 295'],
    ['January had more visitors than March.', shop, '4200 and 5100'],
    ['In 2023 operating expenses were higher than gross profit.', income, '420 and 700'],
    ['Energy is higher than rent.', costs, '27 and 48'],
    ['Earth has more moons than Mars.', planets, '1 and 2'],
  ])('%s', (step, context, computed) => expect(found('What do the figures say?', context, step)).toEqual([computed]))

  it.each([
    ['February had fewer orders than March.', shop],
    ['February had more returns per visitor than March.', shop],
    ['Wages exceed materials.', costs],
    ['Energy is higher than rent relative to last year.', costs],
    ['Ashby is older than Brill.', towns],
    ['The highest number of orders was in March.', shop],
  ])('are right or left alone in: %s', (step, context) =>
    expect(found('What do the figures say?', context, step)).toEqual([]),
  )
})

describe('a sum over a row or a column', () => {
  it.each([
    ['Over the year A reached 200 units and B 160.', units, '150'],
    ['In total A sold 190 units.', units, '200'],
    ['Total orders came to 1,484.', shop, '1384'],
    ['The returns are 12, 21, 17 and 9, so we took back 61 parcels.', shop, '59'],
  ])('%s', (step, context, computed) => expect(found('How much in all?', context, step)).toEqual([computed]))

  it.each([
    ['Over the year A reached 200 units and B 150.', units],
    ['In total A sold 50 units more than B.', units],
    ['In total A sold 50 units per quarter.', units],
    ['Total orders came to 1,384.', shop],
    ['Total orders of the first three months came to 1,007.', shop],
    ['The returns are 12, 21, 17 and 9, so we took back 59 parcels.', shop],
    ['The returns are 12, 21, 17 and 9, so the greatest is 21.', shop],
  ])('is right in: %s', (step, context) => expect(found('How much in all?', context, step)).toEqual([]))
})

const deposit = 'What will $5,000 become in two years at 6% compounded annually, and how much of that is interest?'
const stages = 'Sales grew from 4.0m to 4.6m in year one and to 5.06m in year two. Growth rates?'

const firm = 'Revenue 1,250, cost of sales 800, operating expenses 300 (all in k$). Gross and operating margin?'
const accounts = `Income statement (€k)
Revenue 980
Cost of sales (590)
Gross profit 390
Administration (145)
Depreciation (60)
Operating profit (EBIT) 185`
const sheet = 'Balance sheet\nCurrent assets 500\nCurrent liabilities 200\nInventory 150\nEquity 400'

describe('ratios by their names', () => {
  it.each([
    [firm, '', 'The gross margin is 40%.', '36%'],
    ['What is EBITDA?', accounts, 'Taking off the depreciation of 60, EBITDA comes to 125.', '245'],
    ['What is the margin?', accounts, 'The gross margin is 45%.', '39.7959%'],
    ['What is the margin?', accounts, 'As a share of revenue, operating profit is 25%.', '18.8776%'],
    ['What is the ratio?', sheet, 'The current ratio is 2.0.', '2.5'],
    ['What is the ratio?', sheet, 'Working capital is 250.', '300'],
    ['What is the margin?', income, 'In 2023 the gross margin was 40%.', '35%'],
    ['Write.', '', 'With a net income of 90 and 30 shares, the earnings per share are: EPS = 2.', '3'],
  ])('%s %s %s', (question, context, step, computed) => expect(found(question, context, step)).toEqual([computed]))

  it.each([
    [firm, '', 'The gross margin is 36%.'],
    [firm, '', 'The gross margin is not 40%.'],
    [firm, '', 'The industry average gross margin is 40%.'],
    [firm, '', 'With revenue of 1,000 and cost of sales of 600, the gross margin is 40%.'],
    [
      'Firm A has current assets of 500, firm B current assets of 300; current liabilities are 100.',
      '',
      'The current ratio is 3.',
    ],
    ['What is EBITDA?', accounts, 'EBITDA is 185 + 60 = 245.'],
    ['What is the margin?', income, 'The gross margin was 40%.'],
    ['What is the margin?', accounts, 'If revenue were 1,000, the gross margin would be 41%.'],
    ['Net income $48m, preferred dividends of $8m, 16m shares.', '', 'The EPS is $2.50.'],
  ])('are right or left alone: %s %s %s', (question, context, step) =>
    expect(found(question, context, step)).toEqual([]),
  )
})

const van = 'Van bought for 36,000, straight-line over 6 years, no residual value. Book value after 4 years?'
const machine = 'Machine bought for 40,000, declining balance at 25%. Book value after two years?'
const invoice = "Invoice: 3 chairs at 149.00, 1 desk at 389.00, delivery 25.00. What's the amount due?"
const travel = 'Travel expenses\nHotel 320.00\nTrain 96.50\nMeals 58.50\n\nWhat do I get back, if 100 was advanced?'

describe('what is written off, and what is added up on the way', () => {
  const accusedOf = (question: string, ...steps: string[]) =>
    checkEvidence({ question, steps }).steps.flatMap(({ evidence }, i) =>
      evidence.filter((each) => accuses(each) && each.kind !== 'questions').map(({ computed }) => [i, computed]),
    )

  it.each([
    [machine, ['Book value at the end of year two: 23,500.'], [0, '22500']],
    [machine, ['After one year the book value is 36,000.'], [0, '30000']],
    [van, ['The annual depreciation is 5,000.'], [0, '6000']],
    [van, ['The book value after 3 years is 12,000.'], [0, '18000']],
    [invoice, ['Goods: 447.00 + 389.00 = 836.00.', 'With delivery: 871.00.'], [1, '861']],
    [travel, ['Hotel and train make 416.50.', 'With meals the sum is 485.00.'], [1, '475']],
    [travel, ['Hotel and meals come to 388.50.'], [0, '378.5']],
  ])('%s %s', (question, steps, wrong) => expect(accusedOf(question, ...steps)).toEqual([wrong]))

  it.each([
    [machine, ['Year one: depreciation of 10,000, book value 30,000.', 'After two years the book value is 22,500.']],
    [van, ['The annual depreciation is 36,000 / 6 = 6,000.', 'Accumulated depreciation after four years: 24,000.']],
    ['Two vans were bought for 36,000 and 40,000 and written off over 6 years.', ['The annual depreciation is 5,000.']],
    [invoice, ['Goods: 447.00 + 389.00 = 836.00.', 'With delivery: 861.00.']],
    [invoice, ['There are 3 chairs.', 'With delivery: 861.00.']],
    [travel, ['Hotel and train make 416.50.', 'With meals the sum is 475.00.', 'Less the advance: 375.00.']],
  ])('is right: %s %s', (question, steps) => expect(accusedOf(question, ...steps)).toEqual([]))
})

/** Another answer than the step's. */
const end = 'In the end it is $5,618.'

describe('interest and growth over several years', () => {
  it.each([
    [deposit, 'The interest earned is therefore $600.', '618'],
    [deposit, 'The interest is exactly $600 dollars.', '618'],
    [deposit, 'The final value is $5,600.', '5618'],
    [deposit, 'After two years the account holds $5,600.', '5618'],
    [stages, 'Over the two years together, that is 25% growth from the starting level.', '26.5%'],
  ])('%s %s', (question, step, computed) => expect(found(question, '', step, end)).toEqual([computed]))

  it.each([
    [deposit, 'The interest earned is therefore $618.'],
    [deposit, 'After one year the interest is $300.'],
    [deposit, 'After one year the account holds $5,300.'],
    [deposit, 'With simple interest, the interest is $600.'],
    [deposit, 'The interest on the interest is $18.'],
    [stages, 'Over the two years together, that is 26.5% growth.'],
    [stages, 'Over the two years together, average growth is 12.5%.'],
  ])('are right in: %s %s', (question, step) => expect(found(question, '', step, end)).toEqual([]))
})

const rain = 'Rainfall (mm)\nJanuary 62\nFebruary 48\nMarch 55\nApril 40'
const sold =
  'Sales by region (EUR m)\n\n| Region | 2021 | 2022 | 2023 |\n|---|---|---|---|\n| North | 120 | 135 | 128 |\n| South | 98 | 104 | 117 |\n| West | 75 | 71 | 80 |'
const laps = 'Runner,Lap1 (s),Lap2 (s),Lap3 (s)\nAda,71,69,73\nBo,70,74,72\nCy,68,75,70'
const people =
  'Population (millions)\nYear   North   South\n2010    4.2     6.1\n2015    4.5     5.9\n2020    5.0     5.6'
const trains =
  'Train   Dep. Kiel   Arr. Hamburg\nRE 1    06:21       07:38\nRE 2    07:21       08:36\nIC 3    08:05       09:11'
const stops = 'Stop | Departure\nAlden | 08:12\nBruck | 08:47\nCaro | 09:20\nDell | 10:05'
const quarter =
  '| Month | Visitors | Revenue (€) |\n|---|---|---|\n| Jan | 1,200 | 9,600 |\n| Feb | 950 | 8,550 |\n| Mar | 1,480 | 11,100 |'
const statement = 'Statement of income (k€)\nSales 840\nMaterials -310\nWages -265\nRent -45\nDepreciation -60'

describe('what is said of tables in other words', () => {
  it.each([
    ['The driest month was February, 48 mm.', rain],
    ['February was drier than April.', rain],
    ['It rained more in February than in March.', rain],
    ['West, the smallest of the regions, had its best year in 2022.', sold],
    ['North peaked in 2023.', sold],
    ['West grew every year.', sold],
    ["In lap 2 the best time was Cy's 75 s.", laps],
    ['Bo was the fastest in lap 2.', laps],
    ['By 2020 North had overtaken South in population.', people],
    ['In 2020 more people lived in the North than in the South.', people],
    ['South gained inhabitants throughout.', people],
    ['The IC 3 gets in at 08:05, so it works too.', trains],
    ['RE 2 leaves Kiel at 08:36.', trains],
    ['RE 1 takes 87 minutes.', trains],
    ['From Bruck to Caro it takes 43 minutes.', stops],
    ['The longest hop is the one from Alden to Bruck, at 35 minutes.', stops],
    ['Across the quarter 3,630 people came and spent €28,250 in total.', quarter],
    ['February was busier than January.', quarter],
    ['Rent exceeded depreciation by 15.', statement],
    ['The biggest cost item is wages.', statement],
    ['Sales are 840 million.', statement],
    ['The smallest step is the one from March to April.', rain],
    [
      'So the mine produced 412 tonnes of copper.',
      'Output in 1000 t\n| | 2018 | 2019 |\n|---|---|---|\n| Copper | 320 | 412 |\n| Zinc | 150 | 147 |',
    ],
  ])('%s', (step, context) => expect(found('What do the figures say?', context, step)).toHaveLength(1))

  it.each([
    ['The driest month was April, 40 mm.', rain],
    ['The driest month but one was February.', rain],
    ['April was drier than February.', rain],
    ['West, the smallest of the regions, had its best year in 2023.', sold],
    ["West's strongest increase came in 2023.", sold],
    ['The smallest region grew in 2023.', sold],
    ["In lap 2 the best time was Ada's 69 s.", laps],
    ['Ada was behind Bo in lap 1.', laps],
    ['Bo is the oldest runner, and older than Cy.', laps],
    ['North gained inhabitants throughout.', people],
    ['In 2020 North was larger in area than South.', people],
    ['The smallest gap was in 2020.', people],
    ['RE 1 leaves Kiel at 06:21 and is in Hamburg at 07:38.', trains],
    ['RE 2 leaves an hour after RE 1.', trains],
    ['From Alden to Caro it takes 68 minutes.', stops],
    ['The longest hop is the one from Caro to Dell, at 45 minutes.', stops],
    ['Across the quarter 3,630 people came and spent €29,250 in total.', quarter],
    ["In total that's about €29,000.", quarter],
    ['January was the weakest start in years.', quarter],
    ['Depreciation exceeded rent by 15.', statement],
    ['The smallest expense is rent, and the biggest cost item is materials.', statement],
    ['Sales are 840 thousand.', statement],
    ['The smallest change is the one from February to March.', 'Rain\nJanuary 62\nFebruary 48\nMarch 55'],
    [
      'So the mine produced 412 thousand tonnes of copper.',
      'Output in 1000 t\n| | 2018 | 2019 |\n|---|---|---|\n| Copper | 320 | 412 |\n| Zinc | 150 | 147 |',
    ],
  ])('is right, or left alone: %s', (step, context) =>
    expect(found('What do the figures say?', context, step)).toEqual([]),
  )
})

const saved = '€2,000 at 5% compound interest for 3 years.'
const plan = 'From the P&L: revenue 900, COGS 540, operating expenses 210. Operating margin?'

describe('interest of single years, present values, and ratios of what steps have found', () => {
  it.each<[string, ...string[]]>([
    [saved, 'Year two adds €105, so you hold €2,205.', 'In year three you receive €100 interest again.'],
    [
      '10,000 is deposited at 4 %, compounded annually. Balance after two years?',
      'So the balance stands at 10,000 · (1 + 2 · 0.04) = 10,800.',
    ],
    ['PV of $1,000 due in two years at 8%?', 'The present value is the amount times that, 1,000 × 1.1664 = $1,166.40.'],
    [
      plan,
      'Less opex of 210 we keep an operating income of 150.',
      'This corresponds to an operating margin of 41.7 %.',
    ],
    ['Debt 300, equity 500 (in k).', 'The debt-to-equity ratio is the other part, 37.5%.'],
    [
      'Current assets 90\nCurrent liabilities 60',
      'Working capital, current assets less current liabilities, stands at 150.',
    ],
  ])('%s %s', (question, ...steps) => expect(found(question, '', ...steps)).toHaveLength(1))

  it.each<[string, ...string[]]>([
    [saved, 'In year three you receive €110.25 interest.'],
    [
      '10,000 is deposited at 4 %, compounded annually. Balance after two years?',
      'The balance stands at 10,000 · 1.04² = 10,816.',
    ],
    ['PV of $1,000 due in two years at 8%?', 'The present value is 1,000 / 1.1664 = $857.34.'],
    [plan, 'Operating income is 150.', 'The operating margin is 16.7 %, the gross margin 40 %.'],
    ['Revenue 900 in 2020, 1,000 in 2021.', 'Operating income was 150 in 2021.', 'The operating margin is 15%.'],
    ['Debt 300, equity 500 (in k).', 'The debt-to-equity ratio is 60%.'],
  ])('are right, or left alone: %s %s', (question, ...steps) => expect(found(question, '', ...steps)).toEqual([]))
})
