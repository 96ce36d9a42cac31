/* Spanish words and orders of words, and the English ones that the readers of claims know. */
import { type Language, readWords, spanishNumbers } from './words.js'

export const spanish: Language = {
  own: /(?<!\p{L})(?:el|la|los|las|del|es|son|y|un|una|por|con|para|en|entonces|cuánto|cuántos|cuántas|que|tiene|número|entre|de|no|hay|está|resultado)(?!\p{L})/giu,
  orders: [
    [/(\d[\d.,]*) (?:dividido (?:entre|por)|entre) (\d[\d.,]*)/giu, '$1 divided by $2'],
    [/(\d[\d.,]*) (?:multiplicado por|por) (\d[\d.,]*)/giu, '$1 times $2'],
    [/el resto de (?:dividir )?(\d+) (?:entre|por) (\d+)/giu, 'the remainder of $1 divided by $2'],
    [
      /la suma de los ángulos de un triángulo (?:es|son|vale)(?: de)? (\d+)/giu,
      'the sum of the angles of a triangle is $1',
    ],
    [/hay (\d+|\p{L}+) (\p{L}+) en (?:una?|cada) (\p{L}+)/giu, 'there are $1 $2 in a $3'],
    [
      /(?:pasa|pasar|sube|subir|baja|bajar|subió|bajó|pasó) de (\d[\d.,]*)( ?€| ?%| euros)? a (\d[\d.,]*)( ?€| ?%| euros)?(?=[,(: ])/giu,
      'from $1 to $3',
    ],
    [/(?:un )?(?:aumento|incremento) del? (\d[\d.,]*) ?(?:%|por ciento)/giu, 'an increase of $1%'],
    [/(?:una? )?(?:descuento|disminución|reducción|rebaja) del? (\d[\d.,]*) ?(?:%|por ciento)/giu, 'a decrease of $1%'],
    [/el (\d[\d.,]*) ?(?:%|por ciento)/giu, '$1%'],
  ],
  words: new Map([
    ...spanishNumbers(),
    ...readWords(`
    es/vale/da/equivale a/es igual a/representa = is; son/dan/valen/hacen = are; era = was; tiene/contiene/posee = has; tienen = have
    un/una = a; cada = every; el/la/los/las = the; y = and; o = or; así que/entonces/luego/por tanto/por lo tanto = so; porque/ya que/pues = because; que = that; con = with; y media/y medio = and a half
    no = not; si = if; supongamos = suppose; sería = would; falso = wrong
    la mitad de = half of; media hora = half an hour; medio/media = half a; un tercio de/la tercera parte de = a third of; dos tercios de = two thirds of; un cuarto de/la cuarta parte de = a quarter of; tres cuartos de/tres cuartas partes de/las tres cuartas partes de = three quarters of; un cuarto de hora = a quarter of an hour; tres cuartos de hora = three quarters of an hour; un quinto de/la quinta parte de = a fifth of; un décimo de/la décima parte de = a tenth of; la centésima parte de = a hundredth of
    un cuarto = a quarter; un tercio = a third; un quinto = a fifth; un décimo = a tenth; tres cuartos = three quarters; dos tercios = two thirds
    el doble de = twice; el triple de = triple; el cuadrado de = the square of; la raíz cuadrada de = the square root of; la raíz cúbica de = the cube root of; el máximo común divisor de/el mcd de = the greatest common divisor of; el mínimo común múltiplo de/el mcm de = the least common multiple of; la suma de = the sum of; el producto de = the product of; la diferencia de = the difference of; la media de/el promedio de = the mean of; la mediana de = the median of; la suma de las cifras de = the digit sum of
    un número primo = a prime number; número primo = prime number; primo = prime; un número par = an even number; un número impar = an odd number; par = even; impar = odd; un cuadrado perfecto = a perfect square; divisible por/divisible entre = divisible by; un año bisiesto = a leap year; bisiesto = a leap year
    número = number; más = plus; menos = minus; por ciento = percent; de/del = of; en = in; por = per; aproximadamente/unos/unas/cerca de = about; exactamente = exactly; solo/sólo = only; siempre = always
    mayor que = greater than; menor que = less than; más de = more than; menos de = less than
    semana = week; semanas = weeks; día = day; días = days; hora = hour; horas = hours; minuto = minute; minutos = minutes; segundo = second; segundos = seconds; mes = month; meses = months; año = year; años = years; siglo = century; década = decade
    kilómetro/kilómetros = km; metro/metros = m; centímetro/centímetros = cm; milímetro/milímetros = mm; gramo/gramos = g; kilogramo/kilogramos/kilo/kilos = kg; tonelada/toneladas = tonnes; litro/litros = l; mililitro/mililitros = ml; metro cuadrado/metros cuadrados = m²; centímetros cuadrados = cm²; metro cúbico/metros cúbicos = m³; grados = degrees; docena = dozen
    triángulo = triangle; cuadrilátero = quadrilateral; rectángulo = rectangle; cuadrado = square; pentágono = pentagon; hexágono = hexagon; heptágono = heptagon; octógono = octagon; decágono = decagon; cubo = cube; círculo = circle; araña = spider; arañas = spiders; insecto = insect; insectos = insects; alfabeto = alphabet; baraja = deck of cards
    lado/lados = sides; esquina/esquinas = corners; vértice/vértices = corners; arista/aristas = edges; cara/caras = faces; pata/patas = legs; letra/letras = letters; ángulo/ángulos = angles; cartas = cards; diagonales = diagonals; un ángulo recto = a right angle
    enero = january; febrero = february; marzo = march; abril = april; mayo = may; junio = june; julio = july; agosto = august; septiembre = september; octubre = october; noviembre = november; diciembre = december
    `),
  ]),
}
