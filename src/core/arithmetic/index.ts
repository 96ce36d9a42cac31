export { type Equation, type EquationCheck, evaluateExpression, readEquations, showNumber } from './equations.js'
