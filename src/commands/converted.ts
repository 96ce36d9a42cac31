import * as z from 'zod'
import { messageOf } from '../core/errors.js'

/** A schema behind a conversion. What the conversion refuses is the fault of that record alone, told on one line. */
export const converted = <T>(convert: (value: unknown) => unknown, schema: z.ZodType<T>) =>
  z.preprocess((value, context) => {
    try {
      return convert(value)
    } catch (error) {
      context.addIssue({ code: 'custom', message: messageOf(error).replace(/\n\s+([\w ]+:)\s+/g, '; $1 ') })
      return z.NEVER
    }
  }, schema)
