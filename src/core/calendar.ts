/** Whether `YYYY-MM-DD` is a day of the calendar: JavaScript takes 30 February for 1 March. */
export function isDay(text: string): boolean {
  const start = Date.parse(`${text}T00:00:00Z`)
  return !Number.isNaN(start) && new Date(start).toISOString().slice(0, 10) === text
}
