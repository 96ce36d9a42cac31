let opened: Promise<import('node-llama-cpp').Llama> | undefined

/** llama.cpp, opened once: to open it tries the library in a process of its own, which takes most of a second. */
async function llamaCpp() {
  const { getLlama, LlamaLogLevel } = await import('node-llama-cpp')
  opened ??= getLlama({ gpu: false, build: 'never', logLevel: LlamaLogLevel.error, maxThreads: 1 })
  return opened
}

/** Natural log-probabilities of all tokens after `probe`, from llama.cpp. */
export async function nextToken(
  modelPath: string,
  probe: readonly number[],
  lora?: string,
): Promise<Map<number, number>> {
  const model = await (await llamaCpp()).loadModel({ modelPath })
  try {
    // Its defaults (flash attention, keys and values in float16) cost 6e-3 in a log-probability here.
    const context = await model.createContext({
      contextSize: 64,
      flashAttention: false,
      experimentalKvCacheKeyType: 'F32',
      experimentalKvCacheValueType: 'F32',
      ...(lora ? { lora } : {}),
    })
    const sequence = context.getSequence()
    type Token = Parameters<typeof sequence.controlledEvaluate>[0][number]
    // A token is a number with a brand of that library.
    const tokens = probe as unknown as Token[]
    const last = [probe.at(-1), { generateNext: { probabilities: true } }] as unknown as Token
    const results = await sequence.controlledEvaluate([...tokens.slice(0, -1), last])
    return new Map([...(results.at(-1)?.next.probabilities ?? [])].map(([token, p]) => [token as number, Math.log(p)]))
  } finally {
    await model.dispose()
  }
}
