/* French words and orders of words, and the English ones that the readers of claims know. */
import { frenchNumbers, type Language, readWords } from './words.js'

export const french: Language = {
  own: /(?<!\p{L})(?:le|la|les|de|des|du|est|sont|et|un|une|pour|avec|dans|donc|combien|qui|que|il|on|font|fait|nombre|par|ne|pas|compte|soit)(?!\p{L})/giu,
  orders: [
    [/n'est pas/giu, 'is not'],
    [/ne sont pas/giu, 'are not'],
    [/(\d[\d.,]*) divisé par (\d[\d.,]*)/giu, '$1 divided by $2'],
    [/(\d[\d.,]*) multiplié par (\d[\d.,]*)/giu, '$1 times $2'],
    [/le reste de (\d+) (?:divisé )?par (\d+)/giu, 'the remainder of $1 divided by $2'],
    [
      /la somme des angles d'un triangle (?:est|fait|vaut)(?: de)? (\d+)/giu,
      'the sum of the angles of a triangle is $1',
    ],
    [/il y a (\d+|\p{L}+) (\p{L}+) dans (?:une?|chaque) (\p{L}+)/giu, 'there are $1 $2 in a $3'],
    [/passe(?:r|nt)? de (\d[\d.,]*)( ?€| ?%| euros)? à (\d[\d.,]*)( ?€| ?%| euros)?(?=[,(: ])/giu, 'from $1 to $3'],
    [/(?:une )?(?:hausse|augmentation) de (\d[\d.,]*) ?(?:%|pour cent)/giu, 'an increase of $1%'],
    [/(?:une )?(?:baisse|diminution|réduction|remise) de (\d[\d.,]*) ?(?:%|pour cent)/giu, 'a decrease of $1%'],
  ],
  words: new Map([
    ...frenchNumbers(),
    ...readWords(`
    est/fait/vaut/donne/représente/égale = is; sont/font/valent/donnent = are; est égal à/est égale à = equals; était = was; a/compte/possède/contient/comporte = has; ont/comptent/possèdent = have; équivaut à = equals
    un/une/d'un/d'une = a; chaque = every; le/la/les/l' = the; et = and; ou = or; donc/ainsi/alors = so; car/puisque/parce que = because; que = that; avec = with; et demie/et demi = and a half
    pas = not; si = if; supposons = suppose; serait = would; faux = wrong
    la moitié de = half of; la moitié des = half of the; une demi-heure = half an hour; une demi/un demi = half a; le tiers de/un tiers de = a third of; les deux tiers de/deux tiers de = two thirds of; le quart de/un quart de = a quarter of; les trois quarts de/trois quarts de = three quarters of; un quart d'heure = a quarter of an hour; trois quarts d'heure = three quarters of an hour; le cinquième de/un cinquième de = a fifth of; le dixième de/un dixième de = a tenth of; un centième de = a hundredth of; un millième de = a thousandth of
    un quart = a quarter; un tiers = a third; un cinquième = a fifth; un dixième = a tenth; trois quarts = three quarters; deux tiers = two thirds
    le double de = twice; le triple de = triple; le carré de = the square of; la racine carrée de = the square root of; la racine cubique de = the cube root of; le pgcd de/le plus grand commun diviseur de/le plus grand diviseur commun de = the greatest common divisor of; le ppcm de/le plus petit commun multiple de/le plus petit multiple commun de = the least common multiple of; la somme de = the sum of; le produit de = the product of; la différence de = the difference of; la moyenne de = the mean of; la médiane de = the median of; la somme des chiffres de = the digit sum of
    un nombre premier = a prime number; nombre premier = prime number; premier = prime; un nombre pair = an even number; un nombre impair = an odd number; pair = even; impair = odd; un carré parfait = a perfect square; divisible par = divisible by; une année bissextile = a leap year; bissextile = a leap year
    nombre = number; fois = times; plus = plus; moins = minus; pour cent/pour-cent = percent; de/des/du/d' = of; dans = in; par = per; environ = about; exactement = exactly; seulement = only; toujours = always
    plus grand que/supérieur à = greater than; plus petit que/inférieur à = less than; plus de = more than; moins de = less than
    semaine = week; semaines = weeks; jour = day; jours = days; heure = hour; heures = hours; minute = minute; seconde = second; secondes = seconds; mois = months; an/année = year; ans/années = years; siècle = century; décennie = decade
    kilomètre/kilomètres = km; mètre/mètres = m; centimètre/centimètres = cm; millimètre/millimètres = mm; gramme/grammes = g; kilogramme/kilogrammes = kg; tonne/tonnes = tonnes; litre/litres = l; millilitre/millilitres = ml; mètre carré/mètres carrés = m²; centimètres carrés = cm²; mètre cube/mètres cubes = m³; degrés = degrees; douzaine = dozen
    triangle = triangle; quadrilatère = quadrilateral; rectangle = rectangle; carré = square; pentagone = pentagon; hexagone = hexagon; heptagone = heptagon; octogone = octagon; décagone = decagon; cube = cube; cercle = circle; araignée = spider; araignées = spiders; insecte = insect; insectes = insects; alphabet = alphabet; jeu de cartes = deck of cards
    côté/côtés = sides; coin/coins = corners; sommet/sommets = corners; arête/arêtes = edges; face/faces = faces; patte/pattes = legs; lettre/lettres = letters; angle/angles = angles; cartes = cards; diagonales = diagonals; un angle droit = a right angle
    janvier = january; février = february; mars = march; avril = april; mai = may; juin = june; juillet = july; août = august; septembre = september; octobre = october; novembre = november; décembre = december
    `),
  ]),
}
