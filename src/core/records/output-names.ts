/** `out.ndjson.gz` -> `out.rationale-incomplete.ndjson.gz`: what a run that did not end has left. No person gives a file of their own that name. */
export function incompletePath(path: string): string {
  const [, stem = path, endings = ''] = /^(.*?[^/\\])((?:\.[a-z0-9]{1,8}){0,2})$/is.exec(path) ?? []
  return `${stem}.rationale-incomplete${endings}`
}

/** Where records go that are set aside. */
export const asidePath = (path: string) => `${path.replace(/\.gz$/, '')}.rejected.ndjson`
