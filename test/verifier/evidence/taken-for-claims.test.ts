import { describe, expect, it } from 'vitest'
import { accuses } from '../../../src/core/records/findings.js'
import { checkEvidence } from '../../../verifier/evidence/index.js'

/*
 * What a reader took for a claim that it is not, in right solutions of hands that nobody had read: each line is a family, with a question, right work that was accused, and false work
 * of the same kind, which is named still.
 */

const isAccused = (question: string, steps: readonly string[]) => {
  const answer = /answer is (\S+?)\.$/.exec(steps.at(-1) ?? '')?.[1]
  return checkEvidence({ question, steps, ...(answer !== undefined && { answer }) }).steps.some(({ evidence }) =>
    evidence.some(accuses),
  )
}

/** `asked` is the question of the false work where that is another one. */
const both = (question: string, right: readonly string[], wrong: readonly string[], asked = question) => ({
  question,
  right,
  wrong,
  asked,
})

const table = `| Shop | 2022 | 2021 |
|---|---|---|
| Harbour | 640 | 500 |
| Station | 880 | 800 |
| Market | 450 | 300 |`

const families: Readonly<Record<string, ReturnType<typeof both>>> = {
  'a rounded result that is reckoned on with all its digits': both(
    'A fall of 20 K is spread over 1.5 m of wall. How much is it over 7 m?',
    ['20/1.5 = 13.3 K for a metre.', '13.3 × 7 = 93.3 K.'],
    ['20/1.5 = 13.3 K for a metre.', '13.3 × 7 = 95.3 K.'],
  ),
  'a number that was told as rough': both(
    'What does the week cost at 0.35 euro per kWh?',
    ['The week needs 8,437 Wh, roughly 8.4 kWh.', '8.4 x 0.35 = 2.95 euro.'],
    ['The week needs 8,437 Wh, roughly 8.4 kWh.', '8.4 x 0.35 = 3.05 euro.'],
  ),
  'a given number has no further digits': both(
    'A plank of 13.3 cm is laid 1.5 times. How long is that?',
    ['13.3 × 1.5 = 19.95 cm.'],
    ['13.3 × 1.5 = 19.9 cm.', 'It is 13.3 × 1.5 = 19.85 cm.'],
  ),
  'an exact result has no further digits': both(
    'What is 31/2 times 9.3?',
    ['31/2 = 15.5.', '15.5 × 9.3 = 144.15.'],
    ['31/2 = 15.5.', '15.5 × 9.3 = 144.5.'],
  ),
  'a line that goes on with a rounded result': both(
    'How much is left of the loan of 700 after interest of 3.3% and a payment of 250, twice?',
    ['473.1 × 1.033 = 488.71 − 250 = 238.71.'],
    ['473.1 × 1.033 = 488.71 − 250 = 248.71.'],
  ),
  'a square told in hundreds': both(
    'How many times stronger is it?',
    ['Each step is a factor of 22.4, and 22.4 × 22.4 is 500.'],
    ['Each step is a factor of 22.4, and 22.4 × 22.4 is 600.'],
  ),
  'a ratio of squares': both(
    'How do the areas compare?',
    ['They go with the squares: 60² : 50² = 3600 : 2500 = 36 : 25.'],
    ['They go with the squares: 60² = 3500.'],
  ),
  'a unit behind a power of ten': both(
    'How long is the edge?',
    ['$a = 0.4078$ nm $= 4.078\\times10^{-8}$ cm.', 'b = 0.2 km = 2 × 10^4 cm.'],
    ['It is 0.2 km = 3 × 10^4 cm.'],
  ),
  'a product of rounded factors in a closed form': both(
    'What is its volume?',
    ['Volume: (4/3)π(2.317 × 10⁷)³ = 4.189 × 1.244 × 10²².'],
    ['Volume: (4/3)π(2.317 × 10⁷)³ = 4.189 × 1.344 × 10²².'],
  ),
  'what is ranked stands in no cell': both(
    `Which shop grew most, and which had the highest growth rate?\n${table}`,
    ['Harbour 640 / 500 = 1.28, Station 880 / 800 = 1.10, Market 450 / 300 = 1.50.', 'Highest: Market.'],
    ['In 2022 the largest figure is that of Market.'],
  ),
  'several columns of one year': both(
    `What was the profit in 2022?
| | Sales 2022 | Profit 2022 | Sales 2021 | Profit 2021 |
|---|---|---|---|---|
| Bikes | 4,100 | 710 | 3,900 | 660 |
| Parts | 1,900 | 230 | 1,800 | 205 |`,
    ['Profit 2022 = 710 + 230 = 940.'],
    ['Profit 2022 = 710 + 230 = 930.'],
  ),
  'a percentage of what moves the other way': both(
    'A pump needs 5 minutes a tank where it needed 8, so the time went from 8 to 5 minutes. By what percentage did the tanks per hour increase?',
    ['Before 7.5 tanks an hour, now 12.', '4.5 / 7.5 = 60%.'],
    ['Before 7.5 tanks an hour, now 12.', '4.5 / 7.5 = 50%.'],
  ),
  'the old value is still the base': both(
    'A rent went from 80 to 100 euros. By what percentage did it increase?',
    ['20 / 80 = 25%.'],
    ['It is 20 euros more.', '20 / 100 = 20%.'],
  ),
  'things that are made together': both(
    'Three tins and a jar weigh 90 g. The tins weigh 40 g. What do the two others weigh?',
    ['90 - 40 = 50', 'the two make 50 together'],
    ['90 - 40 = 50', '30 hours make up a day.'],
  ),
  'what is made of a solution': both(
    'Where does the mirror image lie?',
    ['It meets the plane when 4+6t = 9, so t = 5/6.', 'The image is reached after twice that, t = 5/3.'],
    ['In the plane 4+6t = 16, so t = 3.'],
  ),
  'a least common multiple in factors, and what comes behind it': both(
    'Lamp A flashes every 12 s, lamp B every 20 s. When do they flash together again?',
    ['The least common multiple is 2²·3·5 = 60.', 'The first one after the start that lies beyond 100 is 120.'],
    ['The least common multiple is 120.'],
  ),
  'resistors side by side and in a row': both(
    'Two resistors of 12 Ω and 4 Ω are in parallel, and one of 9 Ω stands in series before them. What is the total?',
    ['The parallel part is 3 Ω.', 'The total is 12 Ω.'],
    ['The total is 5 Ω.'],
    'Two resistors of 12 Ω and 4 Ω are in parallel. What is the total?',
  ),
  'resistors of which nothing is said': both(
    'A mesh holds a resistor of 3 Ω and one of 6 Ω that it shares with another mesh, which holds one of 12 Ω. What is the current?',
    ['6 ∥ 12 = 4 Ω, plus 3 gives 7 Ω in total.'],
    ['The total is 20 Ω.'],
    'Resistors of 3 Ω, 6 Ω and 12 Ω are in series. What is the total?',
  ),
  'an index with a sign': both('Where does the pointer end?', ['The pivot is 8, i = −1.'], ['i² = 1.']),
  'a generator is gone through once': both(
    'What does this Python code print?\n\ng = (n + 1 for n in range(4))\nprint(2 in g, list(g))',
    ['`2 in g` takes 1 and 2.', '`list(g)` collects what is left: [3, 4].'],
    ['The code first counts: `len(range(4))` is 5.'],
  ),
  'an iterator of map': both(
    'What does this Python code print?\n\nm = map(lambda n: n * n, [1, 2])\nprint(list(m), list(m))',
    ['`list(m)` is first [1, 4]; then nothing is left, and `list(m)` is [].'],
    ['`list(map(lambda n: n * n, [1, 2]))` is [1, 2].'],
  ),
  'what a call does': both(
    'What does the programme print?\na = [4, 5]\nb = a[:]\nb.append(6)\nprint(len(a), len(b))',
    ['`b.append(6)` changes only the copy: [4, 5, 6].', 'It prints 2 3.'],
    ['`b.append(6)` returns [4, 5, 6].'],
  ),
  'the order of a language': both(
    'What is [8, 21, 3, 100].sort()[0] in JavaScript?',
    ['Without a comparator they are compared as text.', 'Sorted: 100, 21, 3, 8.'],
    ['`[8, 21, 3, 100].length` is 5.'],
  ),
  'both parts of a fraction are divided': both(
    'What is the radius?',
    ['abc = 3570, and 4 × 115.5 = 462.', '3570/462: divide by 42 and get 85/11.'],
    ['The sum is 252.', 'Divide by 42 and get 7.'],
  ),
  'what lies above a vertex': both(
    'What is the focus of the parabola y = x²/8 − x + 5?',
    ['The focus lies 2 above the vertex: (4, 5).'],
    ['The vertex: (4, 5).'],
  ),
  'statistics of one list stand in no row': both(
    'Five integers have mean 9 and median 11. What is the largest of them at most?',
    ['The sum is 45.'],
    ['The sum is 5 × 9 = 44.'],
  ),
  'how many are knights': both(
    'Knights always tell the truth, knaves always lie. A says: "B is a knave." B says: "A and C are of the same kind." C says: "B is a knight." How many of the three are knights?',
    ['A is a knight, B and C are knaves.', 'So the answer is 1.'],
    ['A and B are knights.', 'So the answer is 2.'],
  ),
  'a fall with drag': both(
    'A 0.30 kg ball falls from rest with linear drag −b·v, b = 0.10 kg/s, g = 9.8 m/s². How far has it fallen after 6.0 s?',
    ['With τ = m/b = 3.0 s and v = mg/b = 29.4 m/s.', 'x = 29.4 · 3.4059.', 'The answer is 100.1.'],
    ['With v = 29.4 m/s.', 'The answer is 100.1.'],
    'A ball falls from rest without air resistance, g = 9.8 m/s². How far has it fallen after 6.0 s?',
  ),
  'parameters in a row': both(
    'A hall has 24 rows. The first row has 15 seats and each following row has 3 more than the one before. How many seats in total?',
    ['Here $a_1 = 15$, $d = 3$, $n = 24$.', '$a_{24} = 15 + 23\\cdot 3 = 84$.'],
    ['Here $a_1 = 15$, $d = 3$, $n = 24$.', '$a_{24} = 87$.'],
  ),
  'an amount that goes on': both(
    'How long do 15.3 km take at 7.3 min per km?',
    ['7.3 × 15.3 = 111.69 min.', "That's 1 h 51 min and 0.69 × 60 ≈ 41 s."],
    ['7.3 × 15.3 = 111.69 min.', "That's 1 h 41 min."],
  ),
  'a price that a share is taken on': both(
    'We buy a boat for 52,000. On top: 4% tax, 2% broker (each on the price). The bank lends at most 80% of the price. How much?',
    ['80% of 52,000 = 41,600.'],
    ['80% of 52,000 = 42,600.'],
  ),
  'an equation to be solved is no definition': both(
    'A stone flies by h(t) = 15t - 5t². How fast does it land?',
    ['It lands where $h(t)=0$, so $t=3$.', "$h'(t)=15-10t$, so $h'(3)=-15$."],
    ['It lands where $h(t)=0$, so $t=3$.', "$f(t)=15t-5t^2$ and $f'(t)=15-5t$."],
  ),
  'a chance under a condition': both(
    'What is the probability of at least one six in two throws of a die, given that the throws differ?',
    ['Of 30 pairs 10 have a 6.', 'P = 10/30 = 1/3.', 'The answer is 1/3.'],
    ['There are 2 throws, each with a chance of 1/6.', 'P = 2/6 = 1/3.', 'The answer is 1/3.'],
    'What is the probability of at least one six in two throws of a die?',
  ),
  'a number that is a name': both(
    'How much of the second payment is interest?',
    ['Interest in month 1 is 0.4% of 20,000, that is $80.'],
    ['Interest is $80, since 80 is 4% of 20,000.'],
  ),
  'a point in German': both(
    'Wie viele Wege gibt es?',
    ['Wege von (0|0) nach (3|2): C(5,2) = 10.'],
    ['3|8, weil 8 = 2 · 3 + 2.'],
  ),
}

describe('what is no claim', () => {
  it.each(Object.entries(families))('%s', (_, { question, right, wrong, asked }) => {
    expect(isAccused(question, right)).toBe(false)
    expect(isAccused(asked, wrong)).toBe(true)
  })
})
