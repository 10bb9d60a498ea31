import type { Campaign } from '../campaign.ts'
export const campaign: Campaign = { about: '', sizes: {}, plants: [], async run() {} }
