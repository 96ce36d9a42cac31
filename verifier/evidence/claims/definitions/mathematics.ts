/* False rules of mathematics: "every solution of the squared equation solves the original one". Each entry is a pattern and what is right. */
import { type Misstatement, says } from './misstatement.js'

export const mathematics: readonly Misstatement[] = [
  {
    says: says(
      String.raw`(?:number|count)\sof\s(?:positive\s)?(?:divisors|factors)\sis\sthe\sproduct\sof\sthe\sexponents(?!\s(?:each\s)?(?:plus|increased|\+|raised))`,
    ),
    truth: 'the number of divisors is the product of the exponents, each increased by one',
  },
  {
    says: says(
      String.raw`(?:every|each|any|all)\s(?:solutions?|roots?)\sof\sthe\ssquared\sequation…(?:solves?|satisf\w+)\sthe\soriginal`,
    ),
    truth: 'squaring may add solutions: each has to be put into the original equation',
  },
  {
    says: says(
      String.raw`absolute\svalue\sof\s\d+\smeans\sthat\s(?:the\sinside|the\sexpression|what\sis\sinside)\s(?:is|equals)\s\d+(?!\sor)`,
    ),
    truth: 'where an absolute value is a, the inside is a or -a',
  },
  {
    says: says(
      String.raw`(?:weight|mass|volume|amount\sof\s\w+|capacity)…\b(?:grows?|scales?|increases?|depends?|changes?)\s(?:with|by|as)\sthe\s(?:square\sof\sthe\sscale|scale)\sfactor`,
    ),
    truth: 'volumes and weights grow with the cube of the scale factor',
  },
  {
    says: says(
      String.raw`(?:surface\s)?areas?\s…\b(?:grows?|scales?|increases?|changes?)\s(?:with|by|as)\sthe\s(?:cube\sof\sthe\sscale|scale)\sfactor`,
    ),
    truth: 'areas grow with the square of the scale factor',
  },
  {
    says: says(
      String.raw`(?:area\sof\s(?:a|the)\s(?:right\s)?triangle\s(?:is|=|equals)\s(?:the\s)?base\s(?:times|×|\*|·)\s(?:the\s)?height)(?!\s?(?:/|÷|divided|over|halved|times\s(?:a|one)\shalf|×\s?[½0]))`,
    ),
    truth: 'the area of a triangle is half of base times height',
  },
  {
    says: says(
      String.raw`(?<!triangle.{0,30})\barea\s?=\s?base\s?[×·*]\s?height(?!\s?(?:/|÷|divided|[×·*]\s?(?:½|0\.5|1/2)))`,
    ),
    about: /\btriangle\b/i,
    unless: /parallelogram|rectang|square|half of|1\/2|½/i,
    truth: 'the area of a triangle is half of base times height',
  },
  {
    says: says('(?:长方形|矩形)的面积等于(?:它的)?长与宽之和的(?:两|2)倍'),
    truth: '长方形的面积等于长乘宽',
  },
  {
    says: says(
      String.raw`(?:闭区间上)?二次函数的最大值和最小值都在端点取得|(?:maximum|minimum|largest\svalue|smallest\svalue|extrem\w+)\sof\s(?:a|any|every)\s(?:continuous\s|quadratic\s)?function\son\s(?:a|any|the)\s(?:closed\s)?interval\s(?:is|are|must\sbe)\salways\s(?:taken|attained|reached)\sat\s(?:an?\s|the\s)?end\s?points?`,
    ),
    truth: 'extreme values on an interval lie at its ends or at critical points inside',
  },
  {
    says: says(
      String.raw`average\sspeed…\b(?:is|equals)\s(?:simply\s|just\s)?the\s(?:arithmetic\s)?(?:mean|average)\sof\s(?:the\s|both\s|these\s)?(?:two\s)?speeds`,
    ),
    unless: /same (?:amount of )?time|equal times|half (?:of )?the time/i,
    truth: 'the average speed is the whole distance over the whole time',
  },
  {
    says: says('平均速度就是(?:两个|两|往返)?(?:个)?速度的平均(?:数|值)'),
    truth: '平均速度是总路程除以总时间',
  },
  {
    says: says(
      String.raw`durchschnittsgeschwindigkeit…\bist\s(?:einfach\s)?(?:der\sMittelwert|das\s(?:arithmetische\s)?Mittel|der\sDurchschnitt)\sder\s(?:beiden\s)?geschwindigkeiten`,
    ),
    truth: 'die Durchschnittsgeschwindigkeit ist der ganze Weg durch die ganze Zeit',
  },
  {
    says: says(
      String.raw`(?:two|both|these|the)\s(?:percentage\s)?changes?\scancel(?:s|led)?\s(?:each\sother|out)|(?:提价|涨价|上涨)(?:和|与)?(?:降价|打折|下降)?[^。，]{0,6}(?:正好)?(?:和|与)?[^。，]{0,6}抵消|正好和提价抵消|heben\ssich\s(?:gegenseitig\s)?auf`,
    ),
    about: /%|percent|per cent|Prozent|折/i,
    truth: 'a rise and a fall by the same percentage do not cancel: the second is taken of another base',
  },
  {
    says: says(
      String.raw`(?:a|every)\s(?:square|root)\sof\sa\ssum\sis\sthe\ssum\sof\s(?:the\s)?(?:squares|roots)|the\ssum\sof\sthe\sangles\s(?:in|of)\s(?:a|any|every)\striangle\sis\s360`,
    ),
    truth: 'this is no rule of mathematics',
  },
  {
    says: says(
      String.raw`(?:opposite|negation|contrary)\sof\s["“'‘]?(?:all|every|each)\s[^"”'’.;\n]{1,60}["”'’]?\s(?:is|would\sbe)\s(?:that\s)?["“'‘]?(?:no|none|not\sa\ssingle)\b`,
    ),
    truth: 'the negation of "all are" is "some are not"',
  },
  {
    says: says(
      String.raw`(?:opposite|negation|contrary)\sof\s["“'‘]?(?:we\sare|\w+\sand\s\w+\sare|they\sare)\s(?:both\s)?(?:of\sthe\ssame|alike)[^"”'’.;\n]{0,20}["”'’]?\s(?:is|means)\s(?:that\s)?(?:both|neither|they\sare\sboth|we\sare\sboth)`,
    ),
    truth: 'the negation of "of the same type" is "of different types"',
  },
]

