/* The word, list or code of a question: "the letter e turns up twice". Counted, turned round and sorted. */

import { lean } from '../../../../src/core/lean-patterns.js'
import { ordinalOf } from '../../../../src/core/quantities/words.js'
import { matchesOf } from '../../../../src/core/triggers.js'
import { type Fact, type Said, type Topic, VALUE } from './world.js'

const Q = `["“”'‘’]`
const quoted = lean(new RegExp(String.raw`(?<!\p{L})${Q}(\p{L}{3,40})${Q}(?!\p{L})`, 'gu'))
const quotedText = lean(/(?<!\p{L})["“'‘]((?:[\p{L}’'-]+[,;]?\s){2,30}[\p{L}’'-]+)[.!?]?["”'’](?!\p{L})/u)
const inCapitals = /\b(?:word|letters?\s(?:of|in)|in)\s([A-Z]{4,40})\b/
const lettersOf = lean(
  /\b(?:letters?|['’]s|vowels?|consonants?)\s(?:does\s|do\s|are\s)?(?:there\s)?(?:of|in)\s(?:the\sword\s)?(\p{L}{4,40})(?=\s?(?:[?.,]|$|have\b))/u,
)
const afterColon = lean(
  /\b(?:sentence|words|phrase)[^.?!:]{0,30}:\s["“]?((?:[\p{L}’'-]+[,;]?\s){3,30}[\p{L}’'-]+)[.!]?["”]?\s*$/u,
)

/** The one word that a question is about. */
function wordOf(question: string): string | null {
  const all = new Set(matchesOf(quoted, question).map(([, word = '']) => word.toLowerCase()))
  const [only, another] = all
  if (another !== undefined) return null
  return only ?? inCapitals.exec(question)?.[1]?.toLowerCase() ?? lettersOf.exec(question)?.[1]?.toLowerCase() ?? null
}

/** A place of the first one, of some more, or counted from zero. */
const someOfThem =
  /\b(?:first|last|more|another|others?|also|too|further|additional|remaining|index|indices|zero|counting\sfrom\s0)\b/i
/** A part of the word, or what is left of it. */
const ofPart =
  /\b(?:first|second|last|next|before|after|other|others|remaining|left\sof|half|halves|syllables?|so\sfar|more|another|further|different|distinct|unique|each\sof|in\sa\srow|consecutive|double|pair|until|up\sto|would|plus|with)\b/i
const TIMES = String.raw`(?:(?<once>once|twice|thrice)|${VALUE}\stimes?)`
const LETTER = String.raw`(?<![\p{L}'’])(?:the\s)?(?:letter\s)?(?:${Q}(?<q>\p{L})${Q}|(?<l>\p{L})(?!['’]?\p{L}))`
const multiples: Readonly<Record<string, number>> = { once: 1, twice: 2, thrice: 3 }

const count = (text: string, letter: string) =>
  [...text.toLowerCase()].filter((each) => each === letter.toLowerCase()).length
const countVowels = (text: string) => [...text.toLowerCase()].filter((each) => 'aeiou'.includes(each)).length
const letterIn = ({ groups }: Said) => groups.q ?? groups.l ?? groups.letter ?? ''
export const reversed = (text: string) => [...text].reverse().join('')

/** What is said of another word than this one. */
const ofOther = (sentence: string, text: string) =>
  [...sentence.matchAll(new RegExp(String.raw`${Q}(\p{L}{2,40})${Q}`, 'gu'))].some(
    ([, word = '']) => word.toLowerCase() !== text && reversed(word.toLowerCase()) !== text,
  )

/** "The letter e turns up in it twice", "three of those are an e", "the a's stand at positions 2 and 5" of the word or the sentence that the question is about. */
export const words: Topic = (question) => {
  const text = (quotedText.exec(question)?.[1] ?? afterColon.exec(question)?.[1])?.toLowerCase() ?? wordOf(question)
  if (
    text === null ||
    /\b(?:code|python|javascript|program|string|print|function|regex|index|sort\w*|alphabetical\w*)\b|\bs\s?=/i.test(
      question,
    )
  )
    return []
  const isSentence = /\s/.test(text)
  const all = [...text.replace(/[^\p{L}\s]/gu, '')]
  const of =
    (exact: (said: Said) => readonly number[]): Fact['of'] =>
    (said) =>
      ofOther(said.sentence, text) ? null : exact(said)
  const timesOf: Fact['of'] = (said) => {
    const letter = letterIn(said)
    if (
      ofOther(said.sentence, text) ||
      (/^[ai]$/i.test(letter) && said.groups.q === undefined && !/letter\s/.test(said.sentence))
    )
      return null
    const exact = count(text, letter)
    const once = multiples[(said.groups.once ?? '').toLowerCase()]
    return once === undefined ? [exact] : { ok: once === exact, computed: `${exact} times` }
  }
  const facts: Fact[] = [
    {
      kind: 'counting',
      says: new RegExp(
        String.raw`(?:(?<=\b(?:see|find|count|spot)\s)|(?<=\b(?:occurs|appears|shows\sup|turns\sup)\b[^.;]{1,60}(?:,\s|\sand\s)))${LETTER}\s${TIMES}`,
        'giu',
      ),
      of: timesOf,
      what: 'the count of that letter',
      unless: ofPart,
    },
    {
      kind: 'counting',
      says: new RegExp(
        String.raw`${LETTER}(?:,\s[^,.;]{1,20},)?\s(?:also\s|only\s)?(?:turns\sup|shows\sup|comes\sup|crops\sup|appears|occurs|is\sfound|can\sbe\sfound|stands|is\sthere|is\sused|figures|is\sin\sit)\s[^.;\d]{0,20}?${TIMES}`,
        'giu',
      ),
      of: timesOf,
      what: 'the count of that letter',
      unless: ofPart,
    },
    {
      kind: 'counting',
      says: new RegExp(
        String.raw`${VALUE}\s(?:of\s(?:those|them|these|its\sletters|the\sletters|the\s\S+\sletters)\s(?:are|is)\s(?:an?\s(?=\S{1,4}(?!\p{L})))?)(?!an?\s)${Q}?(?<letter>\p{L})(?:${Q}|['’]s|(?!\p{L}))`,
        'giu',
      ),
      of: of((said) => [count(text, letterIn(said))]),
      what: 'their number',
      unless: ofPart,
    },
    {
      kind: 'counting',
      says: new RegExp(
        String.raw`(?<=(?:\b(?:letters|has|have|contains?|are|is|and|with)|,|:)\s(?:exactly\s|only\s)?)${VALUE}\s(?<letter>[a-zA-Z](?=['’]s\b)|[B-HJ-Z](?=\s*(?:,|\.|;|$|and\b)))(?:['’]s)?`,
        'gu',
      ),
      of: of((said) => [count(text, letterIn(said))]),
      what: 'their number',
      unless: ofPart,
    },
    {
      kind: 'counting',
      says: new RegExp(String.raw`${VALUE}\s(?<kind>vowels|consonants)\b`, 'giu'),
      of: of(({ groups }) => {
        const [sure, y] = [countVowels(text), count(text, 'y')]
        const letters = all.filter((each) => each !== ' ').length
        return /^v/i.test(groups.kind ?? '') ? [sure, sure + y] : [letters - sure, letters - sure - y]
      }),
      what: 'their number',
      unless: /\b(?:first|last|next|before|different|distinct|unique|consecutive|other|more|in\sa\srow\sof)\b/i,
    },
    {
      kind: 'counting',
      says: new RegExp(
        String.raw`${LETTER}(?:['’]s)?\s(?:(?:is|are|stands?|sits?|appears?|occurs?|comes?|can\sbe\sfound)\s(?:only\s|found\s)?(?:at|in|on)|at(?=\s(?:the\s)?(?:positions?|places?)))\s(?:the\s)?(?:positions?\s|places?\s|numbers?\s)?(?<at>\d{1,2}(?:st|nd|rd|th)?(?:(?:,\s(?:and\s)?|\sand\s)\d{1,2}(?:st|nd|rd|th)?)*)(?!\d|\.\d|\stimes|\sof\b)`,
        'giu',
      ),
      of: placesOf(text),
      what: 'its places',
      unless: someOfThem,
    },
    {
      kind: 'counting',
      says: /(?<![\p{L}'’])(?:two|three|four|[2-9])?\s?(?<l>\p{L})['’]s\s(?:are|stand|sit|appear|occur)\s(?:only\s)?(?:at|in|on)\s(?:the\s)?(?:positions?\s|places?\s)?(?<at>\d{1,2}(?:(?:,\s(?:and\s)?|\sand\s)\d{1,2})*)(?!\d|\.\d|\stimes)/giu,
      of: placesOf(text),
      what: 'its places',
      unless: someOfThem,
    },
  ]
  if (isSentence) {
    const parts = text.split(/\s+/).map((each) => each.replace(/[,;]/g, ''))
    facts.push(
      {
        kind: 'counting',
        says: new RegExp(String.raw`${VALUE}\swords\b`, 'giu'),
        of: of(() => [parts.length]),
        what: 'the number of words',
        unless:
          /\b(?:before|after|from|other|first|last|more|of\sthem|different|distinct|between|long\w*|short\w*|letters?|contain\w*|then|with|start\w*|end\w*|left|up\sto|remaining)\b/i,
      },
      {
        kind: 'counting',
        says: /(?<![\p{L}\d-])(?<k>\d{1,2}(?:st|nd|rd|th)|first|second|third|last)\s(?:word|one)(?:,\s[^,.;]{1,30},)?\s(?:is|reads)\s(?:["“'‘])(?<word>[\p{L}’'-]+)(?:["”'’])/giu,
        of: ({ groups }) => {
          const at = groups.k === 'last' ? parts.length : (ordinalOf(groups.k ?? '') ?? 0)
          const exact = parts[at - 1]
          return exact === undefined ? null : { ok: exact === (groups.word ?? '').toLowerCase(), computed: exact }
        },
        what: 'that word',
        unless: /\b(?:from\sthe\send|backwards?|counting\sback)\b/i,
      },
    )
    return facts
  }
  facts.push(
    {
      kind: 'counting',
      says: new RegExp(
        String.raw`\b(?:has|have|is|with|contains?|counts?|makes?|in\sall|total\sof)\s(?:exactly\s|all\sof\s)?${VALUE}\s(?:letters|characters)(?:\slong)?`,
        'giu',
      ),
      of: of(() => [all.length]),
      what: 'the number of letters',
      unless:
        /\b(?:first|second|last|next|before|after|others?|remaining|half|halves|more|another|further|different|distinct|unique|without|left|besides)\b/i,
    },
    {
      kind: 'counting',
      says: new RegExp(
        String.raw`(?<![\p{L}\d-])(?<k>\d{1,2}(?:st|nd|rd|th)|first|second|third|last)\sletter(?:\sof\s(?:it|the\sword))?\sis\s(?:an?\s|the\s)?(?:${Q}(?<q>\p{L})${Q}|(?<l>\p{L})(?!\p{L}|['’]\p{L}))`,
        'giu',
      ),
      of: (said) => {
        const at = said.groups.k === 'last' ? all.length : (ordinalOf(said.groups.k ?? '') ?? 0)
        const exact = all[at - 1]
        return exact === undefined || ofOther(said.sentence, text)
          ? null
          : { ok: exact === letterIn(said).toLowerCase(), computed: exact }
      },
      what: 'that letter',
      unless: /\b(?:from\sthe\send|backwards?|alphabet|vowel)\b/i,
    },
    {
      kind: 'counting',
      says: /\b(?:spell\w*|one\sby\sone|letter\sby\sletter|each\sletter|the\sletters(?:\sare)?)\b[^.;:]{0,40}?:?\s(?<spelled>\p{L}(?:(?:,\s(?:and\s)?|-|\s-\s|\sand\s)\p{L}(?!\p{L})){3,40})/giu,
      of: ({ groups, sentence }) => {
        const said = [
          ...(groups.spelled ?? '')
            .toLowerCase()
            .replace(/\sand\s/g, ' ')
            .matchAll(/\p{L}/gu),
        ].join('')
        if (/\b(?:different|distinct|unique|sort\w*|alphabet\w*|vowels|consonants|among)\b/i.test(sentence)) return null
        if (said === text || said === reversed(text)) return { ok: true, computed: text }
        // "LEVEL has the letters L, L, E, E, V": all of them, in no order.
        if ([...said].sort().join('') === [...text].sort().join('')) return null
        return Math.abs(said.length - text.length) > 1 || said[0] !== text[0]
          ? null
          : { ok: false, computed: [...text].join(', ') }
      },
      what: 'its letters',
    },
    {
      kind: 'counting',
      says: /\bvowels(?:\s(?:among\sthem|in\sit|here))?\s?(?:are|:)\s(?<vowels>\p{L}(?:(?:,\s(?:and\s)?|\sand\s)\p{L}(?!\p{L})){1,20})(?=\s*(?:[.;]|$))/giu,
      of: ({ groups }) => {
        const said = [
          ...(groups.vowels ?? '')
            .toLowerCase()
            .replace(/\sand\s/g, ' ')
            .matchAll(/\p{L}/gu),
        ].map(([each]) => each)
        const foreign = said.find((each) => said.filter((other) => other === each).length > count(text, each))
        const missing = [...'aeiou'].find((each) => text.includes(each) && !said.includes(each))
        return {
          ok: foreign === undefined && missing === undefined,
          computed: [...text].filter((each) => 'aeiou'.includes(each)).join(', '),
        }
      },
      what: 'the vowels',
    },
    {
      kind: 'counting',
      says: /\b(?:backwards?|revers\w*|from\s(?:the\s)?(?:right|end|back|behind)|other\sway\sround|turned\sround)\b[^.;"“'‘]{0,40}?["“'‘](?<word>\p{L}{3,40})["”'’]/giu,
      of: ({ groups, sentence }) => {
        const said = (groups.word ?? '').toLowerCase()
        if (said === reversed(text)) return { ok: true, computed: reversed(text) }
        // "Backwards 'planet' is …" names the word itself first.
        const isLast = !/["“'‘]\p{L}{3,40}["”'’][^"“'‘]*$/u.test(
          sentence.slice(sentence.indexOf(said) + said.length + 1),
        )
        const isNamed = said === text && !/\b(?:get|gives?|is\sagain|again|yields?|becomes|reads)\b/i.test(sentence)
        return isNamed || !isLast || Math.abs(said.length - text.length) > 1
          ? null
          : { ok: false, computed: reversed(text) }
      },
      what: 'the word backwards',
    },
  )
  return facts
}

function placesOf(text: string): Fact['of'] {
  return (said) => {
    const letter = letterIn(said).toLowerCase()
    const places = [...text].flatMap((each, i) => (each === letter ? [i + 1] : []))
    const told = (said.groups.at ?? '').match(/\d+/g)?.map(Number) ?? []
    if (places.length === 0 || ofOther(said.sentence, text)) return null
    const foreign = told.some((each) => !places.includes(each))
    const isFromZero = told.every((each) => places.includes(each + 1))
    return { ok: !foreign || isFromZero, computed: places.join(', ') }
  }
}
