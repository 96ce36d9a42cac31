/** Chinese says what is taken of before the share, so that orders do most of it: "60的25%是15". */
const N = String.raw`(\d[\d.,]*)`
const IS = '(?:是|等于|为|就是|得)'
const UNIT = '(千米|公里|米|厘米|毫米|千克|公斤|克|吨|升|毫升|小时|分钟|秒|天|平方米|平方厘米|立方米|立方厘米|公顷)'

export const orders: readonly (readonly [RegExp, string])[] = [
  [new RegExp(`${N}的(?:一半|二分之一)${IS}${N}`, 'gu'), 'half of $1 is $2'],
  [new RegExp(`${N}的${N}%${IS}${N}`, 'gu'), '$2% of $1 is $3'],
  [new RegExp(`${N}的(\\d+)分之(\\d+)${IS}${N}`, 'gu'), '$3/$2 of $1 is $4'],
  [new RegExp(`${N}的(?:两|2)倍${IS}${N}`, 'gu'), 'twice $1 is $2'],
  [new RegExp(`${N}的(\\d+)倍${IS}${N}`, 'gu'), '$2 times $1 is $3'],
  [new RegExp(`${N}的平方根${IS}${N}`, 'gu'), 'the square root of $1 is $2'],
  [new RegExp(`${N}的平方${IS}${N}`, 'gu'), 'the square of $1 is $2'],
  [new RegExp(`${N}的立方${IS}${N}`, 'gu'), 'the cube of $1 is $2'],
  [new RegExp(`${N}[和与]${N}的最大公(?:约|因)数${IS}${N}`, 'gu'), 'the greatest common divisor of $1 and $2 is $3'],
  [new RegExp(`${N}[和与]${N}的最小公倍数${IS}${N}`, 'gu'), 'the least common multiple of $1 and $2 is $3'],
  [new RegExp(`${N}[和与]${N}的和${IS}${N}`, 'gu'), '$1 plus $2 is $3'],
  [new RegExp(`${N}[和与]${N}的差${IS}${N}`, 'gu'), '$1 minus $2 is $3'],
  [new RegExp(`${N}[和与乘]${N}的(?:积|乘积)${IS}${N}`, 'gu'), '$1 times $2 is $3'],
  [new RegExp(`${N}(?:除以)${N}${IS}${N}`, 'gu'), '$1 divided by $2 is $3'],
  [new RegExp(`${N}(?:乘以|乘)${N}${IS}${N}`, 'gu'), '$1 times $2 is $3'],
  [new RegExp(`${N}(?:加上|加)${N}${IS}${N}`, 'gu'), '$1 plus $2 is $3'],
  [new RegExp(`${N}(?:减去|减)${N}${IS}${N}`, 'gu'), '$1 minus $2 is $3'],
  [new RegExp(`${N}能被${N}整除`, 'gu'), '$1 is divisible by $2'],
  [/(\d+)是(?:一个)?(?:质数|素数)/gu, '$1 is a prime number'],
  [/(\d+)是(?:一个)?偶数/gu, '$1 is an even number'],
  [/(\d+)是(?:一个)?奇数/gu, '$1 is an odd number'],
  [/(\d+)是(?:一个)?(?:完全)?平方数/gu, '$1 is a perfect square'],
  [/(\d{4})年?是闰年/gu, '$1 is a leap year'],
  [/(?:一|1)(?:个)?(?:星期|周|礼拜)有(\d+)天/gu, 'a week has $1 days'],
  [/(?:一|1)年有(\d+)个月/gu, 'a year has $1 months'],
  [/(?:一|1)天有(\d+)(?:个)?小时/gu, 'a day has $1 hours'],
  [/(?:一|1)(?:个)?小时有(\d+)分钟/gu, 'an hour has $1 minutes'],
  [/(?:一|1)分钟有(\d+)秒/gu, 'a minute has $1 seconds'],
  [/(?:一|1)(?:个)?世纪有(\d+)年/gu, 'a century has $1 years'],
  [/(三角形|四边形|长方形|正方形|五边形|六边形|七边形|八边形|十边形)有(\d+)条边/gu, 'a $1 has $2 sides'],
  [/(三角形|四边形|长方形|正方形|五边形|六边形|七边形|八边形|十边形)有(\d+)个角/gu, 'a $1 has $2 corners'],
  [/(?:正方体|立方体)有(\d+)个面/gu, 'a cube has $1 faces'],
  [/(?:正方体|立方体)有(\d+)条棱/gu, 'a cube has $1 edges'],
  [/(?:正方体|立方体)有(\d+)个顶点/gu, 'a cube has $1 vertices'],
  [/三角形的?内角和(?:是|为|等于)(\d+)度/gu, 'the angles of a triangle add up to $1 degrees'],
  [/蜘蛛有(\d+)(?:条|只)腿/gu, 'a spider has $1 legs'],
  [/昆虫有(\d+)(?:条|只)(?:腿|足)/gu, 'an insect has $1 legs'],
  [new RegExp(`${N}(?:个)?${UNIT}(?:等于|是|为|有)${N}(?:个)?${UNIT}(?![^，。；、！]*的)`, 'gu'), '$1 $2 is $3 $4'],
  [/(\d+)月有(\d+)天/gu, '#$1# has $2 days'],
  [
    /从(\d[\d.,]*)[^，。\d]{0,2}(?:增加|上涨|提高|涨|增长)到(\d[\d.,]*)[^，。\d]{0,2}[，,]?(?:增长率?|涨幅|增幅|增加|增长|上涨|提高)(?:为|是|了)?(\d[\d.,]*)%/gu,
    'from $1 to $2 is an increase of $3%',
  ],
  [
    /从(\d[\d.,]*)[^，。\d]{0,2}(?:减少|下降|降低|降|跌)到(\d[\d.,]*)[^，。\d]{0,2}[，,]?(?:降幅|跌幅|减少|下降|降低)(?:为|是|了)?(\d[\d.,]*)%/gu,
    'from $1 to $2 is a decrease of $3%',
  ],
]

