/* The shortest of these stories in German. */
import { type Story, storyReaders } from './whole.js'

const german: readonly Story[] = [
  {
    what: 'alle zusammen',
    templates: [
      '(es gibt |~w1 hat )?#a @b1 mit (je|jeweils) #b @t1[.,:;] wie viele( @t2)? (sind (das|es)|gibt es|hat ~w2)( (insgesamt|zusammen))?{end}',
    ],
    solve: (told) => told.number('a') * told.number('b'),
  },
  {
    what: 'der Preis',
    templates: [
      '(was|wie viel) kosten #a @t1 (zu|für) (je |jeweils )?#b( (das|pro) stück)?{end}',
      '(ein|eine) @t1 kostet #b[.;,] (was|wie viel) kosten #a( davon)?{end}',
    ],
    solve: (told) => told.number('a') * told.number('b'),
  },
  {
    what: 'der neue Preis',
    templates: [
      '(ein|eine) @t1 kostet #a( und|[.;,] (er|sie|es)) wird um #p% (reduziert|herabgesetzt|billiger|verbilligt)[.;,] (was|wie viel) kostet (er|sie|es)( jetzt| nun| danach| dann)?{end}',
    ],
    solve: (told) => {
      const change = (told.number('a') * told.number('p')) / 100
      return { values: [[told.number('a') - change]], way: [change] }
    },
  },
  {
    what: 'die Durchschnittsgeschwindigkeit',
    templates: [
      '(ein|eine|der|die) {word} (fährt|läuft|geht|rennt) #a ?km in #b ?(stunden|h)[.;,] (wie (groß|hoch) ist|was ist|berechne|bestimme) (die|seine|ihre) durchschnittsgeschwindigkeit{end}',
    ],
    solve: (told) => ({
      values: [[told.number('a') / told.number('b')]],
      fits: (answer: string) => !/\d\s?km(?!\s?(?:\/|pro|je))/i.test(answer),
    }),
  },
  {
    what: 'der Rest',
    templates: [
      '~w1 (hat|hatte) #a @t1[.;,] (er|sie) (gibt|schenkt|gab|schenkte) ({word} )?#b( @t2| davon)?( ab| weg| her)?[.;,] wie viele( @t3)? (hat|behält) (er|sie|~w3)( jetzt)?( noch| übrig| noch übrig)?{end}',
      '~w1 (hat|hatte) #a @t1[.;,] (er|sie) (isst|aß|verliert|verlor|verkauft|verkaufte) #b( @t2| davon)?[.;,] wie viele( @t3)? (hat|behält) (er|sie|~w3)( jetzt)?( noch| übrig| noch übrig)?{end}',
    ],
    solve: (told) => (told.number('b') > told.number('a') ? null : told.number('a') - told.number('b')),
  },
]

export const germanStories = storyReaders(german, 'wie|was|berechne|bestimme')
