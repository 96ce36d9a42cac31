import { describe, expect, it } from 'vitest'
import { accuses } from '../../../src/core/records/findings.js'
import { checkEvidence } from '../../../verifier/evidence/index.js'

const accused = (question: string, step: string) =>
  checkEvidence({ question, steps: [step] }).steps.some(({ evidence }) => evidence.some(accuses))

const sizes = 'A is 2×3, B is 3×4. Does AB exist and what size is it?'
const rows = 'A has 2 rows and 3 columns, B has 3 rows and 4 columns. How many entries has AB?'
const turn = 'Apply [[0, −1], [1, 0]] to the point (2, 5).'
const eigen = 'Eigenvalues of M = [[2, 1], [1, 2]]; test the vector (1, −1).'
const points = 'A(1 | 4) and B(5 | −2) are given. Find the vector AB and the midpoint M.'
const pair = 'Are (2, −1) and (3, 5) at right angles?'

describe('matrices, vectors and points of the question', () => {
  it.each([
    [sizes, 'The outer numbers set the shape, so AB is a 3×3 matrix.'],
    [sizes, 'AB has 12 entries.'],
    [sizes, 'BA is defined as well.'],
    [rows, 'AB then has three rows and three columns.'],
    ['A is 2 × 3 and B is 3 × 2. What do AB and BA look like?', 'AB is a 3 × 3 matrix and BA a 2 × 2 one.'],
    ['If A is 3×4 and B is 4×2, what is the size of AB?', 'It has 6 entries, and its transpose is a 4×2 matrix.'],
    ['A is a 4×2 matrix.', 'A^T A is 4×4.'],
    ['Can the matrix with rows (2, 4) and (3, 6) be inverted?', 'The determinant is 24.'],
    ['det of [[3, 1], [4, 2]]?', 'The determinant is what you get by adding them up: 10.'],
    ['u = (3, −2, 1) and v = (2, 4, 2).', 'Lengths, for the record: |u| = √14 and |v| = √20.'],
    ['Cosine similarity of (3, 4) and (4, 3)?', 'Each of the two vectors has length 7.'],
    [points, 'M is the point (2 | −3).'],
    [points, 'AB = (6, −6).'],
    [turn, 'The image is (5, 2).'],
    [eigen, 'M maps (1, −1) to (3, −3).'],
    [eigen, '(1, −1) is an eigenvector for λ=3.'],
    ['Is (1, −2) an eigenvector of [[4, 1], [2, 3]]?', '(2, −4) is minus two times (1, −2).'],
    [pair, 'A value of 1 shows that the vectors are perpendicular.'],
    ['Are (1, 2) and (2, 4) linearly independent?', 'They are linearly independent.'],
  ])('%s %s', (question, step) => expect(accused(question, step)).toBe(true))

  it.each([
    [sizes, 'BA is not defined, while AB is 2×4 and has 8 entries.'],
    [rows, 'AB has two rows and four columns.'],
    ['A is a 4×2 matrix.', 'A^T is 2×4, so A^T A is 2×2 and A A^T is 4×4.'],
    ['Batch of 32 rows times a 10 × 4 weight matrix. Shapes?', '(32 × 10)(10 × 4) gives 32 × 4.'],
    ['det of [[3, 1], [4, 2]]?', 'Swapping rows, the determinant is −2.'],
    ['Cosine similarity of (3, 4) and (4, 3)?', 'Each of the two vectors has length 5.'],
    ['u = (3, −2, 1) and v = (2, 4, 2).', '|u| = √14 and |v| = √24.'],
    [points, 'AB = (4, −6), and the midpoint is (3 | 1).'],
    [turn, 'The image is (−5, 2).'],
    [eigen, 'M maps (1, −1) to (1, −1), and (1, 1) is an eigenvector for the eigenvalue 3.'],
    [pair, 'The vectors are perpendicular only if their product is 0.'],
    ['Are (1, 2) and (2, 4) linearly independent?', '(2, 4) is twice (1, 2), so they are linearly dependent.'],
  ])('right, or left alone: %s %s', (question, step) => expect(accused(question, step)).toBe(false))
})
