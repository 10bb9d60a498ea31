/** `bench/` is a package of its own, because of the peers; to its programs, `varve` is the package around it. */
import { registerHooks } from 'node:module'

const around = new URL('../../package.json', import.meta.url).href

registerHooks({
  resolve: (name, context, next) =>
    next(name, /^varve(\/|$)/.test(name) ? { ...context, parentURL: around } : context),
})
