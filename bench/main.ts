/** `npm run bench -- NAME [arguments]` runs bench/NAME.ts; without a name it says which there are. */
import { globSync } from 'node:fs'
import './runner/own-package.ts'

const names = globSync('*.ts', { cwd: import.meta.dirname })
  .map(file => file.slice(0, -'.ts'.length))
  .filter(name => name !== 'main')
  .toSorted()
const [name, ...rest] = process.argv.slice(2)

if (name !== undefined && names.includes(name)) {
  process.argv.splice(2, Infinity, ...rest)
  const { main }: { main: () => Promise<void> } = await import(`./${name}.ts`)
  await main()
} else {
  console.log(`npm run bench -- NAME, where NAME is one of: ${names.join(', ')}`)
  process.exitCode = name === undefined ? 0 : 2
}
