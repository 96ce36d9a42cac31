/* Whether a reading passed over a condition: words are left out one by one, and the answer has to change. */
import { lean } from '../../../src/core/lean-patterns.js'
import type { Pieces } from '../../../src/core/pieces.js'
import { matchesOf, rare } from '../../../src/core/triggers.js'
import type { Asked, QuestionReader, Solved } from './form.js'

/**
 * Whether a reading of a question passes over something that may be a condition. What a reading uses is found by leaving it away: without a word that was read the
 * question is no longer solved, or has another answer. Of a story only whole sentences count as left over, and words that change a quantity ("doubled", "of the
 * original"); of the sentence that asks, every word that is new there, so that "in mm²" or "of the parallelogram" is not passed over.
 */
export function* leavesOver(asked: Asked, reader: QuestionReader, solved: Solved): Pieces<boolean> {
  const { text } = asked
  const found = told(solved)
  const isRead = (from: number, to: number) => {
    const again = reader({ ...asked, text: `${text.slice(0, from)} ${text.slice(to)}`.replace(/ {2,}/g, ' ').trim() })
    return again === null || told(again) !== found
  }
  const sentences = matchesOf(sentence, text).map((match) => ({
    from: match.index,
    to: match.index + match[0].length,
    text: match[0],
  }))
  const asking = sentences.filter((each) => /\?/.test(each.text))
  const strict = asking.length > 0 ? asking : sentences.slice(-1)
  if (leavesChanges(text, isRead)) return true
  const words = wordsOf(text)
  const named = new Set((reader.source ?? '').match(/\p{L}{2,}/gu)?.map(stem))
  for (const { from, to } of sentences) {
    const content = words.filter(
      (word) =>
        word.from >= from && word.to <= to && !word.isCounted && !isHarmless(word.text) && !isOfForm(word.text, named),
    )
    if (sentences.length > 1 && content.length > 0 && !isRead(from, to)) return true
    yield
    for (const word of content) {
      if (!strict.some((each) => each.from === from) || isRepeated(word, words)) continue
      if (!isRead(word.from, word.to)) return true
      yield
    }
  }
  return false
}

/** Whether a text speaks of a change ("the length is doubled", "of its original value") that its reading passes over. */
export const leavesChanges = (text: string, isRead: (from: number, to: number) => boolean): boolean =>
  changing.matchAll(text).some((match) => !isRead(match.index, match.index + match[0].length))

const changing = rare(
  /(?<!\p{L})(?:(?:doubl|halv|tripl|quadrupl|origin|remain|increas|decreas|reduc|enlarg|shr[iu]n|verdoppel|halbier|verdreifach|ursprüng|vergrößer|verkleiner)\p{L}*|twice|thrice|half|instead|similar|dozens?|the same (?:base|height|length|width|side|radius|measure\w*|dimensions)|halb|doppelt|derselben?|dieselben?|denselben)(?!\p{L})|原来|扩大|缩小|增加|减少|翻倍|一半|等底|等高/giu,
)

/** What is quoted belongs to the sentence of who says it. */
const sentence = /(?:["“][^"”]*["”]|(?<!\)(?= \p{Lu}))[^.?!;]|[.](?=[^\s)]))+[.?!;]*\)?(?:\s|$)/gu

const told = ({ values, words, truth, answer }: Solved) => JSON.stringify([values, words, truth, answer])

interface Word {
  text: string
  from: number
  to: number
  /** A unit of a number, or what is counted: "9 m", "m/s", 6个鸡蛋. */
  isCounted: boolean
}

const segmenter = new Intl.Segmenter('zh', { granularity: 'word' })

/** The words of a text, Chinese ones too, without numbers. */
function wordsOf(text: string): Word[] {
  return [...segmenter.segment(text)].flatMap(({ segment, index, isWordLike }) =>
    isWordLike !== true || isOfFormula.test(segment)
      ? []
      : [
          {
            text: segment,
            from: index,
            to: index + segment.length,
            isCounted: segment.length <= 3 && behindNumber.test(text.slice(Math.max(0, index - 4), index)),
          },
        ],
  )
}

/** A number, a letter that is no unit, "5x". */
const isOfFormula = lean(/^(?:\d[\d.]*\p{L}*|(?![mglhs])\p{L})$/u)

const behindNumber = /[\d/°]\s?[个只支本张件名条块]?$/u

/** A word of the form, unless that is a unit: a form reads lengths in any of them. */
const isOfForm = (word: string, named: ReadonlySet<string>) => named.has(stem(word)) && !unit.test(word)

/** It is spoken of elsewhere. */
const isRepeated = ({ text, from }: Word, words: readonly Word[]) =>
  words.some((other) => other.from !== from && stem(other.text) === stem(text))

const stem = (word: string) => word.toLowerCase().replace(/(?<=..)(?:ed|ing|es|s|et|en|te|e|n)$/, '')

const unit = lean(
  /^(?:[munkcdµ]?[mglsJWVΩA]|k?m|h|min|kWh|\p{L}*(?:met(?:er|re)|lit(?:er|re)|gram|inch|feet|ft|mile|yard|hour|minute|second|day|week|Stunde|Tag|Minute|Sekunde)\p{L}*|[平立]方|[厘毫分千]?米|毫?升|千?克|公斤|小时|分钟|秒)$/iu,
)

/** Words that carry no condition: the small ones, and those in which a question is dressed. */
const isHarmless = (word: string) => harmless.has(word) || harmless.has(word.toLowerCase())

const harmless = new Set(
  `a an the of in on at to for by with from and or if is are was were be been it its they them their he she his her him we us our you your i me my this that these
those there here what which who whose how much many long far high tall deep large big fast likely when where do does did has have had having will would can could may
must shall should than then as per so
find compute calculate determine evaluate solve give estimate tell work out answer result value number numbers amount total altogether all in need needs take takes worth cost costs
paid pay new end show state express write simplest form round rounded nearest one decimal decimals place places percent please let us assume real reals following possible
trip time times town morning person people students members player sold goods hydrochloric acid salt sugar solution completely air resistance away dollars euros delivery revenue island says
der die das den dem des ein eine einen einem einer und oder ist sind war wie viel viele was welche welcher welches wer in im an am auf zu zum zur mit von vom für bei er sie es
wird werden hat haben kostet kostete kosten Kunde zahlt groß lang hoch weit beträgt man ihr ihre sein seine
le la les l de des du d un une et ou est sont quel quelle quels quelles combien à au aux en dans pour sur il elle el los las y o es son cuál cuánto cuántos
一 某 将 商店 商品 后 再 参加 比赛 要求 选 法 选法 种 支 辆 往返 平方 立方 的 了 是 有 在 和 与 它 它的 他 她 这 那 个 一个 一件 件 多少 几 元 共 共有 一共 求 问 为 已知 函数 区间 可以 能 中 上 每 请 吗 呢 则 是多少`.split(
    /\s+/,
  ),
)
