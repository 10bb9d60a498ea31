import { create, RevisionedMapping, revisionOf, stateOf } from 'varve/immutable'
import { sqlite } from 'varve/sqlite'
import { Answer, Witness } from './answer.ts'
import { heading, say } from './words.ts'

/** What each run finds out. */
const findings = [
  { creator: 'bo', metres: 42, comment: 'by sonar' },
  { creator: 'cy', metres: 24, comment: 'from memory' },
]

/** The same in a file, which the next run goes on with. */
export async function showKept(file: string): Promise<void> {
  heading(`Kept in ${file}`)
  await using answers = await RevisionedMapping.open<string, Answer>(sqlite(file), 'answers', { of: Answer })
  const before = answers.get('depth')
  say('from before', before ? `${String(before)} (${before.constructor.name})` : 'nothing')
  if (!before) answers.set('depth', create(Answer, 'How deep is the lake?'), { creator: 'ann' })

  const depth = answers.getRevisionManager('depth')
  const all = [...depth.getRevisionHistory(), ...depth.getRevisionHistory({ dropped: true })]
  const finding = findings[all.length - 1]
  if (finding) record(answers, finding)
  else say('nothing more to find out', `delete ${file} to begin again`)
  if (finding?.comment === 'from memory')
    depth.rollbackToRevision(1, { creator: 'ann', comment: 'ask the sonar' })

  for (const answer of [...depth.getRevisionHistory(), ...depth.getRevisionHistory({ dropped: true })]) {
    const { version, creator, comment } = revisionOf(answer)
    say(`${version}  ${stateOf(answer)}`, String(answer), `(${creator}${comment ? `: ${comment}` : ''})`)
  }
}

function record(
  answers: RevisionedMapping<string, Answer>,
  { metres, ...info }: (typeof findings)[number],
): void {
  answers.update(
    'depth',
    draft => {
      draft.metres = metres
      draft.witnesses.push(create(Witness, info.creator))
    },
    info,
  )
}