export const words: Readonly<Record<string, string>> = {
  千米: 'km',
  公里: 'km',
  米: 'm',
  厘米: 'cm',
  毫米: 'mm',
  千克: 'kg',
  公斤: 'kg',
  克: 'g',
  吨: 'tonnes',
  升: 'l',
  毫升: 'ml',
  小时: 'hours',
  分钟: 'minutes',
  秒: 'seconds',
  天: 'days',
  平方米: 'm²',
  平方厘米: 'cm²',
  立方米: 'm³',
  立方厘米: 'cm³',
  公顷: 'hectares',
  三角形: 'triangle',
  四边形: 'quadrilateral',
  长方形: 'rectangle',
  正方形: 'square',
  五边形: 'pentagon',
  六边形: 'hexagon',
  七边形: 'heptagon',
  八边形: 'octagon',
  十边形: 'decagon',
}

const digits = '零一二三四五六七八九'
const numeral =
  /[一二两三四五六七八九十百]+(?=个|天|条|分之|年|月|小时|分钟|秒|只|倍|度|的|是|周|星期|公里|千米|米|厘米|千克|公斤|克|升|毫升)|(?<=分之)[一二三四五六七八九十]+|(?<=[有是于])[一二两三四五六七八九十百]+/gu

/** "二十五" as 25; null for what is no number. */
function numberIn(text: string): number | null {
  const [hundreds, rest = text] = text.includes('百') ? text.split('百') : [undefined, text]
  const hundred = hundreds === undefined ? 0 : one(hundreds || '一')
  const [ten, ones] = rest.includes('十') ? rest.split('十') : [undefined, rest]
  const tens = ten === undefined ? 0 : one(ten || '一')
  const last = (ones ?? '') === '' ? 0 : one(ones ?? '')
  return hundred === null || tens === null || last === null ? null : 100 * hundred + 10 * tens + last
}

const one = (text: string): number | null =>
  text.length !== 1 ? null : text === '两' ? 2 : digits.indexOf(text) < 0 ? null : digits.indexOf(text)

/** Numbers in characters by their digits. */
export const withDigits = (text: string): string =>
  text.replace(/百分之(\d[\d.]*)/gu, '$1%').replace(numeral, (all) => String(numberIn(all) ?? all))
