import { gives, money, percent, type TopicGroup } from '../topic.js'

export const tax: TopicGroup = {
  name: 'tax',
  topics: [
    {
      name: 'income tax brackets',
      facts: {
        salary: money('Salary', 70000, 140000, 1000),
        allowance: money('Personal allowance', 8000, 14000, 500),
        threshold: money('Upper limit of the first bracket', 30000, 50000, 1000),
        low: percent('Rate in the first bracket', 10, 20, 1),
        high: percent('Rate above it', 25, 42, 1),
      },
      quantities: {
        taxable: gives.money('Taxable income', 'salary - allowance', 'salary + allowance'),
        first: gives.money('Tax in the first bracket', 'threshold * low', 'taxable * low'),
        second: gives.money('Tax above it', '(taxable - threshold) * high', 'taxable * high'),
        due: gives.money('Tax due', 'first + second', 'second - first'),
        effective: gives.percent('Effective tax rate', 'due / salary', 'due / taxable'),
      },
      asks: ['taxable', 'first', 'effective'],
      note: 'The bracket limit is measured on taxable income; the effective rate on salary.',
    },
    {
      name: 'capital gains',
      facts: {
        sale: money('Sale price', 30000, 60000, 500),
        cost: money('Purchase price', 10000, 20000, 500),
        fees: money('Fees of purchase and sale', 200, 900),
        exempt: money('Exempt amount', 1000, 4000, 500),
        rate: percent('Tax rate on gains', 15, 30, 1),
      },
      quantities: {
        gain: gives.money('Gain', 'sale - cost - fees', 'sale - cost + fees'),
        taxable: gives.money('Taxable gain', 'gain - exempt', 'gain + exempt'),
        due: gives.money('Tax on the gain', 'taxable * rate', 'gain * rate'),
        kept: gives.money('Gain after tax', 'gain - due', 'taxable - due'),
      },
      asks: ['gain', 'due', 'kept'],
    },
    {
      name: 'value added tax',
      facts: {
        gross: money('Sales including tax', 12000, 60000, 600),
        bought: money('Purchases excluding tax', 2000, 8000, 100),
        rate: percent('Rate', 15, 25, 1),
      },
      quantities: {
        net: gives.money('Sales excluding tax', 'gross / (1 + rate)', 'gross * (1 - rate)'),
        output: gives.money('Output tax', 'gross - net', 'gross * rate'),
        input: gives.money('Input tax', 'bought * rate', 'bought / (1 + rate)'),
        owed: gives.money('Tax to pay', 'output - input', 'output + input'),
      },
      asks: ['net', 'output', 'owed'],
    },
    {
      name: 'payroll',
      facts: {
        gross: money('Monthly gross pay', 3000, 9000, 100),
        social: percent('Social security, employee', 6, 12),
        employer: percent('Social security, employer', 8, 16),
        wage: percent('Wage tax on pay after social security', 12, 28, 1),
      },
      quantities: {
        contribution: gives.money('Employee contribution', 'gross * social', 'gross * employer'),
        base: gives.money('Pay after social security', 'gross - contribution', 'gross + contribution'),
        withheld: gives.money('Wage tax', 'base * wage', 'gross * wage'),
        net: gives.money('Net pay', 'base - withheld', 'gross - withheld'),
        cost: gives.money('Cost to the employer', 'gross * (1 + employer)', 'net * (1 + employer)'),
        wedge: gives.percent('Share of the cost that the employee keeps', 'net / cost', 'net / gross'),
      },
      asks: ['contribution', 'net', 'wedge'],
    },
    {
      name: 'deferred tax',
      facts: {
        asset: money('Cost of the asset', 4000, 9000, 100),
        bookRate: percent('Yearly depreciation in the books', 10, 20, 1),
        taxDepreciation: percent('Yearly depreciation for tax', 25, 40, 1),
        profit: money('Profit before depreciation', 5000, 9000, 100),
        rate: percent('Tax rate', 18, 32, 1),
      },
      quantities: {
        bookCharge: gives.money('Depreciation in the books', 'asset * bookRate', 'profit * bookRate'),
        taxCharge: gives.money('Depreciation for tax', 'asset * taxDepreciation', 'profit * taxDepreciation'),
        difference: gives.money('Temporary difference', 'taxCharge - bookCharge', 'taxCharge + bookCharge'),
        deferred: gives.money('Deferred tax liability', 'difference * rate', 'difference / rate'),
        payable: gives.money('Current tax', '(profit - taxCharge) * rate', '(profit - bookCharge) * rate'),
        expense: gives.money('Tax expense', 'payable + deferred', 'payable - deferred'),
      },
      asks: ['bookCharge', 'deferred', 'expense'],
      note: 'First year of the asset.',
    },
    {
      name: 'dividend withholding',
      facts: {
        holding: money('Holding', 20000, 90000, 1000),
        yield: percent('Dividend yield', 2, 7),
        withheld: percent('Withholding tax abroad', 15, 30, 1),
        home: percent('Tax rate at home', 20, 35, 1),
        credit: percent('Part of the dividend that can be credited', 10, 15, 1),
      },
      quantities: {
        dividend: gives.money('Gross dividend', 'holding * yield', 'holding / yield'),
        abroad: gives.money('Tax withheld abroad', 'dividend * withheld', 'dividend * credit'),
        before: gives.money('Tax at home before the credit', 'dividend * home', '(dividend - abroad) * home'),
        after: gives.money('Tax at home after the credit', 'before - dividend * credit', 'before - abroad'),
        kept: gives.money('Dividend after all taxes', 'dividend - abroad - after', 'dividend - after'),
      },
      asks: ['dividend', 'abroad', 'kept'],
    },
  ],
}
