/** The entry `rationale-verifier/evidence`: the checks alone. It bundles for a browser, since nothing below it is Node's. */
export { evidenceVerifier } from './evidence-verifier.js'
