/* What is put in order: letters that stand for their places, numbers by size, words by the alphabet. */
import type { Topic } from './world.js'

/** "O is the 16th": of letters that stand for their places. */
export const codes: Topic = (question) => {
  if (!/\bA\s?=\s?1\b|alphabet/i.test(question)) return []
  return [
    {
      kind: 'counting',
      says: /(?<![\p{L}'’])(?<l>[A-Za-z])\s(?:is|stands\sfor|has|=|gives|counts)\s(?:the\s)?(?:number\s)?(?:(?<k>\d{1,2}(?:st|nd|rd|th))|(?<v>\d{1,2}))(?:\sletter)?(?=\s*(?:[.,;]|$|and\b))/gu,
      of: ({ groups }) => {
        if (!/A\s?=\s?1\b/.test(question) && groups.k === undefined) return null
        const place = (groups.l ?? '').toLowerCase().charCodeAt(0) - 96
        return { ok: place === Number.parseInt(groups.k ?? groups.v ?? '', 10), computed: String(place) }
      },
      what: 'its place',
      unless: /\b(?:from\sthe\send|backwards?|shift\w*|plus)\b/i,
    },
  ]
}

/** Order that a question wants of its own words or numbers. */
export const orders: Topic = (question) => {
  const asks = /\b(?:sort|order|arrange|rank|put|alphabetical\w*)\b/i.test(question)
  if (
    !asks ||
    /\b(?:absolute|length|strings?|text|versions?|digits?|frequency|distance|last\sletter|revers\w*|python|javascript|code|steps|phases|chronolog\w*|importance|size\sof|odd|even|prime|negatives?\sfirst|first|by\s(?!size|name|alphabet))\b/i.test(
      question,
    )
  )
    return []
  const isDown =
    /\b(?:descending|decreasing|largest\s(?:to|first)|greatest\s(?:to|first)|high(?:est)?\sto\slow|from\slargest|biggest\sfirst)\b/i.test(
      question,
    )
  const LIST = String.raw`-?\d+(?:\.\d+)?(?:(?:,\s(?:and\s)?|\s<\s|\s>\s|;\s|\sand\s)-?\d+(?:\.\d+)?){2,20}`
  const given = [...question.matchAll(new RegExp(`(?<![\\d.,])${LIST}`, 'g'))]
  const [only, another] = given
  if (only !== undefined && another === undefined) {
    const numbers = (only[0].match(/-?\d+(?:\.\d+)?/g) ?? []).map(Number)
    const right = [...numbers].sort((a, b) => (isDown ? b - a : a - b))
    const isHere = (value: number) => numbers.includes(value)
    return [
      {
        kind: 'counting',
        says: new RegExp(`(?<![\\d.,=]\\s?)(?<list>${LIST})(?!\\d|\\.\\d|,\\s-?\\d|\\s?(?:…|\\.\\.))`, 'g'),
        of: ({ groups, sentence }) => {
          const said = ((groups.list ?? '').match(/-?\d+(?:\.\d+)?/g) ?? []).map(Number)
          const isAll =
            said.length === numbers.length &&
            [...said].sort((a, b) => a - b).join() === [...numbers].sort((a, b) => a - b).join()
          if (!isAll || said.join() === numbers.join() || / > /.test(groups.list ?? '') !== isDown)
            return said.join() === right.join()
              ? { ok: true, computed: right.join(', ') }
              : isAll &&
                  said.join() !== numbers.join() &&
                  !/[<>]|other\sway|revers|descending|ascending|decreasing|increasing/i.test(sentence)
                ? { ok: false, computed: right.join(', ') }
                : null
          return { ok: said.join() === right.join(), computed: right.join(', ') }
        },
        what: 'the order',
        unless:
          /\b(?:absolute|given|originally|original|unsorted|the\snumbers\sare|list\sis|as\sstrings|swap\w*|pass|rounds?|step|after|becomes|pivot|insert\w*|merg\w*|bubbl\w*|compar\w*)\b/i,
      },
      {
        kind: 'counting',
        says: /(?<![\d.,])(?<a>-?\d+(?:\.\d+)?),?\s(?:is\s)?(?:then\s)?(?:directly\s)?followed\sby\s(?<b>-?\d+(?:\.\d+)?)(?!\d|\.\d)/gi,
        of: ({ groups }) => {
          const [a, b] = [Number(groups.a), Number(groups.b)]
          return isHere(a) && isHere(b)
            ? { ok: isDown ? a >= b : a <= b, computed: isDown ? `${Math.max(a, b)} first` : `${Math.min(a, b)} first` }
            : null
        },
        what: 'the order',
      },
      {
        kind: 'counting',
        says: /\bof\sthe\s(?<which>negatives?|negative\s(?:ones|numbers)|positives?|positive\s(?:ones|numbers))[^.;\d-]{0,20}(?<a>-?\d+(?:\.\d+)?)\sis\s(?:the\s)?(?<most>smallest|least|lowest|largest|greatest|biggest|highest)/gi,
        of: ({ groups }) => {
          const some = numbers.filter((each) => (/^neg/i.test(groups.which ?? '') ? each < 0 : each > 0))
          const exact = /small|least|low/i.test(groups.most ?? '') ? Math.min(...some) : Math.max(...some)
          return some.length < 2 ? null : { ok: Number(groups.a) === exact, computed: String(exact) }
        },
        what: 'the smallest or largest',
      },
    ]
  }
  if (!/alphabet|by\sname|dictionary|lexic/i.test(question)) return []
  const listed = [
    ...question.matchAll(
      /["“'‘]?\p{L}{2,30}["”'’]?(?:,\s(?:and\s)?["“'‘]?\p{L}{2,30}["”'’]?){2,20}(?:,?\sand\s["“'‘]?\p{L}{2,30}["”'’]?)?/gu,
    ),
  ]
  const [words, more] = listed
  if (words === undefined || more !== undefined) return []
  const wordsOf = (list: string) =>
    list
      .toLowerCase()
      .replace(/["“”'‘’]/g, '')
      .split(/,\s(?:and\s)?|\sand\s/)
  const names = wordsOf(words[0])
  const right = [...names].sort()
  const before = (a: string, b: string) => a.localeCompare(b, 'en') < 0
  return [
    {
      kind: 'counting',
      says: /(?<![\p{L}"“'‘])(?<list>["“'‘]?\p{L}{2,30}["”'’]?(?:,\s(?:and\s|then\s)?["“'‘]?\p{L}{2,30}["”'’]?){2,20}(?:,?\sand\s["“'‘]?\p{L}{2,30}["”'’]?)?)/gu,
      of: ({ groups }) => {
        const said = wordsOf((groups.list ?? '').replace(/\sthen\s/g, ' '))
        const isAll = said.length === names.length && [...said].sort().join() === right.join()
        return isAll && said.join() !== names.join()
          ? { ok: said.join() === right.join(), computed: right.join(', ') }
          : null
      },
      what: 'the order',
      unless: /\b(?:characters?|codes?|ascii|unicode|capitals?|upper|lower|cases?|scripts?|by\slength)\b/i,
    },
    {
      kind: 'counting',
      says: /(?<![\p{L}'’])["“'‘]?(?<a>\p{L}{1,30})["”'’]?\s(?:comes|stands|goes|is|belongs)\s(?:right\s|directly\s)?(?<way>before|after|in\sfront\sof|ahead\sof|behind)\s["“'‘]?(?<b>\p{L}{1,30})["”'’]?(?!\p{L})/giu,
      of: ({ groups }) => {
        const [a, b] = [(groups.a ?? '').toLowerCase(), (groups.b ?? '').toLowerCase()]
        const known = (each: string) => /^[a-z]$/.test(each) || names.includes(each)
        if (!known(a) || !known(b) || a === b || (a.length === 1) !== (b.length === 1)) return null
        const isBefore = /before|front|ahead/i.test(groups.way ?? '')
        return { ok: before(a, b) === isBefore, computed: before(a, b) ? `${a} before ${b}` : `${b} before ${a}` }
      },
      what: 'the order',
    },
  ]
}
