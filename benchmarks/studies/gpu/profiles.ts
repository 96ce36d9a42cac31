import { files, parity, products, profile, type Stage, scoring, training } from './stages.js'
import { torch } from './torch.js'
import { verifier } from './verifier.js'
import type { Workload } from './workload.js'

const load =
  (shape: Workload['shape']) =>
  (method: Workload['method'], rows: number, seq: number): Workload => ({ shape, method, rows, seq })
const [tiny, small, smol, half] = [load('tiny'), load('small'), load('smol'), load('half')]

/** What is run, in this order; `tiny` on a software device. */
export const profiles = {
  /** The rehearsal: every kind of stage that needs neither PyTorch nor a model file. */
  tiny: [
    products([64], 60),
    parity(tiny('lora', 2, 32), 4, 90),
    parity(tiny('full', 2, 32), 4, 90),
    training([tiny('lora', 2, 32), tiny('lora', 4, 32)], 5, 90, {
      settings: { validationMode: 'disabled', enableRobustness: false },
    }),
    training([tiny('full', 2, 32)], 3, 90, { recompute: true }),
    profile(tiny('lora', 2, 32), 2, 90),
    scoring({ shape: 'tiny', candidates: 2 }, 2, 120),
    files('tiny', 60),
  ],
  /** The same workloads as in `tiny` in PyTorch. */
  'tiny-torch': [
    files('tiny', 60),
    torch('tiny', [tiny('lora', 2, 32), tiny('full', 2, 32), { shape: 'tiny', candidates: 2 }], 5, 120),
  ],
  /** The first minute on a new machine: does the device answer, and how fast is the step that matters. */
  smoke: [
    products([1024, 4096], 30),
    parity(tiny('lora', 2, 32), 4, 30),
    training([smol('lora', 4, 512)], 8, 60),
    profile(smol('lora', 4, 512), 3, 45),
  ],
  /** Losses, speed and memory beside PyTorch. The first stages are those that matter most: time may run out. */
  full: [
    products([1024, 4096], 20),
    parity(small('lora', 4, 64), 20, 40),
    parity(small('full', 4, 64), 20, 40),
    training([smol('lora', 4, 512), smol('lora', 16, 512)], 8, 60),
    files('smol', 15),
    torch(
      'smol',
      [smol('lora', 4, 512), smol('lora', 16, 512), smol('full', 4, 512), { shape: 'smol', candidates: 16 }],
      6,
      75,
    ),
    training([smol('full', 4, 512)], 6, 50),
    scoring({ shape: 'smol', candidates: 16 }, 6, 30),
    profile(smol('lora', 4, 512), 3, 40),
    training([half('lora', 4, 512)], 6, 75),
    files('half', 25),
    torch('half', [half('lora', 4, 512)], 6, 60),
    training([smol('lora', 4, 512)], 6, 30, { settings: { validationMode: 'disabled' } }),
    training([smol('lora', 4, 512)], 6, 30, {
      settings: { validationMode: 'disabled', enableRobustness: false },
    }),
    parity(smol('lora', 2, 64), 20, 60),
  ],
  /** Trains a verifier on real data for the time that is given. */
  verifier: [verifier],
} as const satisfies Record<string, readonly Stage[]>
export type Profile = keyof typeof profiles
