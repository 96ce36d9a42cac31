import { describe, expect, it } from 'vitest'
import { judged } from './written.js'

describe('derivatives and limits that a question asks for', () => {
  it.each([
    '!This gives d/dx cos(2x) = 2 sin(2x).',
    "What's the derivative of cos(2x)? || The outer function is cosine, the inner one is 2x, so we need the chain rule. || The inner derivative is 2. || !This gives d/dx cos(2x) = 2 sin(2x). || = 2 sin(2x)",
    "What's the derivative of cos(2x)? || The inner derivative is 2. || !So the result is 2 sin(2x). || = 2 sin(2x)",
    "d/dx ln(5x), x > 0? || Chain rule: one over the inside, times the inner derivative. || That's 1/(5x) · 5. || !The fives don't cancel; the result is 5/x. || = 5/x",
    "Slope of $y=\\frac{x}{x+1}$ at $x=1$? || Quotient rule: $y'=\\frac{(x+1)-x}{(x+1)^2}=\\frac{1}{(x+1)^2}$. || !Put $x=1$ and the slope comes out as $\\frac12$. || = $\\frac12$",
    'f(x) = x·e^x. Find the slope at x = 1. || f is a product of x and e^x. || !The derivative of x is 1, that of e^x is e^x, which makes f′(x) = e^x. || At 1 this is e, about 2.72. || = e',
    'Differentiate x² ln x. || The factors have the derivatives 2x and 1/x. || !The derivative of the product is the product of these two, 2x · 1/x. || So it is constantly 2. || = 2',
    'Loss L(w) = (3w − 6)². Gradient at w = 1? || At w = 1 the bracket is −3 and the loss 9. || !The derivative with respect to w is 2(3w − 6). || Inserting 1 gives a gradient of −6. || = −6',
    'Find the area under one arch of the sine curve, $\\int_0^{\\pi}\\sin x\\,dx$. || $-\\cos x$ is an antiderivative. || !Inserting the limits, $-\\cos\\pi+\\cos 0=-1+1=0$. || = 0',
    'A cost model says (4n + 1)/(2n² + 3) per item. What does it tend to for large n? || Divide top and bottom by n²: the bottom goes to 2. || !The top, 4/n + 1/n², goes to 4. || In the limit there are 2 per item left. || = 2',
    '!As x grows, 1/x² goes to 0 and 1/x goes to 1.',
    '!As n gets large, 4/n + 1/n² goes to 4.',
    '!For x → ∞ the term 3/x tends to 3.',
    '!The derivative of ln(2x) is 1/(2x).',
    '!An antiderivative of x² is 2x.',
    '!The integral of cos x is −sin x + C.',
    'Differentiate $g(x) = \\cos(5x) + \\ln(2x)$ for $x>0$. || For the first, $-5\\sin(5x)$. || !For the second, $\\frac{d}{dx}\\ln(2x) = \\frac{1}{2x}$. || = x',
  ])('are named: %s', async (line) => {
    const { firstError, expected } = await judged(line)
    expect(firstError).toBe(expected)
  })

  it.each([
    'This gives d/dx cos(2x) = −2 sin(2x).',
    "What's the derivative of cos(2x)? || The inner derivative is 2. || So the result is −2 sin(2x). || = −2 sin(2x)",
    "d/dx ln(5x), x > 0? || Chain rule: one over the inside, times the inner derivative. || That's 1/(5x) · 5. || The fives cancel; the result is 1/x. || = 1/x",
    "Slope of $y=\\frac{x}{x+1}$ at $x=1$? || Quotient rule: $y'=\\frac{(x+1)-x}{(x+1)^2}=\\frac{1}{(x+1)^2}$. || Put $x=1$ and the slope comes out as $\\frac14$. || = $\\frac14$",
    'f(x) = x·e^x. Find the slope at x = 1. || f is a product of x and e^x. || f′(x) = (1 + x)e^x. || At 1 this is 2e, about 5.44. || = 2e',
    'Differentiate x² ln x. || By the product rule it is 2x ln x + x. || = 2x ln x + x',
    'Loss L(w) = (3w − 6)². Gradient at w = 1? || The derivative with respect to w is 6(3w − 6). || Inserting 1 gives a gradient of −18. || = −18',
    'Find the area under one arch of the sine curve, $\\int_0^{\\pi}\\sin x\\,dx$. || $-\\cos x$ is an antiderivative. || Inserting the limits, $-\\cos\\pi+\\cos 0=1+1=2$. || = 2',
    'As x grows, 1/x² goes to 0 and 1/x goes to 0.',
    'For x → ∞ the term 3/x tends to 0.',
    'The derivative of ln(2x) is 1/x.',
    'Differentiate 3x² + 2x. || The derivative of 3x² is 6x. || Together 6x + 2. || = 6x + 2',
    'Find the derivative of (2x + 1)^3. || The outer derivative is 3u². || The inner derivative is 2. || 6(2x + 1)^2 || = 6(2x+1)^2',
    "f(x) = x². What is f'(3)? || f'(x) = 2x, so f'(3) = 6. || = 6",
    "Find the slope of y = x² at x = 3. || y' = 2x || At x = 3 it is 6. || = 6",
    'As n grows, the cost per item goes to 4.',
    'If x grows, 2x goes to 8 at x = 4.',
    'The train goes to 5 towns as x grows.',
  ])('are right or left alone: %s', async (line) => expect((await judged(line)).firstError).toBe(-1))
})
