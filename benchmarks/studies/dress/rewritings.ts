/*
 * One solution in many dresses: whatever a person or model puts around its steps. None of these may change what is said of it.
 */

/** Steps of one paragraph each -> the text of a solution. */
export type Rewriting = (steps: readonly string[]) => string

const letters = 'abcdefghijklmnopqrstuvwxyz'
const letter = (i: number) => letters.charAt(i % 26)
const title = (i: number) => `Part ${letter(i).toUpperCase()}`
const chineseDigits = ['', '一', '二', '三', '四', '五', '六', '七', '八', '九']
/** 1 to 99: 十, 十二, 二十一. */
const chinese = (n: number) =>
  `${n < 20 ? '' : chineseDigits[Math.floor(n / 10)]}${n < 10 ? '' : '十'}${chineseDigits[n % 10]}`
const romanSigns = [
  [40, 'xl'],
  [10, 'x'],
  [9, 'ix'],
  [5, 'v'],
  [4, 'iv'],
  [1, 'i'],
] as const
function roman(n: number): string {
  const [size, sign] = romanSigns.find(([each]) => each <= n) ?? [0, '']
  return size === 0 ? '' : sign + roman(n - size)
}

/** Each step behind a mark, a paragraph each. */
const marked =
  (mark: (i: number) => string, between = '\n\n'): Rewriting =>
  (steps) =>
    steps.map((step, i) => `${mark(i)}${step}`).join(between)
const each =
  (dress: (step: string, i: number) => string, between = '\n\n'): Rewriting =>
  (steps) =>
    steps.map(dress).join(between)
const plain: Rewriting = (steps) => steps.join('\n\n')

