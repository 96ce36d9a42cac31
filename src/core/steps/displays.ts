const environment =
  /(\\\[\s*|\$\$\s*)?\\begin\{((?:align|aligned|gather|gathered|equation|split)\*?)\}([\s\S]*?)\\end\{\2\}(\s*(?:\\\]|\$\$))?/g

/** An environment of one row, `\begin{align*} x &= 3 \end{align*}`, as the display that it is: `\[ x = 3 \]`. Linear time. */
export function withPlainDisplays(text: string): string {
  if (!text.includes('\\end{')) return text
  return text.replace(environment, (all, open: string | undefined, _name, inside: string, close: string | undefined) =>
    inside.includes('\\\\') || inside.includes('\\begin') || (open === undefined) !== (close === undefined)
      ? all
      : `\\[ ${inside.replace(/(?<!\\)&/g, '').trim()} \\]`,
  )
}
