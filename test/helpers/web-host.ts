import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, join } from 'node:path'

export interface WebHost {
  /** With a slash at its end. */
  url: string
  close(): Promise<void>
}

const types: Record<string, string> = {
  '.html': 'text/html',
  '.css': 'text/css',
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.json': 'application/json',
  '.wasm': 'application/wasm',
}

/** A folder on a web server as a person would rent one: files, and nothing else. */
export async function webHost(folder: string): Promise<WebHost> {
  const server = createServer(async ({ url = '/' }, response) => {
    const name = url.endsWith('/') ? `${url}index.html` : url
    const body = await readFile(join(folder, name)).catch(() => undefined)
    response.writeHead(body === undefined ? 404 : 200, {
      'Content-Type': types[extname(name)] ?? 'application/octet-stream',
    })
    response.end(body)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
