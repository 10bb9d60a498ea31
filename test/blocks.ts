/** One fenced block of a page, with what the page says it prints. */
export interface Block {
  /** `README.md:12` */
  readonly where: string
  readonly language: string
  /** Words after the language, such as `no-run`. */
  readonly marks: readonly string[]
  readonly text: string
  /** The `text` block that follows, with at most one paragraph in between. */
  readonly output: string | null
}

const fence = /^```(\w*)([^\n]*)\n([^]*?)^```$/gm

/** Finds the fenced blocks of a Markdown page. */
export function blocksOf(page: string, markdown: string): Block[] {
  const found = [...markdown.matchAll(fence)]
  return found.map((match, i) => {
    const next = found[i + 1]
    const between = next ? markdown.slice(match.index + match[0].length, next.index).trim() : ''
    return {
      where: `${page}:${markdown.slice(0, match.index).split('\n').length}`,
      language: match[1]!,
      marks: match[2]!.trim().split(/\s+/).filter(Boolean),
      text: match[3]!,
      output: next?.[1] === 'text' && !/\n\s*\n|^#/m.test(between) ? next[3]! : null,
    }
  })
}

/** The lines promised in comments: `console.log(score.value) // 10` prints a line `10`. */
export function promisedLines(program: string): string[] {
  return [...program.matchAll(/^\s*console\.log\(.*\)\s*\/\/ (.*)$/gm)].map(match => match[1]!.trim())
}

/** Whether a printed text is the promised one, where `…` stands for anything within a line. */
export function printsAs(promised: string, printed: string): boolean {
  const pattern = promised
    .trim()
    .split('…')
    .map(part => RegExp.escape(part))
    .join('.*')
  return new RegExp(`^${pattern}$`).test(printed.trim().replaceAll(/[ \t]+$/gm, ''))
}

/** The promised lines that are missing, taking both in order. */
export function missingLines(promised: readonly string[], printed: string): string[] {
  const lines = printed.split('\n')
  return promised.filter(line => {
    const at = lines.findIndex(one => printsAs(line, one))
    if (at >= 0) lines.splice(0, at + 1)
    return at < 0
  })
}
