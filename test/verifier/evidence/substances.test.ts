import { describe, expect, it } from 'vitest'
import { loadVerifier } from '../../../src/index.js'

const verifier = await loadVerifier('evidence:')
const firstError = async (question: string, steps: readonly string[]) =>
  (await verifier.verify({ id: 'a', question, steps: [...steps] })).firstError

/** A question and steps, of which the last is the first wrong one. */
const wrong: readonly (readonly [string, ...string[]])[] = [
  [
    'Two resistors, 6 Ω and 3 Ω, are in parallel at 12 V. Total current?',
    'Both have the full 12 V across them.',
    'The equivalent resistance lies between the two values, at 4.5 Ω.',
  ],
  [
    'Two 6 Ω resistors in parallel at 9 V. Total current?',
    'In parallel both see the full 9 V.',
    'Their combined resistance is 12 Ω.',
  ],
  [
    'A 6 Ω and a 3 Ω resistor are connected in parallel to 12 V. Total current?',
    '1/R = 1/6 + 1/3 = 1/2, so R = 2 Ω.',
    '(In series the same pair would amount to 18 Ω.)',
  ],
  [
    'Two resistors, 6 Ω and 3 Ω, in series and in parallel?',
    'In series: 6 + 3 = 9 Ω.',
    'In parallel the reciprocals add: 1/6 + 1/3 = 1/2.',
    'So the parallel resistance is 0.5 Ω.',
  ],
  [
    'Three 30 ohm resistors are wired in series to 9 V. What current flows?',
    'Together they have a resistance of 10 ohms.',
  ],
  ['What is the total resistance of 4 Ω and 12 Ω in parallel?', 'Product over sum: 48/16.', 'That makes 4 Ω in total.'],
  [
    'Rain with pH 5 compared with pure water of pH 7?',
    'The lower the pH, the more acidic the liquid.',
    'The rain therefore has twice as many H⁺ ions per litre as the water.',
  ],
  [
    'How does rain of pH 4 compare with rain of pH 6?',
    'pH is the negative decimal logarithm of [H⁺].',
    'Two steps on this scale correspond to a factor of twenty in concentration.',
  ],
  [
    'Solution A has pH 3, solution B pH 5. Compare them.',
    'A therefore has 10⁻³ mol/L and B 10⁻⁵ mol/L.',
    "A's concentration is 20 times that of B.",
  ],
  [
    'Solution A has pH 3 and solution B pH 5. Compare the H⁺ concentrations.',
    'A: 10⁻³ mol/L; B: 10⁻⁵ mol/L.',
    'The concentrations differ by a factor of 20.',
  ],
  [
    'Find the pH of 0.01 M NaOH at 25 °C.',
    '[OH−] = 10^−2, so pOH = 2.',
    '14 − 2 = 12 is the pH.',
    'Put differently, the hydrogen ion concentration is 10^−10 mol/L.',
  ],
  ['What is the pH of lemon juice with [H+] = 10^-2?', 'The pH is 2.', 'At pH 4, [H+] = 10^-6.'],
  [
    'Balance CH4 + O2 → CO2 + H2O',
    'Carbon is fine with one each; four H on the left require 2 H2O.',
    'The right side now has 2 + 2 = 4 oxygen atoms.',
    'So we need 4 O2 molecules: CH4 + 4 O2 → CO2 + 2 H2O.',
  ],
  [
    'Balance $\\mathrm{C_2H_6+O_2\\to CO_2+H_2O}$.',
    'Starting with two ethane molecules we obtain $4\\,\\mathrm{CO_2}$ and $6\\,\\mathrm{H_2O}$.',
    'The right side then contains $10$ oxygen atoms, which asks for $5\\,\\mathrm{O_2}$.',
  ],
  [
    'Balance the combustion of propane.',
    'Three carbons give 3 CO₂, eight hydrogens give 4 H₂O.',
    'The products then contain eight oxygen atoms.',
  ],
  [
    'Balance the combustion of propane.',
    'Propane is C3H8; it burns to CO2 and H2O.',
    'Three C give 3 CO2, and eight H give 4 H2O.',
    'The right side then has 6 + 4 = 10 oxygen atoms.',
    'So the equation is C3H8 + 10 O2 -> 3 CO2 + 4 H2O.',
  ],
  [
    'Balance the burning of methane.',
    'Methane CH₄ burns to carbon dioxide and water.',
    'One carbon and four hydrogen atoms give one CO₂ and two H₂O.',
    'The products hold 2 + 1 = 3 oxygen atoms, so 1.5 O₂ are needed per CH₄.',
  ],
  ['Balance Fe + O2 -> Fe2O3.', 'Oxygen: 3 O2 on the left make 2 Fe2O3.', 'So 4 Fe + 2 O2 -> 2 Fe2O3.'],
  ['Balance N2 + H2 -> NH3.', 'N2 gives two NH3.', 'Those hold 6 hydrogen atoms.', 'N2 + 6 H2 -> 2 NH3'],
  ['Balance Al + O2 → Al2O3', 'The balanced form is 4 Al + 3 O2 → 3 Al2O3.'],
  [
    'Write the balanced equation for ethane burning.',
    'C2H6 gives 2 CO2 and 3 H2O.',
    'Together they have 6 oxygen atoms.',
  ],
  ['How many moles are 90 g of water? (H 1, O 16)', 'Water is H₂O.', 'Its molar mass is 2·16 + 1 = 33 g/mol.'],
  [
    'Molar mass of sulfuric acid, H₂SO₄ (H 1, S 32, O 16 g/mol)?',
    'Two hydrogen atoms bring 2, the sulfur atom 32.',
    'Four oxygen atoms bring 48.',
  ],
  [
    'Molar mass of Ca(OH)2 with Ca = 40, O = 16, H = 1?',
    'The formula contains one Ca, two O and two H.',
    '40 + 16 + 2 = 58 g/mol.',
  ],
  [
    'How many moles are 90 g of glucose, C6H12O6 (C 12, H 1, O 16)?',
    'M = 6·12 + 12·1 + 6·16 = 72 + 12 + 96.',
    'That is 190 g/mol.',
  ],
  [
    'What mass of CO$_2$ is set free when 50.0 g of CaCO$_3$ decompose completely? (Ca 40.08, C 12.01, O 16.00)',
    '$M(\\mathrm{CaCO_3})=40.08+12.01+48.00=100.09$ g/mol, so there are about $0.4996$ mol.',
    'One mole of CaCO$_3$ gives one mole of CO$_2$, and $M(\\mathrm{CO_2})=28.01$ g/mol.',
  ],
  [
    'Find the molar mass of ammonium sulfate, (NH4)2SO4.',
    'There are two nitrogen atoms, so nitrogen contributes 28 g/mol.',
    'Eight hydrogens add 8, sulfur 32, oxygen 64: the total is 122 g/mol.',
  ],
  [
    'How many grams are 2 mol of NaOH?',
    'The molar mass of NaOH: 23 + 16 + 1 = 40 g/mol.',
    'Each formula unit contains two oxygen atoms.',
  ],
  [
    'How many hydrogen atoms are in a molecule of ethanol, C2H5OH?',
    'Ethanol has two carbon atoms.',
    'The molecule has five hydrogen atoms in all.',
  ],
  ['How much does 0.5 mol of O2 weigh?', 'The molar mass of O2 is 16, so the sample weighs 8 g.'],
  ['How many moles are in 22 g of CO2?', 'Carbon dioxide: 12 + 16 = 28 g/mol.'],
]

