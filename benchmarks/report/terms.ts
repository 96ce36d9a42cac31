import { html, type Markup } from './html.js'

/** What the words of the page mean: shown where a pointer rests on one, and all together below the results. */
export const terms: Readonly<Record<string, string>> = {
  Strategy: 'How one of the candidates of a problem is chosen.',
  'Accuracy %': 'Share of problems whose chosen answer is right, with its 95 % interval over problems.',
  'Candidates right %': 'Share of the candidates that are right, as the mean over problems, with its 95 % interval.',
  'Chosen %': 'How often best-of-n takes one of these candidates, of the problems that have any.',
  'Chosen by chance %': 'The same of a candidate drawn at random.',
  'Right where chosen %': 'Of what best-of-n takes of these candidates, the share that is right.',
  'Over random': 'Points more than a candidate drawn at random, with the 95 % interval of the paired difference.',
  'Over majority': 'Points more than the answer that most candidates give.',
  'Strict %': 'Accuracy where an answer counts only in the form that was asked for.',
  'Flexible %': 'Accuracy where an answer counts in any form.',
  Unparsed: 'Candidates in which no answer could be read. They count as wrong.',
  Tokens: 'Tokens that went through the network.',
  Calls: 'Passes or requests.',
  AUC: 'How often a right chain has a higher probability than a wrong one; 0.5 is chance.',
  ECE: 'How far the probability is from the share that is right, on average over bins; 0 is best.',
  Brier: 'The mean square of probability minus truth; 0 is best.',
  'Area under risk': 'Errors among the answers kept, averaged over how many are kept; 0 is best.',
  Unscored: 'Chains without a probability.',
}

/** A heading of a table, with what it means. */
export const heading = (name: string): Markup => html`<th title="${terms[name] ?? name}">${name}</th>`

export const glossary: Markup = html`<details id="terms"><summary>What the words mean</summary><dl>
<dt>✓ ½ ✗ –</dt><dd>In the list, a mark for each run: what it chose is right, or it named the first wrong step; right in part, because answers tie or only some draws are right; wrong; not in that run.</dd>
<dt>reward</dt><dd>From 0 to 1: how right the verifier takes a step to be. A step is shaded green above one half, red below.</dd>
<dt>probability</dt><dd>How likely the verifier takes the answer to be right.</dd>
<dt>weighted, best-of-n, majority</dt><dd>The answer with the most probability behind it; the most probable candidate; the answer given most often.</dd>
<dt>random, oracle</dt><dd>A candidate by chance, and a choice that knows the truth: the floor and the ceiling.</dd>
${Object.entries(terms).map(([name, meaning]) => html`<dt>${name}</dt><dd>${meaning}</dd>`)}</dl></details>`
