/**
 * Writes `docs/cli.md` from the help texts of the built command; a test fails while the page tells something else.
 * Knows nothing of the command but how it is asked for help.
 */
import { writeFileSync } from 'node:fs'
import { manifest, root } from './entries.ts'
import { run } from './run.ts'

const page = `${root}docs/cli.md`

/** Asks the built command for its help, on a terminal of 80 columns. */
async function help(...command: readonly string[]): Promise<string> {
  const { out } = await run('node', [root + manifest.bin['varve']!, ...command, '--help'])
  return out.trimEnd()
}

/** Gives the page as the help texts have it now. */
export async function cliPage(): Promise<string> {
  const all = await help()
  const names = [...all.matchAll(/^ {2}([a-z-]+) \[options\]/gm)].map(([, name]) => name!)
  const sections = await Promise.all(names.map(async name => section(`varve ${name}`, await help(name))))
  return [opening, block(all), ...sections].join('\n\n') + '\n'
}

const opening = `# The command

<!-- Made from the help texts by \`node tools/cli-docs.ts\`; change those. -->

\`varve\` reads and changes a file in which a program keeps its variables. \`ls\`, \`show\`, \`log\`, \`tail\`, \`diff\`, \`verify\` and
\`export\` leave it as it is. What the others do is in the file, and told, when they end; a file is made only by
\`set --create\`, \`import\` and \`repair --to\`. What is destroyed, by \`prune\` and \`repair --in-place\`, is asked for, or wants
\`--yes\`.`

function section(title: string, text: string): string {
  return `## ${title}\n\n${block(text)}`
}

function block(text: string): string {
  return '```text\n' + text + '\n```'
}

if (import.meta.main) writeFileSync(page, await cliPage())