export const statistics: readonly Misstatement[] = [
  {
    says: says(
      String.raw`(?:average|mean)\s(?:price|cost|rate|return|wage|salary)?…\b(?:over|for|of)\sthe\s(?:whole|entire|full)\s(?:\w+)\s(?:is|equals)\s(?:simply\s|just\s)?the\s(?:simple\s)?(?:mean|average)\sof\sthe\s(?:two|three|four|six|twelve)?\s?(?:monthly|quarterly|weekly|yearly|daily)`,
    ),
    about: /shares? (?:purchased|bought)|units|quantit|number of|employees|volume/i,
    unless: /simple average|unweighted/i,
    truth: 'the mean over parts of different size is weighted by their sizes',
  },
  {
    says: says(
      String.raw`\b(\d+|two|three|four|five|six|seven|eight|nine|ten)\s(?:categories|classes|groups|flavou?rs|outcomes|cells|faces)\b…\b\1\sdegrees\sof\sfreedom`,
    ),
    about: /chi|χ|goodness/i,
    unless: /independence|contingency|two-way/i,
    truth: 'a test of k categories against given shares has k - 1 degrees of freedom',
  },
  {
    says: says(
      String.raw`probability\sthat\sthe\snull\s(?:hypothesis)?\s?(?:is\strue|holds)\s(?:is|equals)\s(?:only\s|about\s)?(?:\d|p\b)|null\shypothesis\s(?:is\strue|holds)\swith\s(?:a\s)?probability\s(?:of\s)?\d`,
    ),
    unless: /prior|bayes|posterior/i,
    truth: 'a p-value is the probability of such data under the null hypothesis, not the probability of the hypothesis',
  },
  {
    says: says(
      String.raw`(?:heads|tails|red|black|a\swin|a\sboy|a\sgirl)\sis\s(?:now\s|therefore\s)?(?:due|overdue|more\slikely\snow)\b`,
    ),
    truth: 'independent trials have no memory',
  },
  {
    says: says(
      String.raw`correlat\w+…\b(?:proves?|shows|means|implies)\sthat…\bcauses?\b|since…\bcorrelated\b,…\bcauses?\b`,
    ),
    truth: 'a correlation alone shows no cause',
  },
  {
    says: says(
      String.raw`(?:sample\svariance|unbiased\s(?:estimat\w+|variance))\s(?:divides?|is\sdivided|means\sdividing)\sby\s(?:n\b(?!\s?[-−–]\s?1)|the\snumber\sof\s(?:values|observations))`,
    ),
    truth: 'the unbiased variance divides by n - 1',
  },
  {
    says: says(
      String.raw`(?:events|they)\sare\smutually\sexclusive,?\s(?:so|hence|and\stherefore|which\smeans)\s(?:they\sare\s|also\s)?independent`,
    ),
    truth: 'events that exclude each other are not independent',
  },
]