const right: readonly (readonly [string, ...string[]])[] = [
  [
    'Two resistors, 6 Ω and 3 Ω, are in parallel at 12 V. Total current?',
    'Both have the full 12 V across them.',
    'The equivalent resistance is below the smaller of the values, at 2 Ω.',
    'I = 12/2 = 6 A',
  ],
  [
    'Two 6 Ω resistors in parallel at 9 V. Total current?',
    'In parallel both see the full 9 V.',
    'Their combined resistance is 3 Ω.',
    'In series it would be 12 Ω.',
  ],
  [
    'A 6 Ω and a 3 Ω resistor are connected in parallel to 12 V. Total current?',
    '1/R = 1/6 + 1/3 = 1/2, so R = 2 Ω.',
    '(In series the same pair would amount to 9 Ω.)',
    'I = 12 V / 2 Ω = 6 A.',
  ],
  [
    'Three 30 ohm resistors are wired in series to 9 V. What current flows?',
    'Together they have a resistance of 90 ohms.',
    'I = 9/90 = 0.1 A',
  ],
  [
    'What is the total resistance of 4 Ω and 12 Ω in parallel?',
    'Product over sum: 48/16 = 3.',
    'So 3 Ω, which is less than 4 Ω.',
  ],
  [
    'How does rain of pH 4 compare with rain of pH 6?',
    'Each step on this scale is a factor of ten.',
    'Two steps correspond to a factor of a hundred.',
    'So the pH 4 rain has 100 times the hydrogen ions.',
  ],
  [
    'Solution A has pH 3 and solution B pH 5. Compare the H⁺ concentrations.',
    'A: 10⁻³ mol/L; B: 10⁻⁵ mol/L.',
    'The concentrations differ by a factor of 100.',
  ],
  [
    'Solution A has pH 3 and solution B pH 5. Compare the H⁺ concentrations.',
    'The pH values differ by 2.',
    "That's a hundred times, not twice as much.",
  ],
  [
    'Find the pH of 0.01 M NaOH at 25 °C.',
    '[OH−] = 10^−2, so pOH = 2.',
    '14 − 2 = 12 is the pH.',
    'Put differently, the hydrogen ion concentration is 10^−12 mol/L.',
  ],
  [
    'Balance CH4 + O2 → CO2 + H2O',
    'Carbon is fine with one each; four H on the left require 2 H2O.',
    'The right side now has 2 + 2 = 4 oxygen atoms.',
    'So we need 2 O2 molecules: CH4 + 2 O2 → CO2 + 2 H2O.',
  ],
  [
    'Balance $\\mathrm{C_2H_6+O_2\\to CO_2+H_2O}$.',
    'Starting with two ethane molecules we obtain $4\\,\\mathrm{CO_2}$ and $6\\,\\mathrm{H_2O}$.',
    'The right side then contains $14$ oxygen atoms, which asks for $7\\,\\mathrm{O_2}$.',
    '$\\mathrm{2\\,C_2H_6+7\\,O_2\\to4\\,CO_2+6\\,H_2O}$.',
  ],
  [
    'Balance the combustion of propane.',
    'Three carbons give 3 CO₂, eight hydrogens give 4 H₂O.',
    'The products then contain ten oxygen atoms.',
    'So five O₂ are required: C₃H₈ + 5 O₂ → 3 CO₂ + 4 H₂O.',
  ],
  [
    'Balance Fe + O2 -> Fe2O3.',
    'Oxygen: 3 O2 on the left make 2 Fe2O3.',
    'That has 4 iron atoms: 4 Fe + 3 O2 -> 2 Fe2O3.',
  ],
  [
    'Balance N2 + H2 -> NH3.',
    'N2 + H2 -> 2 NH3 has two N on each side.',
    'Those hold 6 hydrogen atoms.',
    'N2 + 3 H2 -> 2 NH3',
  ],
  ['Balance 2 H2 + O2 → H2O', 'Two hydrogen molecules give 2 H2O.', '2 H2 + O2 → 2 H2O.'],
  [
    'Write the balanced equation for ethane burning.',
    'C2H6 gives 2 CO2 and 3 H2O.',
    'Together they have 7 oxygen atoms, so 3.5 O2.',
    'Doubling: 2 C2H6 + 7 O2 -> 4 CO2 + 6 H2O',
  ],
  [
    'How many moles are 90 g of water? (H 1, O 16)',
    'Water is H₂O.',
    'Its molar mass is 2·1 + 16 = 18 g/mol.',
    '90/18 = 5 mol',
  ],
  [
    'Molar mass of sulfuric acid, H₂SO₄ (H 1, S 32, O 16 g/mol)?',
    'Two hydrogen atoms bring 2, the sulfur atom 32.',
    'Four oxygen atoms bring 64.',
    '2 + 32 + 64 = 98 g/mol',
  ],
  [
    'Molar mass of Ca(OH)2 with Ca = 40, O = 16, H = 1?',
    'The formula contains one Ca, two O and two H.',
    'Each OH group has 17 g/mol.',
    '40 + 32 + 2 = 74 g/mol.',
  ],
  [
    'How many moles are 90 g of glucose, C6H12O6 (C 12, H 1, O 16)?',
    'M = 6·12 + 12·1 + 6·16 = 72 + 12 + 96.',
    'That is 180 g/mol.',
    'The carbon alone makes 72 g/mol.',
  ],
  [
    'What mass of CO$_2$ is set free when 50.0 g of CaCO$_3$ decompose completely? (Ca 40.08, C 12.01, O 16.00)',
    '$M(\\mathrm{CaCO_3})=40.08+12.01+48.00=100.09$ g/mol, so there are about $0.4996$ mol.',
    'One mole of CaCO$_3$ gives one mole of CO$_2$, and $M(\\mathrm{CO_2})=44.01$ g/mol.',
  ],
  [
    'Find the molar mass of ammonium sulfate, (NH4)2SO4.',
    'There are two nitrogen atoms, so nitrogen contributes 28 g/mol.',
    'Eight hydrogens add 8, sulfur 32, oxygen 64: the total is 132 g/mol.',
  ],
  [
    'How many grams are 2 mol of NaOH?',
    'The molar mass of NaOH: 23 + 16 + 1 = 40 g/mol.',
    'Each formula unit contains one oxygen atom.',
    '2 · 40 = 80 g',
  ],
  [
    'How many hydrogen atoms are in a molecule of ethanol, C2H5OH?',
    'Ethanol has two carbon atoms.',
    'The molecule has six hydrogen atoms in all.',
  ],
  [
    'A gas has density 1.96 g/L at STP. Find its molar mass.',
    '1.96 · 22.4 = 43.9 g/mol',
    'That is close to 44 g/mol, so CO2 is likely.',
  ],
  ['How much does 0.5 mol of O2 weigh?', 'Oxygen atoms have 16 g/mol.', 'O2 has 32 g/mol, so 0.5 · 32 = 16 g.'],
  ['Hydrate CuSO4·5H2O: molar mass?', 'CuSO4 has 159.6 g/mol and five waters bring 90 g/mol.', 'In total 249.6 g/mol.'],
]

describe('what a question on acids, circuits, masses and reactions is about', () => {
  it.each(wrong)('is named where it is wrong: %s', async (question, ...steps) => {
    expect(await firstError(question, steps)).toBe(steps.length - 1)
  })

  it.each(right)('is left alone where it is right: %s', async (question, ...steps) => {
    expect(await firstError(question, steps)).toBe(-1)
  })
})
