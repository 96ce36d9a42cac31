import { describe, expect, it } from 'vitest'
import { accuses } from '../../../src/core/records/findings.js'
import { checkEvidence } from '../../../verifier/evidence/index.js'

const accused = (step: string, question = '') =>
  checkEvidence({ question, steps: [step] })
    .steps.flatMap(({ evidence }) => evidence)
    .filter(accuses)

const fails = [
  'Zweieinhalb Stunden sind 2 Stunden und 50 Minuten.',
  '97 est un nombre pair.',
  '60 entre 4 son 20.',
  'Die Hälfte von 48 ist 22.',
  '25 Prozent von 80 sind 25.',
  '25 % von 1.200 € sind 400 €.',
  'Eine Woche hat acht Tage.',
  'Ein Sechseck hat sieben Seiten.',
  'Der größte gemeinsame Teiler von 12 und 18 ist 4.',
  '91 ist eine Primzahl.',
  'Das Doppelte von 15 ist 35.',
  'Drei Viertel von 60 sind 50.',
  '91 ist durch 8 teilbar.',
  'Ein Kilometer hat 100 Meter.',
  'Eine Spinne hat sechs Beine.',
  '7 ist eine gerade Zahl.',
  'Eine halbe Stunde hat 50 Minuten.',
  'Ein Jahrhundert hat 10 Jahre.',
  'La moitié de 48 est 22.',
  'Le quart de 60 est 20.',
  'Les trois quarts de 60 font 40.',
  'Une semaine compte huit jours.',
  '60 divisé par 4 font 20.',
  'Le double de 15 est 35.',
  'Le PGCD de 12 et 18 est 4.',
  '91 est un nombre premier.',
  '20 % de 80 font 18.',
  'Une heure compte 50 minutes.',
  "Une heure et demie, c'est long; une heure et demie fait 80 minutes.",
  'Un kilomètre équivaut à 100 mètres.',
  'La mitad de 48 es 22.',
  'Tres cuartos de 60 son 40.',
  'Una semana tiene ocho días.',
  '97 es un número par.',
  'El doble de 15 es 35.',
  'El máximo común divisor de 12 y 18 es 4.',
  '91 es un número primo.',
  'El 20 % de 80 es 18.',
  'Un hexágono tiene siete lados.',
  'Una hora tiene 50 minutos.',
  'Abril tiene 31 días.',
  'Un kilómetro son 100 metros.',
  '48的一半是22。',
  '60的25%是20。',
  '60的四分之三是40。',
  '一周有八天。',
  '1小时等于50分钟。',
  '12和18的最大公约数是4。',
  '97是偶数。',
  '1公里等于100米。',
  '六边形有七条边。',
  '1900年是闰年。',
  '四月有31天。',
  '20除以4等于6。',
  '三角形的内角和是360度。',
]

/** Denied, supposed, a part of more, of other things, and what is true. */
const holds = [
  'Zweieinhalb Stunden sind 2 Stunden und 30 Minuten.',
  '97 est un nombre impair.',
  '60 entre 4 son 15.',
  'Die Hälfte von 48 ist 24.',
  '25 % von 1.200 € sind 300 €.',
  'Die Hälfte von 48 ist nicht 22.',
  'Eine Arbeitswoche hat fünf Tage.',
  'Wenn die Hälfte von 48 gleich 22 ist, dann stimmt etwas nicht.',
  'Die Hälfte von 48 und 2 ist 26.',
  'Ein Sechseck hat sechs Seiten und sechs Ecken.',
  '91 ist keine Primzahl.',
  '91 ist nicht durch 8 teilbar.',
  'Le tiers des 60 élèves, soit 20, reste.',
  "91 n'est pas un nombre premier.",
  "Si la moitié de 48 est 22, alors c'est faux.",
  'La moitié de 48 est 24, et le quart est 12.',
  'Entre 4 y 20 hay 15 números.',
  'El precio por 4 es 20.',
  'El 20 % de 80 es 16.',
  'La mitad de los alumnos son 12.',
  'El día tiene 8 horas de trabajo.',
  '一年有365天。',
  '48的一半不是22。',
  '60的四分之三是45。',
  '如果48的一半是22。',
  '10除以4等于2.5。',
  'Le prix passe de 40 à 50, une hausse de 25 %.',
  'Un tiers de 60 est 20, deux tiers 40.',
  'Die Fahrt dauert 2 Stunden und ist 30 Minuten kürzer.',
]

describe('what German, French, Spanish and Chinese say of numbers', () => {
  it.each(fails)('names: %s', (step) => {
    expect(accused(step)).not.toEqual([])
  })

  it.each(holds)('leaves: %s', (step) => {
    expect(accused(step)).toEqual([])
  })

  it('points to the sentence as it is written', () => {
    const step = 'Zuerst rechnen wir. Die Hälfte von 48 ist 22. Dann weiter.'
    const [found] = accused(step)
    expect(step.slice(...(found?.span ?? [0, 0]))).toBe('Die Hälfte von 48 ist 22')
  })
})
