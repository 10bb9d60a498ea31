import type { Campaign } from './campaign.ts'
import { campaign as kill } from './kill/kill.ts'
import { campaign as faults } from './faults/faults.ts'
import { campaign as corrupt } from './corrupt/corrupt.ts'
import { campaign as diskfull } from './diskfull/diskfull.ts'
import { campaign as occ } from './occ/occ.ts'
import { campaign as pg } from './pg/pg.ts'
import { campaign as powercut } from './powercut/powercut.ts'

/** Every campaign by its name. */
export const campaigns: Readonly<Record<string, Campaign>> = {
  kill,
  faults,
  corrupt,
  diskfull,
  occ,
  powercut,
  pg,
}

export const campaignNames: readonly string[] = Object.keys(campaigns)
