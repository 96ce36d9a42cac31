/** "The average costs for 2017, 2018 and 2019": years in a row say when, and are nothing to reckon with. */
export const areYears = (numbers: readonly number[]): boolean =>
  numbers.every((each) => Number.isInteger(each) && each >= 1900 && each <= 2100) &&
  Math.max(...numbers) - Math.min(...numbers) === numbers.length - 1
