import * as z from 'zod'
import { logicRow, readLogicRow } from './proofwriter.js'
import { layout, letter, type Task, textOrNumber } from './task.js'

const labels = ['True', 'False', 'Uncertain']

export const folio: Task = {
  name: 'folio',
  title: 'FOLIO',
  domain: 'logic',
  answer: 'letter',
  grader: 'letter',
  split: 'validation',
  licence: 'CC BY-SA 4.0',
  home: {
    page: 'https://github.com/Yale-LILY/FOLIO',
    urls: ['https://raw.githubusercontent.com/Yale-LILY/FOLIO/main/data/v0.0/folio-validation.jsonl'],
  },
  instruction: 'Decide from the premises alone.',
  files: /folio/i,
  layouts: [
    layout(
      z.looseObject({
        example_id: textOrNumber.optional(),
        premises: z.union([z.array(z.string()), z.string()]),
        conclusion: z.string(),
        label: z.string().regex(/^(True|False|Unknown|Uncertain)$/),
      }),
      ({ example_id: exampleId, premises, conclusion, label }, id) => ({
        id: exampleId === undefined ? id : `folio-${exampleId}`,
        context: [premises].flat().join('\n'),
        question: `Is the following statement true, false, or uncertain? ${conclusion}`,
        options: labels,
        gold: letter(labels.indexOf(label === 'Unknown' ? 'Uncertain' : label)),
      }),
    ),
    layout(logicRow, readLogicRow),
  ],
  samples: [
    {
      story_id: 1,
      example_id: 1,
      premises: ['Every violin in the shop is old.', 'Nothing old is cheap.'],
      'premises-FOL': ['∀x (Violin(x) → Old(x))', '∀x (Old(x) → ¬Cheap(x))'],
      conclusion: 'Some violin in the shop is cheap.',
      label: 'False',
    },
    { story_id: 2, example_id: 2, premises: 'Ada reads or paints.', conclusion: 'Ada paints.', label: 'Unknown' },
  ],
}
