/* German words and orders of words, and the English ones that the readers of claims know. */
import { germanNumbers, type Language, readWords } from './words.js'

const N = String.raw`(\d[\d.,]*)`

export const german: Language = {
  own: /(?<!\p{L})(?:der|die|das|und|ist|sind|von|ein|eine|einen|einem|einer|eines|hat|haben|nicht|wie|viele|also|beträgt|ergibt|Zahl|durch|aus|wird)(?!\p{L})/giu,
  orders: [
    [new RegExp(`${N} (ist|sind) (nicht )?(?:ohne Rest )?durch ${N} teilbar`, 'giu'), '$1 is $3divisible by $4'],
    [new RegExp(`${N} (?:geteilt|dividiert) durch ${N}`, 'giu'), '$1 divided by $2'],
    [/(?:der )?Rest (?:von|bei) (\d+) (?:geteilt )?durch (\d+)/giu, 'the remainder of $1 divided by $2'],
    [/(\d+) durch (\d+) (?:lässt|ergibt|hat) (?:den )?Rest (\d+)/giu, '$1 divided by $2 leaves a remainder of $3'],
    [
      /(?:die )?Winkelsumme (?:eines|im|in einem|jedes) (\p{L}+?)s? (?:ist|beträgt|sind) (?:immer )?(\d+)/giu,
      'the sum of the angles of a $1 is $2',
    ],
    [
      /(?:die )?Innenwinkel (?:eines|im|in einem|jedes) Dreiecks? (?:ergeben|betragen|haben) (?:zusammen )?(?:immer )?(\d+)\s?(?:°|Grad)/giu,
      'the angles of a triangle add up to $1 degrees',
    ],
    [/(?:es gibt|gibt es) (\d+|\p{L}+) (\p{L}+) in (?:einer|einem|der) (\p{L}+)/giu, 'there are $1 $2 in a $3'],
    [/(\d[\d.,]*) (?:ist|sind) (\d[\d.,]*) ?(?:%|Prozent) von/giu, '$1 is $2% of'],
    [
      /(?:steigt|stieg|steigen|Anstieg|erhöht sich|wächst) von (\d[\d.,]*)( ?€| ?%| Euro)? auf (\d[\d.,]*)( ?€| ?%| Euro)?(?=[,(: ])/giu,
      'from $1 to $3',
    ],
    [
      /(?:sinkt|sank|fällt|fiel|sinken|Rückgang) von (\d[\d.,]*)( ?€| ?%| Euro)? auf (\d[\d.,]*)( ?€| ?%| Euro)?(?=[,(: ])/giu,
      'from $1 to $3',
    ],
    [
      /(?:eine?r? )?(?:Zunahme|Steigerung|Erhöhung|Anstieg|Plus|Wachstum) (?:um|von) (\d[\d.,]*) ?(?:%|Prozent)/giu,
      'an increase of $1%',
    ],
    [
      /(?:eine?r? )?(?:Abnahme|Senkung|Minderung|Rückgang|Minus|Rabatt) (?:um|von) (\d[\d.,]*) ?(?:%|Prozent)/giu,
      'a decrease of $1%',
    ],
  ],
  words: new Map([
    ...germanNumbers(),
    ...readWords(`
    ist/beträgt/ergibt/macht/bildet = is; sind/ergeben/betragen/machen = are; war = was; hat/besitzt/zählt/enthält/umfasst = has; haben/besitzen = have; entspricht/entsprechen = equals; gleich = equal to
    ein/eine/einer/eines/einem/einen = a; jede/jeder/jedes/jeden/jedem = every; der/die/das/den/dem/des = the; und = and; oder = or; also/somit/daher/folglich/damit/deshalb = so; denn/weil/da = because; dass = that; mit = with
    nicht/kein/keine/keinen = not; wenn/falls = if; angenommen = suppose; wäre/würde = would; falsch = wrong
    die hälfte von/die hälfte der/die hälfte des/die hälfte aus/hälfte von = half of; ein halb/halbe/halber/halbes/halben/eine halbe/ein halber/ein halbes = half a; ein drittel/das drittel = a third; zwei drittel = two thirds; ein viertel/das viertel = a quarter; drei viertel/dreiviertel = three quarters; ein fünftel = a fifth; ein zehntel = a tenth; ein hundertstel = a hundredth; ein tausendstel = a thousandth
    zwei fünftel = two fifths; drei fünftel = three fifths; vier fünftel = four fifths; ein sechstel = a sixth; ein achtel = an eighth; drei achtel = three eighths
    das doppelte von/doppelt so viel wie = twice; das dreifache von = triple; das quadrat von/quadrat von = the square of; die quadratwurzel aus/die quadratwurzel von/die wurzel aus/die wurzel von/wurzel aus/quadratwurzel aus = the square root of; die kubikwurzel aus/die dritte wurzel aus = the cube root of
    der größte gemeinsame teiler von/der ggt von/ggt von = the greatest common divisor of; das kleinste gemeinsame vielfache von/das kgv von/kgv von = the least common multiple of; die quersumme von = the digit sum of; die summe von/die summe aus = the sum of; das produkt von/das produkt aus = the product of; die differenz von/die differenz aus = the difference of
    der mittelwert von/der durchschnitt von/das arithmetische mittel von = the mean of; der median von = the median of
    eine primzahl = a prime number; primzahl = prime number; keine primzahl = not a prime number; eine gerade zahl = an even number; eine ungerade zahl = an odd number; gerade = even; ungerade = odd; eine quadratzahl = a perfect square; keine quadratzahl = not a perfect square; ein schaltjahr = a leap year; kein schaltjahr = not a leap year; schaltjahr = leap year
    zahl = number; mal = times; plus = plus; minus = minus; prozent = percent; von/aus = of; in = in; im = in the; pro = per; etwa/rund/ungefähr/circa/ca. = about; genau = exactly; den besten = the top; einem anteil von = a share of; nur = only; immer = always
    größer als = greater than; kleiner als = less than; mehr als = more than; weniger als = less than; länger als = longer than
    woche/wochen = weeks; tag = day; tage/tagen = days; stunde = hour; stunden = hours; minute = minute; minuten = minutes; sekunde = second; sekunden = seconds; monat = month; monate/monaten = months; jahr = year; jahre/jahren = years; jahrhundert = century; jahrzehnt = decade
    kilometer = km; meter = m; zentimeter = cm; millimeter = mm; gramm = g; kilogramm = kg; tonne/tonnen = tonnes; liter = l; milliliter = ml; grad = degrees; quadratmeter = m²; quadratzentimeter = cm²; quadratkilometer = km²; kubikmeter = m³; kubikzentimeter = cm³; hektar = hectares; dutzend = dozen; cent = cents; euro = euros
    dreieck = triangle; viereck = quadrilateral; rechteck = rectangle; quadrat = square; fünfeck = pentagon; sechseck = hexagon; siebeneck = heptagon; achteck = octagon; zehneck = decagon; würfel = cube; tetraeder = tetrahedron; kreis = circle; spinne = spider; spinnen = spiders; insekt = insect; insekten = insects; alphabet = alphabet; kartenspiel = deck
    seite/seiten = sides; ecke/ecken = corners; kante/kanten = edges; fläche/flächen = faces; bein/beine = legs; buchstabe/buchstaben = letters; winkel = angles; karten = cards; diagonalen = diagonals; ein rechter winkel = a right angle
    januar = january; februar = february; märz = march; mai = may; juni = june; juli = july; oktober = october; dezember = december
    größte = largest; kleinste = smallest
    `),
    ['woche', 'week'],
  ]),
}