const html = (step: string) => step.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;')
const cell = (step: string) => step.replace(/\|/g, '\\|')
const wide = (text: string) => text.replace(/\d/g, (digit) => String.fromCharCode(0xff10 + Number(digit)))
/** Quotes as word processors set them. */
const smart = (text: string) =>
  text
    .replace(/(?<=\p{L})'/gu, '’')
    .replace(/(?<![\p{L}\d])"(?=\p{L})/gu, '“')
    .replace(/(?<=[\p{L}.,])"/gu, '”')
/** A formula between dollars, set otherwise. A step that begins with one keeps it: displayed, it would belong to the step before. */
const formulas = (open: string, close: string) => (step: string) =>
  step.startsWith('$')
    ? step
    : step.replace(
        /(?<![\\\d$])\$(?![\s$])([^$\n]{1,200}?)(?<![\s\\])\$(?![\d$])/g,
        (_, inside) => open + inside + close,
      )

/** The formula that a step ends with, set otherwise. */
const lastFormula = (open: string, close: string) => (step: string) =>
  step.startsWith('$')
    ? step
    : step.replace(/(?<![\\\d$])\$(?![\s$])([^$\n]{1,200}?)(?<![\s\\])\$(?=\.?$)/, (_, inside) => open + inside + close)

/** Steps that begin as an assignment does are a programme in a fence, and stay one block there. */
const fenced =
  (dress: Rewriting): Rewriting =>
  (steps) =>
    steps.some((step) => /^(?:\w+ ?= |`)/.test(step)) ? plain(steps) : dress(steps)

export const rewritings: Record<string, Rewriting> = {
  'blank lines': (steps) => steps.join('\n\n\n'),
  'blanks at the ends': each((step) => `${step}  `),
  indented: each((step) => `  ${step}`),
  rules: (steps) => steps.join('\n\n---\n\n'),
  stars: (steps) => steps.join('\n\n* * *\n\n'),

  '1.': marked((i) => `${i + 1}. `),
  '1. on a line each': marked((i) => `${i + 1}. `, '\n'),
  '1)': marked((i) => `${i + 1}) `),
  '(1)': marked((i) => `(${i + 1}) `),
  '[1]': marked((i) => `[${i + 1}] `),
  '**1.**': marked((i) => `**${i + 1}.** `),
  '(a)': marked((i) => `(${letter(i)}) `),
  '(a) on a line each': marked((i) => `(${letter(i)}) `, '\n'),
  'a)': marked((i) => `${letter(i)}) `),
  'A.': marked((i) => `${letter(i).toUpperCase()}. `),
  '(i)': marked((i) => `(${roman(i + 1)}) `),
  'ii.': marked((i) => `${roman(i + 1)}. `),
  'II.': marked((i) => `${roman(i + 1).toUpperCase()}. `),
  'Step 1:': marked((i) => `Step ${i + 1}: `),
  'Step 1: on a line each': marked((i) => `Step ${i + 1}: `, '\n'),
  'STEP 1 –': marked((i) => `STEP ${i + 1} – `),
  '**Step 1:**': marked((i) => `**Step ${i + 1}:** `),
  'Schritt 1:': marked((i) => `Schritt ${i + 1}: `),
  '1. Schritt:': marked((i) => `${i + 1}. Schritt: `),
  'Étape 1 :': marked((i) => `Étape ${i + 1} : `),
  'Paso 1:': marked((i) => `Paso ${i + 1}: `),
  '第一步：': marked((i) => `第${chinese(i + 1)}步：`),
  '第1步，': marked((i) => `第${i + 1}步，`),
  '步骤1：': marked((i) => `步骤${i + 1}：`),
  '一、': marked((i) => `${chinese(i + 1)}、`),
  '①': marked((i) => `${String.fromCodePoint(0x2460 + (i % 20))} `),

  '-': marked(() => '- ', '\n'),
  '*': marked(() => '* ', '\n'),
  '+': marked(() => '+ '),
  '•': marked(() => '• ', '\n'),
  '▪': marked(() => '▪ '),
  '✓': marked(() => '✓ '),
  '- [x]': marked(() => '- [x] '),
  '➤': marked(() => '➤ '),

  headings: each((step, i) => `### ${title(i)}\n\n${step}`),
  'numbered headings': each((step, i) => `### ${i + 1}. ${title(i)}\n\n${step}`),
  'headed steps': each((step, i) => `## Step ${i + 1}\n\n${step}`),
  'headed steps with titles': each((step, i) => `## Step ${i + 1}: ${title(i)}\n\n${step}`),
  'bold titles': each((step, i) => `**${title(i)}**\n\n${step}`),
  'bold numbered titles': each((step, i) => `**${i + 1}. ${title(i)}**\n\n${step}`),
  'bold numbered titles, a line each': each((step, i) => `**${i + 1}. ${title(i)}:**\n${step}`),
  'a title before, a heading at the end': (steps) => `# Solution\n\n${plain(steps)}\n\n## Answer`,

  quoted: each((step) => `> ${step}`, '\n>\n'),
  'quoted twice': each((step) => `> > ${step}`, '\n> >\n'),
  'one fence': fenced((steps) => `\`\`\`text\n${plain(steps)}\n\`\`\``),
  'a fence each': fenced(each((step) => `\`\`\`\n${step}\n\`\`\``)),
  'a table': (steps) =>
    `| Step | Working |\n|---|---|\n${steps.map((step, i) => `| ${i + 1} | ${cell(step)} |`).join('\n')}`,
  'a table, Schritt': (steps) =>
    `| Schritt | Rechnung |\n| :-- | :-- |\n${steps.map((step, i) => `| Schritt ${i + 1} | ${cell(step)} |`).join('\n')}`,

  '<p>': (steps) => steps.map((step) => `<p>${html(step)}</p>`).join('\n'),
  '<br>': (steps) => steps.map(html).join('<br><br>'),
  '<ol><li>': (steps) => `<ol>${steps.map((step) => `<li>${html(step)}</li>`).join('')}</ol>`,
  '<ul><li> on lines': (steps) => `<ul>\n${steps.map((step) => `  <li><p>${html(step)}</p></li>`).join('\n')}\n</ul>`,
  '<h3> and <div>': (steps) =>
    steps.map((step, i) => `<h3>${title(i)}</h3><div class="step">${html(step)}</div>`).join(''),
  '<tr><td>': (steps) =>
    `<table><tr><th>Step</th><th>Working</th></tr>${steps.map((step, i) => `<tr><td>${i + 1}</td><td>${html(step)}</td></tr>`).join('')}</table>`,

  'Windows line ends': (steps) => steps.join('\r\n\r\n'),
  'old Macintosh line ends': (steps) => steps.join('\r\r'),
  'blanks that do not break': each((step) => step.replace(/(?<=[\p{L},.]) (?=\p{L})/gu, '\u00a0')),
  'a byte order mark': (steps) => `\ufeff${plain(steps)}`,
  'full-width digits': (steps) => wide(plain(steps)),
  'smart quotes': (steps) => smart(plain(steps)),
  '\\( \\)': each(formulas('\\(', '\\)')),
  '$$ $$': each(formulas('$$', '$$')),
  '\\[ \\]': each(formulas('\\[', '\\]')),
  'align*': each(lastFormula('\\begin{align*}\n', '\n\\end{align*}')),
  aligned: each(lastFormula('\\[\\begin{aligned} & ', ' \\end{aligned}\\]')),
  'display fractions': (steps) => plain(steps).replace(/\\frac(?![a-z])/g, '\\dfrac'),

  'a thought before': (steps) => `<think>Hmm, 3 * 12 = 38?\n\nNo.</think>\n\n${plain(steps)}`,
  'JSON, one string': (steps) => JSON.stringify({ reasoning: plain(steps) }),
  'JSON, a list': (steps) => JSON.stringify({ steps }),
  'JSON, a list of objects': (steps) => JSON.stringify({ steps: steps.map((output) => ({ explanation: '', output })) }),
  'a JSON array': (steps) => JSON.stringify(steps.map((explanation) => ({ explanation }))),
  'a fenced JSON array': (steps) =>
    `\`\`\`json\n${JSON.stringify(
      steps.map((explanation, i) => ({ step: i + 1, explanation, output: '' })),
      undefined,
      2,
    )}\n\`\`\``,
}
