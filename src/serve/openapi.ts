import * as z from 'zod'
import type { Route } from './route.js'

const errorSchema = z.object({
  error: z.object({ message: z.string(), type: z.string(), param: z.null(), code: z.string() }),
})

/** The OpenAPI 3.1 document of the routes: made of the schemas that they check with. */
export function openApi(routes: readonly Route[], { version, keys }: { version: string; keys: boolean }): object {
  const schemaOf = (schema: z.ZodType, io: 'input' | 'output') => {
    const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' })
    return rest
  }
  const json = (schema: object) => ({ 'application/json': { schema } })
  const failed = { description: 'what was wrong, and what to do', content: json(schemaOf(errorSchema, 'output')) }
  const post = ({ summary, body, answer }: Route) => ({
    post: {
      summary,
      requestBody: { required: true, content: json(schemaOf(body, 'input')) },
      responses: {
        200: { description: summary, content: json(schemaOf(answer, 'output')) },
        ...Object.fromEntries([400, 401, 408, 413, 415, 503, 504].map((status) => [status, failed])),
      },
    },
  })
  return {
    openapi: '3.1.0',
    info: { title: 'rationale-verifier', version },
    paths: Object.fromEntries(routes.map((route) => [route.path, post(route)])),
    ...(keys
      ? { components: { securitySchemes: { key: { type: 'http', scheme: 'bearer' } } }, security: [{ key: [] }] }
      : {}),
  }
}
