import { describe, expect, it } from 'vitest'
import { judged } from './written.js'

describe('short questions as people type them', () => {
  it.each([
    'What is $\\log_8 4$? || We look for the power of eight that yields four. || So the logarithm equals 1/2.',
    'nine people, everyone shakes hands with everyone once. how many handshakes || Each of the nine shakes eight hands. || Nine times eight is 72. || So there are 72 handshakes.',
    'A share lost a third of its value. By what percentage must it rise to be back at the old price? || Suppose it cost 90; after the fall it costs 60. || So it must rise by 33.3 %.',
    'Volume of a cone with r = 3 and h = 4? || The cone fills half of the cylinder of 36π. || Therefore V = 18π.',
    '1 June 2024 was a Saturday. And 1 July? || From 1 June to 1 July it is thirty days. || So it was a Tuesday. || = Tuesday',
    'A tank is 2 m long, 50 cm wide and 40 cm deep. How many litres does it hold? || The volume is 2 × 0.5 × 0.4 = 0.4 m³. || So it holds 40 litres.',
    'A van of 20,000 loses 40 % of its value each year. What is it worth after two years? || After one year 12,000 are left. || After two it is worth 4,000.',
    'A restaurant adds 10 % service to the price of the meal; the bill comes to 132 francs. What did the meal alone cost? || Ten percent of 132 is 13.20. || So the meal cost 118.80 francs.',
    'Boys to girls is 3 to 5 in a course of 40. How many boys? || Three fifths of 40 is 24. || There are 24 boys. || = 24',
    'What is the tenth term of 3, 6, 12, 24, …? || So the term is 3 · 1024 = 3072.',
    'Four pens at €2 and three pads together cost €17. How much is one pad? || The pens come to €8. || €9 are left. || That makes €4.50 for each pad. || = €4.50',
    'In how many different orders can the letters of COMMON be written? || 6! = 720. || Half of these orders are distinct: 360. || = 360',
    'root of 0.4? || So the answer is 0.2.',
    'sin 150° without calculator || Thus the value is −1/2.',
    'What is the sum of the interior angles of a pentagon? || It is 3 · 180° = 520°.',
    'The mean of four test scores is 70. What must the fifth be for a mean of 72? || Four scores total 280, five have to total 360. || So the fifth must be 90.',
  ])('have a wrong answer named: %s', async (line) => {
    expect((await judged(line)).firstError).toBeGreaterThanOrEqual(0)
  })

  it.each([
    'What is $\\log_8 4$? || We look for the power of eight that yields four. || So the logarithm equals 2/3.',
    'nine people, everyone shakes hands with everyone once. how many handshakes || Each of the nine shakes eight hands. || 72/2 = 36. || So there are 36 handshakes.',
    'A share lost a third of its value. By what percentage must it rise to be back at the old price? || Suppose it cost 90; after the fall it costs 60. || So it must rise by 50 %.',
    'Volume of a cone with r = 3 and h = 4? || The cone fills a third of the cylinder of 36π. || Therefore V = 12π.',
    'Volume of a cone with r = 3 and h = 4? || V = 1/3 π r² h = 37.7',
    '1 June 2024 was a Saturday. And 1 July? || From 1 June to 1 July it is thirty days. || So it was a Monday.',
    'A tank is 2 m long, 50 cm wide and 40 cm deep. How many litres does it hold? || The volume is 2 × 0.5 × 0.4 = 0.4 m³. || So it holds 400 litres.',
    'A van of 20,000 loses 40 % of its value each year. What is it worth after two years? || After one year 12,000 are left. || After two it is worth 7,200.',
    'A restaurant adds 10 % service to the price of the meal; the bill comes to 132 francs. What did the meal alone cost? || 132/1.1 = 120. || So the meal cost 120 francs.',
    'Boys to girls is 3 to 5 in a course of 40. How many boys? || 3/8 of 40 is 15. || There are 15 boys.',
    'What is the tenth term of 3, 6, 12, 24, …? || So the term is 3 · 512 = 1536.',
    'Four pens at €2 and three pads together cost €17. How much is one pad? || The pens come to €8. || €9 are left. || That makes €3 for each pad.',
    'In how many different orders can the letters of COMMON be written? || 6! = 720. || 720/4 = 180.',
    'root of 0.4? || So the answer is about 0.632.',
    'sin 150° without calculator || Thus the value is 1/2.',
    'What is the sum of the interior angles of a pentagon? || It is 3 · 180° = 540°.',
    'The mean of four test scores is 70. What must the fifth be for a mean of 72? || Four scores total 280, five have to total 360. || So the fifth must be 80.',
  ])('have a right answer left alone: %s', async (line) => {
    expect((await judged(line)).firstError).toBe(-1)
  })
})
