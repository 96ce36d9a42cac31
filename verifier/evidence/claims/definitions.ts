import { at } from '../../../src/core/absence.js'
import type { Finding } from '../../../src/core/records/types.js'
import { choosing, rare } from '../../../src/core/triggers.js'
import { type ClaimText, finding, hedged } from './claim.js'

/** A rule as it is stated wrongly, and the truth for a person. */
interface Misstatement {
  /** What says it, in one sentence of a step. */
  says: RegExp
  /** The question, or the step, has to speak of this. */
  about?: RegExp
  /** Where the question has this, another rule may hold. */
  unless?: RegExp
  truth: string
}

/**
 * Rules, definitions and facts of common knowledge that are stated wrongly: "the current splits in proportion to the resistances". Only statements that are false
 * whatever the numbers; what a question may define for itself is left out.
 */
export function readDefinitions({ plain, question, context }: ClaimText): Finding[] {
  const asked = context === undefined ? question : `${question}\n${context}`
  const found: Finding[] = []
  for (const i of mayBeSaid(plain)) {
    const { says, about, unless, truth } = at(misstatements, i)
    const match = rare(says).exec(plain)
    if (match === null || (about !== undefined && !about.test(asked) && !about.test(plain))) continue
    if (unless?.test(asked) || unless?.test(plain)) continue
    const span = [match.index, match.index + match[0].length] as const
    if (!hedged(plain, span)) found.push(finding('definitions', span, match[0], truth, false, truth))
  }
  return found
}

/** Words up to the end of a sentence, few of them. */
const some = String.raw`[^.;!?\n]{0,80}?`
const says = (source: string) => new RegExp(source.replaceAll('…', some), 'iu')

