/* False rules of physics and of directions: "at midday the sun over Cape Town stands due south". Each entry is a pattern and what is right. */
import { type Misstatement, says } from './misstatement.js'

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

export const physics: readonly Misstatement[] = [
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
