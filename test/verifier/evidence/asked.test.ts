import { describe, expect, it } from 'vitest'
import { loadVerifier } from '../../../src/index.js'

const verifier = await loadVerifier('evidence:')
const firstError = async (question: string, steps: readonly string[]) =>
  (await verifier.verify({ id: 'a', question, steps: [...steps] })).firstError

/** A question and steps, of which the last is the first wrong one. */
const wrong: readonly (readonly [string, ...string[]])[] = [
  [
    'Sum of the interior angles of a hexagon?',
    'A hexagon can be cut into four triangles from one corner.',
    'Each contributes 180°.',
    'That gives 540° in total, or 90° per corner in a regular one.',
  ],
  [
    'Find the interior angle of a regular octagon.',
    'Sum of angles: $(8-2)\\cdot180^\\circ=1080^\\circ$.',
    'Each interior angle: $1080^\\circ/8=135^\\circ$.',
    'The exterior angle at each vertex then measures $55^\\circ$.',
  ],
  [
    'Do hexagonal tiles leave gaps where three of them meet?',
    'All three corners at such a point are inner angles of a regular hexagon.',
    'Such an angle measures 108 degrees.',
  ],
  [
    'An isosceles triangle has base angles of 40°. What kind of triangle is it?',
    'The two base angles take up 80°.',
    'That leaves 90° at the apex.',
  ],
  [
    'Two angles of a triangle are 35° and 65°. Find the third.',
    'Together they make 100°.',
    'The third angle is therefore 90°.',
  ],
  [
    'Sides 4, 5 and 6: what sort of triangle is it?',
    'The largest angle is opposite the longest side, 6.',
    'Compare squares: 4² + 5² = 41 and 6² = 36.',
    'As 41 is more than 36, the largest angle is more than 90°, and the triangle is obtuse.',
  ],
  [
    'A triangle has sides $6$, $8$ and $11$. Is it right-angled?',
    '**Sides squared:** $6^2+8^2=36+64=100$ and $11^2=121$.',
    '**Comparison:** $100<121$, so there is no right angle.',
    '**Kind of triangle:** since the square of the longest side exceeds the sum of the other two, the largest angle is acute.',
  ],
  [
    'Can I cut a triangle with the sides 4, 5 and 10 cm out of a 20 cm square?',
    'The three sides add up to 19 cm.',
    'The two short sides together are longer than the third, so such a triangle exists.',
  ],
  [
    'Can sides 4, 5 and 10 form a triangle?',
    'Any two sides must be longer together than the third.',
    'So the triangle exists.',
  ],
  [
    'A 13 ft ladder has its foot 5 ft from the wall. How high does it reach?',
    'Ladder, wall and ground make a right triangle, with the ladder as hypotenuse.',
    'Height² = 169 + 25 = 194.',
  ],
  [
    'A 6.5 m ladder stands 2.5 m from the wall. How high does it reach?',
    'Ladder, wall and floor form a right triangle with the ladder as hypotenuse.',
    'The missing leg is the hypotenuse less the other leg.',
  ],
  [
    'Ladder is 10 feet, foot stands 6 feet from the wall. How high does it reach?',
    'By Pythagoras the height squared is 100 − 36 = 64.',
    'So it reaches 8 feet up.',
    'The ladder, wall and ground form a triangle with a perimeter of 26 feet.',
  ],
  [
    'A 13 m ladder stands with its foot 5 m from a wall. How high does it reach?',
    'The ladder is the hypotenuse, so h² = 13² − 5².',
    "That's h² = 169 − 25 = 154.",
  ],
  ['A round table is 10 dm across. Area of the top?', 'Area formula π r², here π · 10² = 100π.'],
  [
    'Is one 40 cm pizza more than two 30 cm pizzas?',
    'Radii: 20 cm and 15 cm.',
    'Areas: 400π for the big one, 225π for a small one.',
    'Two small ones have 450π, and the big one is therefore larger than both together.',
  ],
  [
    'One pizza of 45 cm diameter or two of 30 cm for the same money?',
    'A 30 cm pizza has the area 15²π = 225π cm².',
    'The 45 cm one has 22.5²π = 506.25π cm².',
    'So the two small ones together have more area than the big one.',
  ],
  [
    'Corners, edges and faces of a hexagonal prism (like an unsharpened pencil).',
    'Two hexagons and six rectangles make eight faces.',
    'Each hexagon has six corners, so there are twelve.',
    'Edges: six at the top, six at the bottom and four upright ones, so sixteen.',
  ],
  ['How many corners and edges has a square pyramid?', 'It has five faces.', 'There are five corners and nine edges.'],
  [
    'Describe the cube and its measures for an edge of 4 cm.',
    'A cube is bounded by six squares which meet in eight corners.',
    'It has ten edges, so 40 cm of wire are needed for a model with 4 cm edges.',
  ],
  [
    'How many diagonals and how many faces: a hexagon, a cube?',
    'A polygon with n sides has n(n-3)/2 diagonals.',
    'For the hexagon: 6·3/2 = 9.',
    'A cube has 6 faces, 12 edges and 6 vertices.',
  ],
  [
    "5, 8, 11, 14, … what's the 20th term?",
    "It's arithmetic with difference 3.",
    'To get from the first to the twentieth term you take 20 steps.',
  ],
  [
    'The sequence $5,8,11,\\dots$ is arithmetic. Find the sum of its first $20$ terms.',
    'Common difference $d=3$.',
    'The twentieth term is $a_{20}=5+20\\cdot3=65$.',
  ],
  [
    'Evaluate the infinite series $9+3+1+\\dots$',
    "It's geometric with quotient $\\frac13$.",
    'The terms get small quickly, the fifth one is already down to $\\frac1{27}$.',
  ],
  [
    'An arithmetic sequence starts with 3 and has common difference 4. Tenth term?',
    'To get to the tenth term we add the difference ten times.',
  ],
  ['What is 1 + 3 + 5 + … + 39?', 'These are the odd numbers from 1 to 39.', 'There are 19 of them.'],
  [
    'Sum of the first 50 odd numbers?',
    'The n-th odd number is 2n - 1, so the 50th is 99.',
    '50² = 2500.',
    'Check by pairs: 1 + 99 = 100, 3 + 97 = 100 and so on, 50 pairs in all.',
  ],
  ['Compute $2+6+18+54+162$.', '$3^5=243$, so the sum is $242$, and the next term after $162$ would be $324$.'],
  [
    'Continue the rabbits: 1, 1, 2, 3, 5, 8, 13, …',
    'Every number is the sum of the two before it.',
    'So come 21 and 34.',
    'The tenth number in line is then 54.',
  ],
  [
    'A theatre has 15 rows. The front row has 12 seats, every further row two more than the one in front. How many seats?',
    'The numbers form an arithmetic sequence with difference 2.',
    'The fifteenth row has 42 seats.',
  ],
  [
    'Retry waits 1, 2, 4, 8 and 16 s. Worst-case total waiting?',
    'There are five waits, each double the one before.',
    'In sum the client waits 32 seconds.',
  ],
  [
    'Row n of the export starts at byte 7, 11, 15, … Where does row 25 start?',
    'The offsets form an arithmetic sequence with step 4.',
    'From row 1 to row 25 the step is taken 25 times.',
  ],
  [
    'First twelve odd numbers, total?',
    'They form an arithmetic sequence with first term 1 and difference 2.',
    'The twelfth odd number is 25.',
  ],
  [
    'Sum of all whole numbers from 1 to 60?',
    'First and last term, 1 and 60, average to 30.5.',
    'Sixty terms at that average come to 1,800.',
  ],
  [
    'Does 101 occur in 3, 7, 11, 15, …?',
    'The terms are 3 plus a multiple of 4.',
    '101 − 3 = 98, and that is a multiple of 4.',
  ],
  [
    'Grains of rice on the chessboard: 1 on the first square, then doubling each time.',
    "The eighth square carries 2 to the eighth, that's 256 grains.",
  ],
  ['Sum of the first six odd numbers?', 'They are 1, 3, 5, 7, 9 and 11.', 'Added up they make 35.'],
  [
    'Find the 8th term of 3, 6, 12, 24, ...',
    'Each term doubles.',
    'The seventh term is 192.',
    'The eighth term is 768.',
  ],
  [
    'Is 5 in the interval [2, 5)? And 2?',
    '[2, 5) starts with a square bracket, so 2 belongs to it.',
    'The integers in the interval are 2, 3, 4 and 5.',
  ],
  [
    'How many integers lie in the interval (−3, 4]?',
    'The round bracket excludes −3, the square one includes 4.',
    "From −2 up to 4 that's 8 integers.",
  ],
  [
    'How many integers lie in [−2, 3)?',
    'The left end −2 is included.',
    'The round bracket on the right means 3 is included too.',
  ],
  [
    'Intersect [2, 5) with (3, 7].',
    "An element has to be in both intervals, so it's above 3.",
    'At the top, 5 is an element of both.',
  ],
  [
    'Intersection and union of [1, 5] and (3, 8)?',
    'The intersection is (3, 5] and contains the integers 4 and 5.',
    'In the union both 1 and 8 are included, so it is [1, 8].',
  ],
  ['Intersection and union of [1, 5] and (3, 8)?', 'The intersection is [3, 5].'],
  [
    'Let $A=\\{2,4,6,8\\}$ and $B=\\{1,2,3,4\\}$. Find $A\\setminus B$.',
    'Common elements are $2$ and $4$.',
    'So the union of the two comprises eight elements, four from each.',
  ],
  [
    'Let $A=\\{2,4,6,8\\}$ and $B=\\{4,8,12\\}$. Find $A\\setminus B$ and the number of subsets of $A$.',
    '- Common elements: $A\\cap B=\\{4,8\\}$.',
    '- $A$ has $4$ elements and therefore $4\\cdot 2=8$ subsets.',
  ],
  [
    'Subsets of {a, b, c, d}',
    'Each element is in or out, so there are 2⁴ = 16 subsets.',
    'Six of these have two elements.',
    'Leaving out the empty set, 14 remain.',
  ],
  ['How many subsets does {1, 2, 3, 4, 5} have?', 'There are 32 subsets.', '12 of them have exactly two elements.'],
  [
    'Of 30 students 18 take French, 15 Spanish, 7 both. How many take neither?',
    'At least one language: 18 + 15 − 7 = 26.',
    'French but not Spanish, by the way, is taken by 12.',
  ],
  [
    '40 customers bought A, 25 bought B, 10 of these bought both. How many customers, and how many only A?',
    'Only A: 40 − 10 = 30.',
    'Counting everyone once, we have 65 different customers.',
  ],
  [
    'p is true, q is false. What about p AND q, p OR q, p → q?',
    'p AND q: false, because q is false.',
    'p OR q: true.',
    'p → q: true, an implication fails only when p is false and q true.',
  ],
  [
    'P: 7 is a prime. Q: 9 is a prime. Which compound statements are true?',
    'P is true and Q is false, for 9 = 3 · 3.',
    "'P and Q' is false.",
    "'P or Q' is false too, since one of its parts is false.",
  ],
  [
    "State the contrapositive of: 'If n is divisible by 6, then n is even.'",
    'The hypothesis is 6 | n, the conclusion is 2 | n.',
    'The contrapositive reads: if n is not divisible by 6, then n is odd.',
  ],
  [
    'Contrapositive of “if n is divisible by 6, n is divisible by 3”?',
    'Both halves get negated.',
    'The contrapositive says: if n is not divisible by 6, then it is not divisible by 3.',
  ],
  [
    "State the converse of 'if it rains, the street is wet'.",
    'The converse is: if it does not rain, the street is dry.',
  ],
  [
    "Let h(x) = (x + 1)/(x - 2). Find h(5), h(0) and the point where h isn't defined.",
    'h(5) = 6/3 = 2.',
    'h(0) = 1/(-2) = -1/2.',
    "The denominator vanishes at x = -2, so h isn't defined there.",
  ],
  ["What share of the letters in 'cheesecake' are e's?", 'The word has ten letters.', 'Three of those are an e.'],
  ["Number of e's in “dependency”?", 'The word has ten letters.', 'The letter e turns up in it twice.'],
  [
    'Vowels and consonants in “queueing”?',
    'The word has eight letters.',
    'After the q there are five vowels in a row.',
    'That leaves four consonants.',
  ],
  [
    "How many letters does 'accommodation' have?",
    "It's spelled with double c and double m.",
    'Counting each of them, the word is 12 letters long.',
  ],
  ["Is 'banana' a palindrome?", 'Reverse the letters one by one.', "Backwards you get 'banana' again."],
  [
    'How many distinct arrangements do the letters of MISSISSIPPI have?',
    'The word has 11 letters: four I, four S, one M, three P.',
  ],
  [
    "How many words has 'The quick brown fox jumps over the lazy dog'?",
    'The letter o, for instance, shows up three times in it.',
  ],
  [
    "Positions of the letter l in 'parallel'?",
    'The word is eight letters long.',
    "Its two a's stand at positions 2 and 5.",
  ],
  ["Positions of the letter l in 'parallel'?", 'The word is eight letters long.', "And the l's are at 5, 7 and 8."],
  ['How many times does the letter r occur in "strawberry"?', 'Spell it: s, t, r, a, w, b, e, r, y.'],
  [
    "Third word of the sentence 'We never really know what comes next'? And how many words?",
    "Numbering them: We (1), never (2), really (3), so the third is 'really'.",
    'The rest is know, what, comes, next.',
    'That makes eight words in the sentence.',
  ],
  [
    'How many words are in “The build failed twice before the cache was cleared”, and which is in the middle?',
    'There are nine words in the sentence.',
    'The fifth one, in the middle, is “twice”.',
  ],
  ['Count in this sentence: The cat that sat on the mat ate a rat', 'It has eleven words.'],
  [
    'Which of the numbers 12321, 4554 and 10010 are palindromes?',
    '12321 reads the same from the right.',
    'And 10010 also stays as it is when you turn the digits round.',
  ],
  [
    'Is there a palindrome date in February 2022 (YYYYMMDD)?',
    'All of them begin with 202202.',
    '20220222 reads the same from both ends.',
  ],
  ['Is 4684 a palindrome?', 'Write the digits in reverse order: 4, 6, 8, 4.'],
  [
    'Secret code A = 1, B = 2, … Z = 26. What do you get when you add up the word TO?',
    'T is the 20th letter.',
    'O is the 16th.',
  ],
  [
    'Put 7, 23, 112, 9 in increasing order as numbers.',
    'The one-digit ones start the list: 7, 9.',
    'Next is 112, followed by 23.',
  ],
  ['Sort ascending: −3, 0.5, −7, 2', 'Negatives come before positives, and of the negatives −3 is the smallest.'],
  ['Sort ascending: −3, 0.5, −7, 2', 'Negatives come before positives.', 'So −3, −7, 0.5, 2.'],
  [
    'Sort these hosts by name: delta, alpha, charlie, bravo, alfa.',
    'Two begin with a, and they differ in the third letter, p and f.',
    'Since p comes before f, alpha stands in front of alfa.',
  ],
  ['Sort these hosts by name: delta, alpha, charlie, bravo, alfa.', 'alpha, alfa, bravo, charlie, delta.'],
  [
    "Count the vowels in 'education'.",
    'The word has nine letters: e, d, u, c, a, t, i, o, n.',
    'The vowels among them are e, u, a, i and o.',
    "That's five vowels, so there are five consonants left.",
  ],
  [
    "Which letter is in the middle of 'elephant' and how many e's are there?",
    'The word has 8 letters, so there is no single middle one.',
    "The fourth letter is 'p'.",
    "It contains three e's.",
  ],
]