const mathematics: readonly Misstatement[] = [
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

const statistics: readonly Misstatement[] = [
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

const finance: readonly Misstatement[] = [
  {
    says: says(
      String.raw`\b(\d+(?:\.\d+)?)\s?%\s(?:less|lower|cheaper|below|smaller)…\b(?:so|hence|thus|therefore)…\b(?:original|list|regular|full|old|first)\s(?:price|value|amount)…\b\1\s?%\s(?:more|higher|above|greater|larger)|便宜\s?(\d+)\s?%[^。；]{0,12}(?:原价|定价|标价)比[^。；]{0,16}[高贵多]\s?\2\s?%`,
    ),
    truth: 'p % less is undone by dividing by 1 - p/100, not by adding p %: the base is another one',
  },
  {
    says: says(
      String.raw`current\syield…\b(?:divides?|is|equals|=)…(?:coupon|interest)…\b(?:by|over|divided\sby|/)\s(?:the\s|its\s)?(?:face|par|nominal)\b`,
    ),
    truth: 'the current yield is the coupon over the price',
  },
  {
    says: says(
      String.raw`(?:quick|acid[-\s]test)\sratio…\b(?:is|equals|=|divides?|includes?)…\b(?:all|total)\s(?:the\s)?current\sassets`,
    ),
    unless: /minus inventor|less inventor|without inventor|excluding inventor|[-−] inventor/i,
    truth: 'the quick ratio leaves inventory out',
  },
  {
    says: says(
      String.raw`quick\sratio…\bis\sdefined\sas\s(?:current\sassets)\s(?:divided\sby|over|/)\s(?:the\s)?current\sliabilities`,
    ),
    truth: 'the quick ratio leaves inventory out',
  },
  {
    says: says(
      String.raw`(?:under|with|by|using|applying)\s(?:the\s)?FIFO\b…\b(?:latest|last|newest|most\srecent)\s(?:purchases?|lot|batch|units|layer|goods)?\s?(?:are|is)?\s?(?:sold\s|used\s|taken\s)?first`,
    ),
    truth: 'under FIFO the earliest purchases leave first',
  },
  {
    says: says(
      String.raw`(?:under|with|by|using|applying)\s(?:the\s)?LIFO\b…\b(?:earliest|oldest|first)\s(?:purchases?|lot|batch|units|layer|goods)?\s?(?:are|is)?\s?(?:sold\s|used\s|taken\s)first`,
    ),
    truth: 'under LIFO the latest purchases leave first',
  },
  {
    says: says(
      String.raw`(?:gross\s)?margin\s(?:in\s(?:dollars|euros|money)\s)?is\s(?:therefore\s|thus\s)?\d+\s?%\sof\s(?:the\s)?(?:cost|purchase\sprice|[$€£]\d)`,
    ),
    about: /margin of \d+\s?% (?:of|on) (?:the )?(?:selling|sales|sale) price/i,
    truth: 'a margin of the selling price is a share of the price, not of the cost',
  },
  {
    says: says(
      String.raw`(?:when|if|as)?\s?(?:market\s)?(?:interest\srates|yields?)\s(?:rise|go\sup|increase),?…\b(?:bond\s)?prices?\s(?:also\s|of\sthe\sbonds?\s)?(?:rises?|goes?\sup|increases?)`,
    ),
    about: /\bbonds?\b/i,
    truth: 'bond prices fall when yields rise',
  },
  {
    says: says(
      String.raw`compounded…\b(?:the\s)?(?:total\s)?interest\s(?:is|comes\sto|amounts\sto)\s(?:\d+|three|two|four|five|ten)\s?[*×·]\s?[$€£]?\d[\d,.]*`,
    ),
    truth: 'with compound interest each period earns on what the earlier ones brought',
  },
  {
    says: says(
      String.raw`(?:two|three|four|five|six|seven|eight|nine|ten|\d+)\s(?:years|columns|values|data\spoints),?\sso…\b(?:n\s{0,2}=\s{0,2})?(?:two|three|four|five|six|seven|eight|nine|ten|\d+)\s{1,3}(?:growth\s)?(?:periods|intervals)`,
    ),
    about: /CAGR|compound annual|average annual growth/i,
    truth: 'between n years lie n - 1 periods of growth',
  },
  {
    says: says(
      String.raw`book\svalue:?\s?(?:is|=|equals)?…\bdepreciable\s(?:base|amount|cost)\s(?:minus|less|[-−–])\s(?:the\s)?accumulated`,
    ),
    truth: 'the book value is the cost less the accumulated depreciation',
  },
  {
    says: says(
      String.raw`equity\s(?:is|equals|=)\s(?:total\s)?assets\s(?:plus|\+)\s(?:total\s)?liabilities|assets\s(?:are|equal|=)\s(?:total\s)?liabilities\s(?:minus|[-−–])\s(?:the\s)?equity`,
    ),
    truth: 'assets are liabilities and equity together',
  },
  {
    says: says(
      String.raw`(?:negative|below\szero)\s(?:net\spresent\svalue|NPV)…\b(?:so|hence|therefore)…\b(?:accept|worthwhile|should\sbe\smade|go\sahead)|(?:diversif\w+)\s(?:removes|eliminates)\s(?:all|systematic|market)\s(?:the\s)?risk`,
    ),
    truth: 'this is the opposite of the rule',
  },
  {
    says: says(
      String.raw`break[-\s]?even\sis\sreached\swhen\ssales\scover\s(?:the\s)?fixed\scosts(?!\s(?:and|plus|as\swell))`,
    ),
    truth: 'break-even is reached when sales cover fixed and variable costs',
  },
]

const directions = 'north east south west'.split(' ')
/** Facing west, the right hand points to the north: every other direction named for a side is false. */
const turned = directions.flatMap((ahead, i) =>
  [
    ['right', 1],
    ['left', 3],
  ].map(([side, turn]) => {
    const true_ = directions[(i + Number(turn)) % 4] ?? ''
    const others = directions.filter((each) => each !== true_ && each !== ahead).join('|')
    const spin = side === 'right' ? 'clockwise' : '(?:counter-?clockwise|anti-?clockwise)'
    return {
      says: says(
        String.raw`(?:quarter\sturn|90\s?(?:°|degrees))\s(?:to\sthe\s${side}|${spin})\sfrom\s${ahead}\b[^.;\n]{0,20}?\b(?:is|leads\sto|points\s(?:to\s)?)\s?(?:the\s)?(?:${others})\b|(?:facing|faces|driving|heading|walking|looking|looks)\s(?:due\s)?${ahead}\b[^.;\n]{0,30}?\b(?:on|to)\s(?:her|his|your|my|the|their)\s${side}(?:[-\s]hand(?:\sside)?)?\s(?:is|lies)\s(?:the\s)?(?:${others})\b`,
      ),
      truth: `to the ${side} of ${ahead} lies ${true_}`,
    }
  }),
)

const physics: readonly Misstatement[] = [
  ...turned,
  {
    says: says(
      String.raw`(?:crescent|moon)[^.;\n]{0,60}\b(?:in\sthe\sevening|after\ssunset|evening)\b[^.;\n]{0,60}\b(?:waning|last\spart|before\snew\smoon)|(?:crescent|moon)[^.;\n]{0,60}\b(?:in\sthe\smorning|before\ssunrise|morning)\b[^.;\n]{0,40}\b(?:is\swaxing|first\spart)`,
    ),
    about: /moon|crescent/i,
    truth: 'a crescent in the evening is waxing, one in the morning waning',
  },
  {
    says: says(
      String.raw`currents?…\b(?:splits?|divides?|is\s(?:divided|split)|are\s(?:divided|split)|shared?|distribut\w+)…\bin\s(?:direct\s)?proportion\sto\sthe(?:ir)?\sresistances?`,
    ),
    about: /parallel/i,
    truth: 'in parallel the currents are inversely proportional to the resistances',
  },
  {
    says: says(
      String.raw`(?:resistances?|resistors)\sin\sparallel\s(?:simply\s|just\s)?add(?:\sup)?\b|in\sparallel,?\s(?:the\s)?resistances\s(?:simply\s|just\s)?add(?:\sup)?\b`,
    ),
    unless: /reciprocal|invers|conductance/i,
    truth: 'in parallel the reciprocals of the resistances add',
  },
  {
    says: says(
      String.raw`(?:drop\sin\sheight|height|vertical\sdrop)\s(?:is|equals|=)\s(?:the\s)?(?:slope\slength|length\sof\sthe\sslope|length)\s(?:times|multiplied\sby|×|·)\sthe\scosine`,
    ),
    about: /inclined at|angle .{0,30}(?:to|with) the horizontal|(?:slope|incline|ramp)/i,
    unless: /to the vertical/i,
    truth: 'the height is the length of the slope times the sine of its angle',
  },
  {
    says: says(
      String.raw`(?:ice|it|the\scube|the\sice\scube)\s(?:turns\sinto\s(?:liquid\s)?water|melts),?\s(?:it\s)?(?:expands|takes\sup\smore\sroom|needs\smore\sroom|its\svolume\s(?:grows|increases))`,
    ),
    truth: 'ice shrinks when it melts, to the volume of the water that it displaced',
  },
  {
    says: says(
      String.raw`(?:melts?|melted|melting)\b…\b(?:is\sadded\sto\sthe\swater|water\slevel\s(?:rises|goes\sup|increases|must\srise))`,
    ),
    about: /ice[^.]{0,80}float|float[^.]{0,80}ice/i,
    unless: /salt|sea ?water|ocean|stone|coin|lead|iron/i,
    truth: 'floating ice displaces exactly the water that it melts to: the level stays',
  },
  {
    says: says(
      String.raw`shadows?\s(?:always\s)?points?\s(?:to|towards?)\s(?:where\sthe\s(?:sun|light)|the\s(?:sun|light\ssource))`,
    ),
    truth: 'a shadow points away from the light',
  },
  {
    says: says(
      String.raw`(?:midday|noon)…\bsun…\b(?:stands?|is|lies)\s(?:due\s|in\sthe\s)?south\b|sun…\b(?:stands?|is)\s(?:due\s|in\sthe\s)south\s(?:at|around)\s(?:midday|noon)`,
    ),
    about:
      /Cape Town|Johannesburg|Sydney|Melbourne|Perth|Auckland|Wellington|Buenos Aires|Santiago|Montevideo|New Zealand|South Africa|Argentina|southern hemisphere/i,
    truth: 'south of the tropics the midday sun stands in the north',
  },
  {
    says: says(
      String.raw`wood…\b(?:conducts?\sheat\s(?:better|faster)|(?:takes?\sheat\sup|heats?\sup|gets?\shot)\sfaster)\sthan\s(?:the\s)?(?:metal|steel|iron|copper)`,
    ),
    truth: 'metal conducts heat far better than wood',
  },
  {
    says: says(
      String.raw`heavier\s(?:one|ball|stone|body|object|bodies|objects)\s(?:always\s)?(?:falls?|hits?|lands?|reach\w*)\s(?:the\sground\s)?(?:faster|first|sooner|earlier)`,
    ),
    about: /vacuum|no air resistance|without air resistance|neglect\w* air|ignor\w* air/i,
    truth: 'without air all bodies fall alike',
  },
  {
    says: says(
      String.raw`(?:mountain|altitude|high\sup)…\bwater\sboils\sat\s(?:a\s)?higher\b|water\sboils\sat\sa\shigher\stemperature\s(?:on|at|in)…(?:mountain|altitude)`,
    ),
    truth: 'at lower pressure water boils at a lower temperature',
  },
  {
    says: says(
      String.raw`(?:summer|winter|seasons?)…\bbecause\sthe\s(?:earth|sun)\s(?:is|comes)\s(?:then\s)?(?:closer|nearer|farther|further)`,
    ),
    truth: 'the seasons come from the tilt of the axis',
  },
  {
    says: says(
      String.raw`(?:speed|velocity)\s(?:is\s)?doubl(?:es|ed),?\s(?:so\s)?(?:the\s)?kinetic\senergy\s(?:is\s)?(?:also\s)?doubl`,
    ),
    truth: 'kinetic energy grows with the square of the speed',
  },
  {
    says: says(String.raw`moved\sfor\s\d+(?:\.\d+)?\s?s(?:econds)?\sat\sthis\sspeed`),
    about: /dropped|falls|free fall|from rest/i,
    truth: 'the speed grew from zero: the mean speed is half of the final one',
  },
]

const chemistryAndBiology: readonly Misstatement[] = [
  {
    says: says(
      String.raw`reducing\sagent\sis\s…\b(?:that|which|what)\s(?:itself\s)?(?:gets|is|becomes)\s(?:itself\s)?reduced|reducing\sagent\s(?:gets|is|becomes)\s(?:itself\s)?reduced`,
    ),
    truth: 'the reducing agent is the one that is oxidised',
  },
  {
    says: says(
      String.raw`oxidi[sz]ing\sagent\sis\s…\b(?:that|which|what)\s(?:itself\s)?(?:gets|is|becomes)\s(?:itself\s)?oxidi[sz]ed|oxidi[sz]ing\sagent\s(?:gets|is|becomes)\s(?:itself\s)?oxidi[sz]ed`,
    ),
    truth: 'the oxidising agent is the one that is reduced',
  },
  {
    says: says(
      String.raw`oxidation\s(?:takes\splace|happens|occurs)\sat\sthe\scathode|reduction\s(?:takes\splace|happens|occurs)\sat\sthe\sanode`,
    ),
    truth: 'oxidation happens at the anode, reduction at the cathode',
  },
  {
    says: says(
      String.raw`one\s(?:unit|step)\s(?:on|of)\s(?:the\s)?pH(?:[-\s]scale)?\s(?:corresponds\sto|is|means)\sa\sfactor\sof\s(?!10\b|ten\b)(?:\d+|two|hundred|\w+)`,
    ),
    truth: 'one unit of pH is a factor of 10',
  },
  {
    says: says(
      String.raw`(?:catalyst)…\b(?:shifts|moves|changes)\sthe\s(?:position\sof\sthe\s)?equilibrium(?:\sto|\stowards?|\s?[.,])`,
    ),
    truth: 'a catalyst leaves the equilibrium where it is',
  },
  {
    says: says(
      String.raw`(?:acid\sand\sbase|H_?2_?SO_?4\sand\sNaOH|NaOH\sand\sH_?2_?SO_?4|they)\s(?:neutrali[sz]e|react\swith)\seach\sother\s(?:one\sto\sone|1\s?:\s?1)`,
    ),
    about: /H_?\{?[2₂]\}?_?SO_?\{?[4₄]|sulfuric|sulphuric|Ca\(OH\)|Ba\(OH\)|phosphoric/i,
    truth: 'an acid with two protons needs two of a base with one hydroxide',
  },
  {
    says: says(
      String.raw`(?<!\bnot\s)(?:doublings?)\s(?:multiply|multiplies)…\bby\s(?:\d+\s?[*×·]\s?2|2\s?[*×·]\s?\d+)`,
    ),
    truth: 'n doublings multiply by 2 to the power n',
  },
  {
    says: says(
      String.raw`(?:green|white|short|wrinkled|recessive)\s(?:plants?|ones?|offspring|individuals?)\s(?:are|is)\s(?:all\s)?(?:those|the\sones|every\sone)\s(?:that|which)\s(?:carry|carries|have|has|contain\w*)\s(?:a|one|at\sleast\sone)\s[a-z]\b`,
    ),
    about: /dominant/i,
    truth: 'a recessive trait shows only where both copies are recessive',
  },
]

const computing: readonly Misstatement[] = [
  {
    says: says(
      String.raw`(?:default|python|it|\[\])…\b(?:evaluated|created?s?|creates|made|built|starts?)\s(?:a\s)?(?:new|fresh|afresh|anew|again)\b…(?:call|time|list)|each\s(?:time|call)…\b(?:a\s)?(?:new|fresh)\s(?:empty\s)?list`,
    ),
    about: /def \w+\([^)]*=\s?(?:\[\]|\{\}|list\(\)|dict\(\))/,
    unless: /is None/,
    truth: 'Python creates a default argument once, when the function is defined',
  },
  {
    says: says(
      String.raw`(?:stop\svalue|stop|end\svalue|upper\s(?:bound|limit)|second\sargument)\s(?:of\s(?:the\s)?range\s)?is\s(?:also\s)?included`,
    ),
    about: /range\(/,
    truth: 'range stops before its stop value',
  },
  {
    says: says(
      String.raw`up\sto\sand\sincluding\sindex\s\d|(?:end|stop)\s(?:index\s)?(?:of\s(?:the|a)\sslice\s)?is\s(?:also\s)?included`,
    ),
    about: /\[-?\d*:-?\d*(?::-?\d*)?\]/,
    truth: 'a slice ends before its stop index',
  },
  {
    says: says(
      String.raw`(?:continue)…\bloop\s(?:does|did|has)\snot\s(?:end|finish|ended|finished)\snormally|(?:执行过|因为有|由于)\s?.{0,12}continue.{0,20}(?:不算正常结束|else.{0,6}不会)`,
    ),
    about: /for\s.+:[\s\S]*\n\s*else\s*:/,
    truth: 'only break skips the else of a loop; continue does not',
  },
  {
    says: says(
      String.raw`(?:assigned|assignment)…\b(?:copies|makes\sa\scopy\sof|creates\sa\scopy\sof)\sthe\s(?:list|dict\w*|object)|was\sassigned\sbefore\sthe\s\w+\scall,?\sso\sit\skeeps\sthe\svalue\s\[`,
    ),
    about: /\bdef |=\s?\[|=\s?\{|append/,
    unless: /\.copy\(|\[:\]|list\(|deepcopy/,
    truth: 'an assignment copies nothing: both names mean one list',
  },
  {
    says: says(
      String.raw`at\s\d+(?:\.\d+)?\s?Mbit/s…\b(?:brings\sin|transfers?|delivers?|carries|moves|downloads?)\s\d+(?:\.\d+)?\s?MB\b`,
    ),
    truth: 'a byte has 8 bits',
  },
  {
    says: says(
      String.raw`AVG\([^)]*\)…\b(?:over|by)\s(?:all\s)?the\srows\sthat\swere\sselected|AVG\([^)]*\)…\bcounts?\s(?:the\s)?NULLs?\b|COUNT\((?!\*)[^)]*\)…\bcounts?\s(?:also\s)?(?:the\s)?NULLs?\b`,
    ),
    about: /NULL/,
    truth: 'AVG and COUNT of a column leave NULL out',
  },
  {
    says: says(
      String.raw`(?:becomes|is|means|turns\sinto)\s[\w.]+\s(?:<>|!=)\s[^\s]+\sAND\s[\w.]+\s(?:<=|>=|<|>|<>|!=)\s?\S+`,
    ),
    about: /NOT \([^()]+ AND [^()]+\)/,
    truth: 'NOT (A AND B) is NOT A OR NOT B',
  },
]

const misstatements: readonly Misstatement[] = [
  ...mathematics,
  ...statistics,
  ...finance,
  ...physics,
  ...chemistryAndBiology,
  ...computing,
]

const mayBeSaid = choosing(misstatements.map(({ says }) => says.source))
