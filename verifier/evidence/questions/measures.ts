/* Bodies, motion, circuits, solutions in a sentence or two: "What is the volume of a cone with …?", by formula. */
import { form, ofParts, type QuestionReader } from './form.js'

const LENGTH = String.raw`# ?(?:cm|m|km|mm|metres?|meters?|centimetres?|centimeters?|feet|ft|inches|in)\b`

/** Bodies and figures, motion, circuits, solutions: a question in a sentence or two, by its formula. */
export const measureForms: readonly QuestionReader[] = [
  form(
    'the volume of the cone',
    String.raw`cone (?:has|with) (?:an? )?(?:base )?radius (?:of )?${LENGTH} and (?:an? )?slant height (?:of )?${LENGTH}…\bvolume`,
    ([r = 0, slant = 0]) => {
      const h = Math.sqrt(slant ** 2 - r ** 2)
      return { values: [[(Math.PI * r ** 2 * h) / 3]], way: [h, r ** 2, slant ** 2 - r ** 2] }
    },
  ),
  form(
    'the volume of the cone',
    String.raw`cone (?:has|with) (?:an? )?(?:base )?radius (?:of )?${LENGTH} and (?:an? )?height (?:of )?${LENGTH}…\bvolume`,
    ([r = 0, h = 0]) => (Math.PI * r ** 2 * h) / 3,
  ),
  form(
    'the volume of the cylinder',
    String.raw`cylinder (?:has|with|of) (?:an? )?(?:base )?(radius|diameter) (?:of )?${LENGTH} and (?:an? )?height (?:of )?${LENGTH}…\bvolume`,
    ([d = 0, h = 0], match) => Math.PI * (/diameter/i.test(match[1] ?? '') ? d / 2 : d) ** 2 * h,
  ),
  form(
    'the volume of the sphere',
    String.raw`(?:sphere|ball) (?:has|with|of) (?:an? )?(radius|diameter) (?:of )?${LENGTH}…\bvolume`,
    ([d = 0], match) => (4 / 3) * Math.PI * (/diameter/i.test(match[1] ?? '') ? d / 2 : d) ** 3,
  ),
  form(
    'the area of the path',
    String.raw`circular (?:pond|pool|lawn|garden|fountain|flower ?bed)[^?\d]{0,30}radius (?:of )?${LENGTH}\. an? (?:\w+ )?(?:path|walkway|border) ${LENGTH} wide (?:runs|goes) (?:all the way |right )?around[^?]{0,20}\. what is the area of the (?:path|walkway|border)`,
    ([r = 0, w = 0]) => ({
      values: [[Math.PI * ((r + w) ** 2 - r ** 2)]],
      way: [r + w, (r + w) ** 2, r ** 2, Math.PI * r ** 2, Math.PI * (r + w) ** 2],
    }),
  ),
  form(
    'the area of the path',
    String.raw`rectangular (?:\w+ )?(?:pool|lawn|garden|field|pond|park)[^?\d]{0,12}${LENGTH} long and ${LENGTH} wide\. an? (?:\w+ )?(?:path|walkway|border) ${LENGTH} wide (?:runs|goes) (?:all the way |right )?(?:a)?round[^?]{0,20}\. what is the area of the (?:path|walkway|border)`,
    ([a = 0, b = 0, w = 0]) => ({
      values: [[(a + 2 * w) * (b + 2 * w) - a * b]],
      way: [a * b, 2 * w, a + 2 * w, b + 2 * w, (a + 2 * w) * (b + 2 * w)],
    }),
  ),
  form(
    'the altitude on the hypotenuse',
    String.raw`right(?:-angled)? triangle has legs (?:of )?# ?(?:cm|m)? and # ?(?:cm|m)?…\b(?:altitude|height) (?:on|to) the hypotenuse`,
    ([a = 0, b = 0]) => ({
      values: [[(a * b) / Math.hypot(a, b)]],
      way: [Math.hypot(a, b), (a * b) / 2, a * b, a * a + b * b],
    }),
  ),
  form(
    'the weight of the copy',
    String.raw`(?:weighs|mass of|weight of) # ?(?:kg|g|t)\b…\bsame (?:material|bronze|metal|wood|alloy|steel|stone)…\ball lengths # ?% (?:greater|longer|larger|bigger)\.…\b(?:weigh|mass)`,
    ([weight = 0, p = 0]) => ({ values: [[weight * (1 + p / 100) ** 3]], way: [1 + p / 100, (1 + p / 100) ** 3] }),
  ),
  form(
    '面积',
    '长方形的长是#(?:厘米|米|cm|m), ?宽是长的(三分之二|一半|四分之三|三分之一)[.,][^?]{0,4}面积是多少',
    ([a = 0], match) => {
      const part = { 三分之二: 2 / 3, 一半: 1 / 2, 四分之三: 3 / 4, 三分之一: 1 / 3 }[match[2] ?? '']
      return part === undefined ? null : { values: [[a * a * part]], way: [a * part] }
    },
  ),
  form(
    'the height',
    String.raw`(?:stone|ball|object|body|coin) is dropped…\b(?:hits|reaches|lands on) the (?:ground|water|floor|bottom) after # ?(?:s|seconds)\b[^?]{0,40}how (?:high|deep)[^?]{0,40}\?[^?]{0,10}\bg ?= ?# ?m`,
    ([t = 0, g = 0]) => ({ values: [[(g * t * t) / 2]], way: [g * t, t * t, g * t * t, (g * t) / 2] }),
  ),
  form(
    'the distance',
    String.raw`(?:hears?|heard|receives?) (?:the|its|an) echo # ?(?:s|seconds) (?:later|after)[^?]{0,60}# ?m(?:/s|etres? per second)\.?[^?]{0,20}how far`,
    ([t = 0, v = 0]) => ({ values: [[(v * t) / 2]], way: [v * t, t / 2] }),
  ),
  form(
    'the current through the resistor',
    '# ?(?:Ω|ohm) and an? # ?(?:Ω|ohm) resistor are (?:connected )?in parallel[^?]{0,10}this pair is (?:connected )?in series with an? # ?(?:Ω|ohm) resistor and an? (?:ideal )?# ?V (?:battery|source)[^?]{0,8}what (current flows through|power is converted in|current does) the # ?(?:Ω|ohm) resistor',
    ([a = 0, b = 0, c = 0, volts = 0, asked = 0], match) => {
      const pair = (a * b) / (a + b)
      const total = volts / (pair + c)
      const other = asked === a ? b : asked === b ? a : Number.NaN
      const current = (total * other) / (a + b)
      const way = [
        pair,
        pair + c,
        total,
        total * pair,
        1 / a + 1 / b,
        1 / pair,
        current,
        current ** 2,
        a * b,
        a + b,
        other / (a + b),
      ]
      return { values: [[/power/i.test(match[0]) ? current ** 2 * asked : current]], way }
    },
  ),
  form(
    'the time in the air and the speed',
    String.raw`from the top of an? # ?m (?:high )?(?:tower|cliff|building)[^?]{0,40}thrown (?:straight|vertically) up(?:wards?)? (?:with|at) # ?m/s[^?]{0,20}after what time[^?]{0,80}(?:with what speed does it hit the ground at the foot)?[^?]{0,80}\?[^?]{0,10}\bg ?= ?# ?m`,
    ([h = 0, v = 0, g = 0]) => {
      const speed = Math.sqrt(v * v + 2 * g * h)
      return {
        values: [[(v + speed) / g]],
        way: [v / g, speed, (v * v) / (2 * g), speed / g, h + (v * v) / (2 * g), v * v + 2 * g * h],
      }
    },
  ),
  form(
    'the time to heat the water',
    String.raw`kettle[^?\d]{0,20}# ?kW[^?]{0,20}efficiency of # ?%[^?]{0,60}# ?kg of water from # ?°?C to # ?°?C[^?]{0,4}\?[^?]{0,10}c ?= ?# ?kJ`,
    ([power = 0, efficiency = 0, mass = 0, from = 0, to = 0, c = 0]) => {
      const heat = mass * c * (to - from)
      const drawn = heat / (efficiency / 100)
      return {
        values: [[drawn / power, drawn / power / 60]],
        way: [heat, drawn, to - from, (power * efficiency) / 100],
      }
    },
  ),
  form(
    'the speed at the bottom',
    String.raw`(?:# ?kg )?block starts from rest and slides down a frictionless (?:slope|incline|ramp) # ?m long,? inclined at # ?° to the horizontal[^?]{0,20}(?:how fast|what (?:is the )?speed)[^?]{0,20}(?:at the bottom)?\?[^?]{0,10}g ?= ?# ?m`,
    (numbers) => {
      const [length = 0, angle = 0, g = 0] = numbers.slice(-3)
      const height = length * Math.sin((angle * Math.PI) / 180)
      const way = [
        height,
        Math.sin((angle * Math.PI) / 180),
        2 * g * height,
        g * height,
        ...(numbers.length > 3 ? [(numbers[0] ?? 0) * g * height] : []),
      ]
      return { values: [[Math.sqrt(2 * g * height)]], way }
    },
  ),
  form(
    'the concentration after the dilution',
    String.raw`# ?m[lL] of an? # ?mol/[lL] [^?]{0,40}?\b(?:are|is) diluted to # ?(litres?|liters?|L|l|m[lL])\b[^?]{0,40}concentration`,
    ([volume = 0, c = 0, end = 1], match) => {
      const whole = /^m/i.test(match[4] ?? '') ? end : 1000 * end
      return { values: [[(volume * c) / whole]], way: [(volume * c) / 1000, whole / 1000, volume / 1000] }
    },
  ),
  form(
    'the water to be added',
    'how much water must be added to # ?m[lL] of # ?mol/[lL] [^?]{0,40}to (?:bring it to|make it|get|obtain) # ?mol/[lL](?:, if volumes add up)?',
    ([volume = 0, before = 0, after = 1]) => {
      const whole = (volume * before) / after
      return {
        values: [[whole - volume, (whole - volume) / 1000]],
        way: [(volume * before) / 1000, whole, whole / 1000, volume / 1000],
      }
    },
  ),
  form(
    'the pH after the dilution',
    String.raw`# ?m[lL] of hydrochloric acid of pH # (?:are|is) (?:made up|diluted) to # ?(L|l|litres?|m[lL])\b[^?]{0,40}pH`,
    ([volume = 0, ph = 0, end = 1], match) => {
      const whole = /^m/i.test(match[4] ?? '') ? end : 1000 * end
      return { values: [[ph + Math.log10(whole / volume)]], way: [whole / volume, Math.log10(whole / volume)] }
    },
  ),
  form(
    'the volume of NaOH',
    String.raw`volume of # ?mol/L NaOH neutrali[sz]es # ?m[lL] of # ?mol/L H_?\{?2\}?SO_?\{?4\}?`,
    ([base = 1, volume = 0, acid = 0]) => {
      const amount = (volume * acid) / 1000
      const litres = (2 * amount) / base
      return { values: [[litres * 1000, litres]], way: [amount, 2 * amount, litres, volume / 1000] }
    },
    { spare: 2 },
  ),
  form(
    'the litres per 100 km',
    String.raw`car (?:runs|does|drives|gets|makes) # miles (?:per|on an?|to the) (?:US )?gallon[^?]{0,60}litres?[^?]{0,30}100 km[^?]{0,20}\? ?\(1 mile = # km, 1 (?:US )?gallon = # (?:L|l|litres)\)`,
    ([miles = 1, km = 1, litres = 0]) => {
      const perKm = (miles * km) / litres
      return { values: [[100 / perKm]], way: [miles * km, perKm, litres / (miles * km)] }
    },
    { spare: 3 },
  ),
  form(
    'the time of the transfer',
    String.raw`file of # ?GB is sent over a line with # ?Mbit/s[^?]{0,30}how long[^?]{0,20}\? ?\(1 GB = # MB`,
    ([size = 0, rate = 1, mega = 0]) => ({
      values: [[(size * mega * 8) / rate, (size * mega * 8) / rate / 60]],
      way: [size * mega, size * mega * 8, rate / 8],
    }),
    { spare: 3 },
  ),
  ofParts(
    'the current',
    {
      about: /in parallel/i,
      asks: /(?:what|which|how large|find)[^?]*current (?:does the (?:source|battery)|flows|is drawn|in all|total)|total current|current[^?]*(?:source|battery) deliver/i,
      unless: /series|third|through the/i,
      parts: {
        a: '# ?(?:Ω|ohms?) and',
        b: 'and # ?(?:Ω|ohms?)',
        volts: String.raw`# ?V\b`,
      },
      spare: 1,
    },
    ({ a, b, volts }) => ({
      values: [[(volts * (a + b)) / (a * b)]],
      way: [(a * b) / (a + b), volts / a, volts / b, 1 / a + 1 / b, a * b],
    }),
  ),
  ofParts(
    'the total resistance',
    {
      about: /in parallel/i,
      asks: /(?:total|equivalent|combined|overall) resistance/i,
      unless: /series|third/i,
      parts: { a: '# ?(?:Ω|ohms?) and', b: `and # ?(?:Ω|ohms?)` },
      spare: 1,
    },
    ({ a, b }) => ({ values: [[(a * b) / (a + b)]], way: [1 / a + 1 / b, a * b, a + b] }),
  ),
  ofParts(
    'the volume of the pool',
    {
      about: /circular|round|cylind/i,
      asks: /volume|how (?:much water|many (?:litres|cubic))/i,
      unless: /cone|wall|thick|inner|outer|full|filled to/i,
      parts: {
        width: String.raw`(?:diameter (?:of |is )?# ?m\b|# ?m (?:in diameter|across))`,
        depth: String.raw`(?:# ?m (?:deep|high|tall)|(?:depth|height) (?:of |is )?# ?m\b)`,
      },
    },
    ({ width, depth }) => {
      const volume = Math.PI * (width / 2) ** 2 * depth
      return {
        values: [[volume, volume * 1000, volume / Math.PI]],
        way: [width / 2, (width / 2) ** 2, Math.PI * (width / 2) ** 2],
      }
    },
  ),
  ofParts(
    'the area of the circle',
    {
      about: /circ|round/i,
      asks: /\barea\b/i,
      unless: /sector|ring|path|square|half|semi|shaded|quarter|circumference|inscribed|between/i,
      parts: { width: String.raw`diameter (?:of |is )?# ?(?:cm|m|km|mm|inches|in|ft|feet)\b` },
    },
    ({ width }) => ({ values: [[Math.PI * (width / 2) ** 2, (width / 2) ** 2]], way: [width / 2, (width / 2) ** 2] }),
  ),
  ofParts(
    'the kinetic energy',
    {
      asks: /kinetic energy/i,
      unless: /doubl|tripl|loses|twice|height|drop|change|increase|brak/i,
      parts: { mass: String.raw`# ?kg\b`, speed: String.raw`# ?m\/s\b` },
    },
    ({ mass, speed }) => ({
      values: [[(mass * speed ** 2) / 2, (mass * speed ** 2) / 2000]],
      way: [speed ** 2, mass * speed ** 2, mass / 2],
    }),
  ),
  ofParts(
    'the kinetic energy',
    {
      asks: /kinetic energy/i,
      unless: /doubl|tripl|loses|twice|height|drop|change|increase|brak/i,
      parts: { mass: String.raw`# ?kg\b`, speed: String.raw`# ?km\/h\b` },
    },
    ({ mass, speed }) => {
      const v = speed / 3.6
      return { values: [[(mass * v * v) / 2, (mass * v * v) / 2000]], way: [v, v * v, mass * v * v, mass / 2] }
    },
  ),
  ofParts(
    'the mass concentration after the dilution',
    {
      about: /dilut/i,
      asks: /concentration/i,
      unless: /\bwith\b|add(?:ed|ing)?\b|each|again|then/i,
      parts: {
        volume: '# ?m[lL] (?:of|stock|are|is)',
        before: String.raw`# ?(?:mol\/[lL]|M)\b`,
        after: String.raw`(?:diluted to|made up to|up to)(?: a (?:total )?volume of)? # ?m[lL]\b`,
      },
    },
    ({ volume, before, after }) => ({
      values: [[(volume * before) / after]],
      way: [(volume * before) / 1000, after / volume, volume / 1000, after / 1000],
    }),
  ),
  ofParts(
    'the pressure at the new temperature',
    {
      about: /gauge|overpressure/i,
      asks: /(?:gauge|overpressure)[^?]*(?:if the volume stays the same)?/i,
      parts: {
        before: 'at # ?°C[^.?]{0,40}(?:gauge|overpressure|shows)',
        pressure: '# ?bar of overpressure',
        outside: 'outside the pressure is # ?bar',
        after: '(?:tyre|tire) is at # ?°C',
      },
    },
    ({ before, pressure, outside, after }) => {
      const absolute = pressure + outside
      const hot = (absolute * (after + 273)) / (before + 273)
      return {
        values: [[hot - outside]],
        way: [before + 273, after + 273, (after + 273) / (before + 273), absolute, hot],
      }
    },
  ),
]