const right: readonly (readonly [string, ...string[]])[] = [
  [
    'Sum of the interior angles of a hexagon?',
    'A hexagon can be cut into four triangles from one corner.',
    'Each contributes 180°.',
    'That gives 720° in total, or 120° per corner in a regular one.',
  ],
  [
    'Find the interior angle of a regular octagon.',
    'Sum of angles: $(8-2)\\cdot180^\\circ=1080^\\circ$.',
    'Each interior angle: $1080^\\circ/8=135^\\circ$.',
    'The exterior angle at each vertex then measures $45^\\circ$.',
  ],
  [
    'Do hexagonal tiles leave gaps where three of them meet?',
    'All three corners at such a point are inner angles of a regular hexagon.',
    'Such an angle measures 120 degrees.',
    'Three make 360°, so no wedge stays open.',
  ],
  [
    'Can a kitchen floor be tiled with regular pentagons only?',
    'The angle sum of a pentagon is 540°, so each angle is 108°.',
    'Three of them make 324°, and a gap of 36° is left.',
  ],
  [
    'An isosceles triangle has base angles of 40°. What kind of triangle is it?',
    'The two base angles take up 80°.',
    'That leaves 100° at the apex.',
    'So the triangle is obtuse.',
  ],
  [
    'Two angles of a triangle are 35° and 65°. Find the third.',
    'Together they make 100°.',
    'The third angle is therefore 80°.',
  ],
  [
    'Sides 4, 5 and 6: what sort of triangle is it?',
    'The largest angle is opposite the longest side, 6.',
    'Compare squares: 4² + 5² = 41 and 6² = 36.',
    'As 41 is more than 36, the largest angle is less than 90°, and the triangle is acute.',
  ],
  [
    'A triangle has sides $6$, $8$ and $11$. Is it right-angled?',
    '**Sides squared:** $6^2+8^2=36+64=100$ and $11^2=121$.',
    '**Comparison:** $100<121$, so there is no right angle.',
    '**Kind of triangle:** since the square of the longest side exceeds the sum of the other two, the largest angle is obtuse.',
  ],
  [
    'Can I cut a triangle with the sides 4, 5 and 10 cm out of a 20 cm square?',
    'The three sides add up to 19 cm.',
    'The two short sides together are not longer than the third, so such a triangle does not exist.',
  ],
  [
    'Can sides 4, 6 and 9 form a triangle?',
    'Any two sides must be longer together than the third.',
    '4 + 6 = 10, more than 9.',
    'So the triangle exists.',
  ],
  [
    'A 13 ft ladder has its foot 5 ft from the wall. How high does it reach?',
    'Ladder, wall and ground make a right triangle, with the ladder as hypotenuse.',
    'Height² = 169 − 25 = 144.',
    'The ladder reaches 12 ft.',
  ],
  [
    'Ladder is 10 feet, foot stands 6 feet from the wall. How high does it reach?',
    'By Pythagoras the height squared is 100 − 36 = 64.',
    'So it reaches 8 feet up.',
    'The ladder, wall and ground form a triangle with a perimeter of 24 feet.',
  ],
  [
    'A round table is 10 dm across. Area of the top?',
    'Area formula π r², here π · 5² = 25π.',
    "That's about 78.54 dm².",
  ],
  ['A round table is 10 dm across. Area of the top?', 'Area is π · d²/4 = π · 10²/4 = 25π.'],
  [
    'Is one 40 cm pizza more than two 30 cm pizzas?',
    'Radii: 20 cm and 15 cm.',
    'Areas: 400π for the big one, 225π for a small one.',
    'Two small ones have 450π, so the two small ones together have more area than the big one.',
  ],
  [
    'One pizza of 45 cm diameter or two of 30 cm for the same money?',
    'A 30 cm pizza has the area 15²π = 225π cm².',
    'The 45 cm one has 22.5²π = 506.25π cm².',
    'So the big one has more area than the two small ones together.',
  ],
  [
    'Corners, edges and faces of a hexagonal prism (like an unsharpened pencil).',
    'Two hexagons and six rectangles make eight faces.',
    'Each hexagon has six corners, so there are twelve.',
    'Edges: six at the top, six at the bottom and six upright ones, so eighteen.',
  ],
  ['How many corners and edges has a square pyramid?', 'It has five faces.', 'There are five corners and eight edges.'],
  [
    'Describe the cube and its measures for an edge of 4 cm.',
    'A cube is bounded by six squares which meet in eight corners.',
    'It has twelve edges, so 48 cm of wire are needed for a model with 4 cm edges.',
  ],
  [
    "5, 8, 11, 14, … what's the 20th term?",
    "It's arithmetic with difference 3.",
    'To get from the first to the twentieth term you take 19 steps.',
    '19 steps of 3 are 57, so the term is 62.',
  ],
  [
    'The sequence $5,8,11,\\dots$ is arithmetic. Find the sum of its first $20$ terms.',
    'Common difference $d=3$.',
    'The twentieth term is $a_{20}=5+19\\cdot3=62$.',
    '$S_{20}=\\frac{20}{2}(5+62)=670$.',
  ],
  [
    'Evaluate the infinite series $9+3+1+\\dots$',
    "It's geometric with quotient $\\frac13$.",
    'The terms get small quickly, the fifth one is already down to $\\frac1{9}$.',
  ],
  [
    'An arithmetic sequence starts with 3 and has common difference 4. Tenth term?',
    'To get to the tenth term we add the difference nine times.',
    '3 + 9 · 4 = 39',
  ],
  [
    'What is 1 + 3 + 5 + … + 39?',
    'These are the odd numbers from 1 to 39.',
    'There are 20 of them.',
    'The sum of the first n odd numbers is n², so here it is 400.',
  ],
  [
    'Sum of the first 50 odd numbers?',
    'The n-th odd number is 2n - 1, so the 50th is 99.',
    '50² = 2500.',
    'Check by pairs: 1 + 99 = 100, 3 + 97 = 100 and so on, 25 pairs in all.',
  ],
  ['Compute $2+6+18+54+162$.', '$3^5=243$, so the sum is $242$, and the next term after $162$ would be $486$.'],
  [
    'Continue the rabbits: 1, 1, 2, 3, 5, 8, 13, …',
    'Every number is the sum of the two before it.',
    'So come 21 and 34.',
    'The tenth number in line is then 55.',
  ],
  [
    'A theatre has 15 rows. The front row has 12 seats, every further row two more than the one in front. How many seats?',
    'The numbers form an arithmetic sequence with difference 2.',
    'The fifteenth row has 12 + 14 · 2 = 40 seats.',
    'The average row has 26, and 15 · 26 = 390 seats.',
  ],
  [
    'Retry waits 1, 2, 4, 8 and 16 s. Worst-case total waiting?',
    'There are five waits, each double the one before.',
    'In sum the client waits 31 seconds.',
  ],
  [
    'Row n of the export starts at byte 7, 11, 15, … Where does row 25 start?',
    'The offsets form an arithmetic sequence with step 4.',
    'From row 1 to row 25 the step is taken 24 times.',
    '7 + 24 · 4 = 103.',
  ],
  [
    'First twelve odd numbers, total?',
    'They form an arithmetic sequence with first term 1 and difference 2.',
    'The twelfth odd number is 23.',
    '(1 + 23) · 6 = 144.',
  ],
  [
    'Sum of all whole numbers from 1 to 60?',
    'First and last term, 1 and 60, average to 30.5.',
    'Sixty terms at that average come to 1,830.',
  ],
  [
    'Does 103 occur in 3, 7, 11, 15, …?',
    'The terms are 3 plus a multiple of 4.',
    '103 − 3 = 100, and that is a multiple of 4.',
  ],
  [
    'Grains of rice on the chessboard: 1 on the first square, then doubling each time.',
    'The eighth square gets 2⁷ = 128 grains.',
    'The first row of eight holds 255 altogether.',
    'The ninth square gets 256.',
  ],
  ['Sum of the first six odd numbers?', 'They are 1, 3, 5, 7, 9 and 11.', 'Added up they make 36.'],
  [
    'What is the sum of the first 10 terms of 2, 5, 8, ...?',
    'The tenth term is 2 + 9·3 = 29.',
    'Pairing first and last gives 31, and there are 5 pairs.',
    '5·31 = 155 in total.',
  ],
  [
    'Find the 8th term of 3, 6, 12, 24, ...',
    'Each term doubles.',
    'The fifth is 48, the sixth 96, the seventh 192.',
    'The eighth term is 384.',
  ],
  [
    'Is 5 in the interval [2, 5)? And 2?',
    '[2, 5) starts with a square bracket, so 2 belongs to it.',
    'The integers in the interval are 2, 3 and 4.',
    '5 is excluded.',
  ],
  [
    'How many integers lie in the interval (−3, 4]?',
    'The round bracket excludes −3, the square one includes 4.',
    "From −2 up to 4 that's 7 integers.",
  ],
  [
    'How many integers lie in [−2, 3)?',
    'The left end −2 is included.',
    'The round bracket on the right means that 3 is not included.',
    'So there are five: −2, −1, 0, 1, 2.',
  ],
  [
    'Intersect [2, 5) with (3, 7].',
    "An element has to be in both intervals, so it's above 3.",
    'At the top, 5 is not an element of both.',
    'The intersection is (3, 5).',
  ],
  [
    'Intersection and union of [1, 5] and (3, 8)?',
    'The intersection is (3, 5] and contains the integers 4 and 5.',
    'The union is [1, 8).',
  ],
  [
    'Let $A=\\{2,4,6,8\\}$ and $B=\\{1,2,3,4\\}$. Find $A\\setminus B$.',
    'Common elements are $2$ and $4$.',
    'So the union of the two comprises six elements.',
  ],
  [
    'Let $A=\\{2,4,6,8\\}$ and $B=\\{4,8,12\\}$. Find $A\\setminus B$ and the number of subsets of $A$.',
    '- Common elements: $A\\cap B=\\{4,8\\}$.',
    '- $A$ has $4$ elements and therefore $2^4=16$ subsets.',
  ],
  [
    'Subsets of {a, b, c, d}',
    'Each element is in or out, so there are 2⁴ = 16 subsets.',
    'Six of these have two elements.',
    'Leaving out the empty set, 15 remain.',
  ],
  [
    'Of 30 students 18 take French, 15 Spanish, 7 both. How many take neither?',
    'At least one language: 18 + 15 − 7 = 26.',
    'French but not Spanish, by the way, is taken by 11.',
    '30 − 26 = 4 take neither.',
  ],
  [
    '40 customers bought A, 25 bought B, 10 of these bought both. How many customers, and how many only A?',
    'Only A: 40 − 10 = 30.',
    'Counting everyone once, we have 55 different customers.',
  ],
  [
    'p is true, q is false. What about p AND q, p OR q, p → q?',
    'p AND q: false, because q is false.',
    'p OR q: true.',
    'p → q: false, an implication fails only when p is true and q false.',
  ],
  [
    'P: 7 is a prime. Q: 9 is a prime. Which compound statements are true?',
    'P is true and Q is false, for 9 = 3 · 3.',
    "'P and Q' is false.",
    "'P or Q' is true, since one of its parts is true.",
  ],
  [
    "State the contrapositive of: 'If n is divisible by 6, then n is even.'",
    'The hypothesis is 6 | n, the conclusion is 2 | n.',
    'The contrapositive reads: if n is odd, then n is not divisible by 6.',
  ],
  [
    'Contrapositive of “if n is divisible by 6, n is divisible by 3”?',
    'Both halves get negated and change places.',
    'The contrapositive says: if n is not divisible by 3, then it is not divisible by 6.',
  ],
  ["State the converse of 'if it rains, the street is wet'.", 'The converse is: if the street is wet, it rains.'],
  [
    "Let h(x) = (x + 1)/(x - 2). Find h(5), h(0) and the point where h isn't defined.",
    'h(5) = 6/3 = 2.',
    'h(0) = 1/(-2) = -1/2.',
    "The denominator vanishes at x = 2, so h isn't defined there.",
  ],
  [
    "What share of the letters in 'cheesecake' are e's?",
    'The word has ten letters.',
    'Four of those are an e.',
    "So 40 percent of the letters are e's.",
  ],
  [
    "Number of e's in “dependency”?",
    'The word has ten letters.',
    'The letter e turns up in it three times.',
    'The seven others are consonants, if y is taken as one.',
  ],
  [
    'Vowels and consonants in “queueing”?',
    'The word has eight letters.',
    'After the q there are five vowels in a row.',
    'That leaves three consonants.',
  ],
  [
    "How many letters does 'accommodation' have?",
    "It's spelled with double c and double m.",
    'Counting each of them, the word is 13 letters long.',
  ],
  [
    "Is 'banana' a palindrome?",
    'Reverse the letters one by one.',
    "Backwards you get 'ananab'.",
    "So it's no palindrome.",
  ],
  [
    'How many distinct arrangements do the letters of MISSISSIPPI have?',
    'The word has 11 letters: four I, four S, one M, two P.',
    'So the count is 11!/(4!·4!·2!) = 34650.',
  ],
  [
    "How many words has 'The quick brown fox jumps over the lazy dog'?",
    'The letter o, for instance, shows up four times in it.',
    'Counting the words themselves: The, quick, brown, fox, jumps, over, the, lazy, dog, nine words.',
  ],
  [
    "Positions of the letter l in 'parallel'?",
    'The word is eight letters long.',
    "Its two a's stand at positions 2 and 4.",
    "And the l's are at 5, 6 and 8.",
  ],
  [
    'How many times does the letter r occur in "strawberry"?',
    'Spell it: s, t, r, a, w, b, e, r, r, y.',
    'There is an r in "straw" and two in "berry", that makes 3.',
  ],
  [
    "Third word of the sentence 'We never really know what comes next'? And how many words?",
    "Numbering them: We (1), never (2), really (3), so the third is 'really'.",
    'The rest is know, what, comes, next.',
    'That makes seven words in the sentence.',
  ],
  [
    'How many words are in “The build failed twice before the cache was cleared”, and which is in the middle?',
    'There are nine words in the sentence.',
    'The fifth one, in the middle, is “before”.',
  ],
  [
    'Count in this sentence: The cat that sat on the mat ate a rat',
    'It has ten words.',
    'Seven of them have exactly three letters.',
  ],
  [
    'Which of the numbers 12321, 4554 and 10010 are palindromes?',
    '12321 reads the same from the right.',
    'But 10010 does not stay as it is when you turn the digits round.',
  ],
  [
    'Is there a palindrome date in February 2022 (YYYYMMDD)?',
    'All of them begin with 202202.',
    '20220222 does not read the same from both ends.',
  ],
  ['Is 4684 a palindrome?', 'Write the digits in reverse order: 4, 8, 6, 4.', 'That differs, so no.'],
  [
    'Secret code A = 1, B = 2, … Z = 26. What do you get when you add up the word TO?',
    'T is the 20th letter.',
    'O is the 15th.',
    'The sum is 35.',
  ],
  [
    'Put 7, 23, 112, 9 in increasing order as numbers.',
    'The one-digit ones start the list: 7, 9.',
    'Next is 23, followed by 112.',
    'Sorted: 7, 9, 23, 112.',
  ],
  [
    'Sort ascending: −3, 0.5, −7, 2',
    'Negatives come before positives, and of the negatives −7 is the smallest.',
    'So −7, −3, 0.5, 2.',
  ],
  [
    'Sort these hosts by name: delta, alpha, charlie, bravo, alfa.',
    'Two begin with a, and they differ in the third letter, p and f.',
    'Since f comes before p, alfa stands in front of alpha.',
    'alfa, alpha, bravo, charlie, delta.',
  ],
  [
    "Count the vowels in 'education'.",
    'The word has nine letters: e, d, u, c, a, t, i, o, n.',
    'The vowels among them are e, u, a, i and o.',
    "That's five vowels, so there are four consonants left.",
  ],
  [
    "Which letter is in the middle of 'elephant' and how many e's are there?",
    'The word has 8 letters, so there is no single middle one.',
    "The fourth letter is 'p'.",
    "It contains two e's.",
  ],
]

describe('what a question on sequences, words, figures and sets is about', () => {
  it.each(wrong)('is named where it is wrong: %s', async (question, ...steps) => {
    expect(await firstError(question, steps)).toBe(steps.length - 1)
  })

  it.each(right)('is left alone where it is right: %s', async (question, ...steps) => {
    expect(await firstError(question, steps)).toBe(-1)
  })
})
